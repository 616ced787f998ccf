//! The demo studio: reads the demo file into edits of the documents that exist, and says what of each case waits for
//! later. The binaries for the browser do not call this.

mod case;
mod file;
mod time;

use crate::edit::Edit;
use crate::enums::{Code, Role, Sector, Specialty, StudioType};
use crate::names::ItemId;
use crate::studio;
use file::File;
use shared::ids::{DocKind, PersonId};

/// The demo file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Not the JSON expected.
    #[error("the demo file cannot be read")]
    Json(#[from] serde_json::Error),
    /// A person who is not in the file's list, or whom the studio does not have.
    #[error("the demo file speaks of {0}, who is not in the studio")]
    NoSuchPerson(String),
    /// A code that is no code.
    #[error("the demo file has {code} where a code of {list} belongs")]
    NoCode {
        /// What stands there.
        code: String,
        /// The list.
        list: &'static str,
    },
    /// A time that is no time.
    #[error("the demo file has {0} where a time belongs")]
    NoTime(String),
    /// A party that the case does not have.
    #[error("{case} speaks of party {party}, whom it does not have")]
    NoSuchParty {
        /// The case.
        case: String,
        /// The party.
        party: String,
    },
}

/// Somebody of the demo studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// The name in the file: `M01`.
    pub key: String,
    /// What they are called.
    pub name: String,
    /// Their roles. The first of all is the first convener.
    pub roles: Vec<Role>,
}

/// One edit of a case, and the document it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoEdit {
    /// The kind of the document.
    pub doc: DocKind,
    /// The edit.
    pub edit: Edit,
}

/// A case of the demo studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCase {
    /// The name in the file: `C01`.
    pub key: String,
    /// Who answers for it, who helps and who led an interview: they need a Grant.
    pub team: Vec<PersonId>,
    /// What to write, in this order. The first convener may write all of it.
    pub edits: Vec<DemoEdit>,
    /// What of it waits for later, in words.
    pub waits: Vec<String>,
}

/// The demo studio.
pub struct Demo {
    file: File,
}

impl Demo {
    /// Reads the demo file.
    pub fn read(json: &str) -> Result<Demo, DemoError> {
        Ok(Demo { file: serde_json::from_str(json)? })
    }

    /// What the studio is called.
    pub fn studio_name(&self) -> &str {
        &self.file.studio.name
    }

    /// The people of the studio, the first convener first. Roles of a newer version are left out.
    pub fn people(&self) -> Vec<DemoPerson> {
        let mut people: Vec<DemoPerson> = (self.file.members.iter())
            .map(|member| DemoPerson {
                key: member.id.clone(),
                name: member.name.clone(),
                roles: member.roles.iter().filter_map(|code| Role::from_code(code)).collect(),
            })
            .collect();
        people.sort_by_key(|person| !person.roles.contains(&Role::FirstConvener));
        people
    }

    /// The edits of the studio's own document.
    pub fn studio_edits(&self, person: &dyn Fn(&str) -> Option<PersonId>) -> Result<Vec<Edit>, DemoError> {
        let studio = &self.file.studio;
        let mut edits = vec![
            studio::Edit::SetName(studio.name.clone()),
            studio::Edit::SetKind(code::<StudioType>(&studio.kind)?),
            studio::Edit::SetParent(studio.parent.clone()),
            studio::Edit::SetArea(studio.area.clone()),
        ];
        for member in &self.file.members {
            let id = known(person, &member.id)?;
            edits.push(studio::Edit::SetDisplayName(id, member.name.clone()));
            if let Some(sector) = &member.sector {
                edits.push(studio::Edit::SetSector(id, code::<Sector>(sector)?));
            }
            for specialty in &member.specialties {
                edits.push(studio::Edit::AddSpecialty(id, code::<Specialty>(specialty)?));
            }
        }
        Ok(edits.into_iter().map(Edit::Studio).collect())
    }

    /// The twelve cases. `item` draws names for what is added.
    pub fn cases(
        &self,
        person: &dyn Fn(&str) -> Option<PersonId>,
        item: &mut dyn FnMut() -> ItemId,
    ) -> Result<Vec<DemoCase>, DemoError> {
        let venue = |key: &str| {
            let found = self.file.studio.venues.iter().find(|venue| venue.id == key);
            found.map(|venue| venue.name.clone())
        };
        let dept = |key: &str| {
            let found = self.file.departments.iter().find(|dept| dept.id == key);
            found.map(|dept| dept.name.clone())
        };
        let mut scribe = case::Scribe { person, item, venue: &venue, dept: &dept };
        self.file.cases.iter().map(|case| scribe.case(case)).collect()
    }

    /// What of the studio, outside of the cases, waits for later.
    pub fn waits(&self) -> Vec<String> {
        let file = &self.file;
        let parts = [
            ("brief visits", file.brief_visits.len()),
            ("activities", file.activities.len()),
            ("study sessions", file.studies.len()),
            ("care records", file.member_care.len()),
            ("reports", file.standalone_outputs.len()),
            ("news items", file.publicity.len()),
            ("shifts", file.duty_roster.len()),
            ("departments", file.departments.len()),
            ("places", file.studio.venues.len()),
        ];
        parts.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}")).collect()
    }
}

fn known(person: &dyn Fn(&str) -> Option<PersonId>, key: &str) -> Result<PersonId, DemoError> {
    person(key).ok_or_else(|| DemoError::NoSuchPerson(key.to_owned()))
}

fn code<T: Code>(code: &str) -> Result<T, DemoError> {
    T::from_code(code).ok_or_else(|| DemoError::NoCode { code: code.to_owned(), list: T::LIST })
}

#[cfg(test)]
mod tests;
