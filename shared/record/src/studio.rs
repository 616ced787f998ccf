//! The studio: its settings, its groups' names, and what people and tablets are called.

use crate::bounds;
use crate::case::Deadline;
use crate::digest;
use crate::document::{Document, Pen, Reader};
use crate::edit::{EditError, Writer};
use crate::enums::{Role, Sector, Specialty, StudioType};
use crate::merge::{Key, auto, warn};
use crate::names::Heads;
use crate::review::Review;
use crate::value::{Element, Fact, Field, Held, Value};
use automerge::{ObjType, ReadDoc};
use minicbor::{Decode, Encode};
use shared::ids::{PersonId, TabletId};

const SETTINGS: &str = "settings";
const NAMES: &str = "names";
const SECTORS: &str = "sectors";
const SPECIALTIES: &str = "specialties";
const LABELS: &str = "labels";
const GROUPS: &str = "groups";
const DEADLINES: &str = "deadlines";
const NAME: Key = warn("name");
const KIND: Key = auto("kind");
const PARENT: Key = auto("parent");
const AREA: Key = auto("area");
const PREFIX: Key = warn("prefix");

/// What is done to the studio.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Edit {
    /// What the studio is called.
    #[n(0)]
    SetName(#[n(0)] String),
    /// What kind of studio it is.
    #[n(1)]
    SetKind(#[n(0)] StudioType),
    /// The body it belongs to.
    #[n(2)]
    SetParent(#[n(0)] String),
    /// Where it works.
    #[n(3)]
    SetArea(#[n(0)] String),
    /// The short name in official numbers.
    #[n(4)]
    SetPrefix(#[n(0)] String),
    /// What a person is called. Everybody may say it of themselves.
    #[n(5)]
    SetDisplayName(#[n(0)] PersonId, #[n(1)] String),
    /// The sector a member belongs to.
    #[n(6)]
    SetSector(#[n(0)] PersonId, #[n(1)] Sector),
    /// What a member is good at.
    #[n(7)]
    AddSpecialty(#[n(0)] PersonId, #[n(1)] Specialty),
    /// What a member is not.
    #[n(8)]
    RemoveSpecialty(#[n(0)] PersonId, #[n(1)] Specialty),
    /// The label of a tablet, as in P03. No two tablets have the same.
    #[n(9)]
    SetTabletLabel(#[n(0)] TabletId, #[n(1)] String),
    /// What a group is called; the group is named by its code or its id.
    #[n(10)]
    SetGroupName(#[n(0)] String, #[n(1)] String),
    /// How many days a clock runs, by its code; see [`ClockDays`].
    #[n(11)]
    SetDeadlineDays(#[n(0)] String, #[n(1)] u32),
}

impl Edit {
    pub(crate) fn check(&self, writer: &Writer) -> Result<(), EditError> {
        let is_own = matches!(self, Edit::SetDisplayName(person, _) if *person == writer.author.person);
        if !is_own && !writer.roles.is_office() && !writer.roles.holds(&Role::Admin) {
            return Err(EditError::NotYours("conveners and clerks"));
        }
        match self {
            Edit::SetName(text) | Edit::SetDisplayName(_, text) | Edit::SetTabletLabel(_, text) => {
                bounds::filled_line(text)
            }
            Edit::SetParent(text) | Edit::SetArea(text) | Edit::SetPrefix(text) => bounds::line(text),
            Edit::SetGroupName(group, name) => code(group).and_then(|()| bounds::filled_line(name)),
            Edit::SetDeadlineDays(clock, days) => {
                code(clock)?;
                bounds::range(i64::from(*days), 1, 3650)
            }
            Edit::SetKind(_) | Edit::SetSector(..) | Edit::AddSpecialty(..) | Edit::RemoveSpecialty(..) => {
                Ok(())
            }
        }
    }
}

fn code(text: &str) -> Result<(), EditError> {
    if crate::enums::is_code(text) { Ok(()) } else { Err(EditError::NotACode) }
}

pub(crate) fn write(pen: &mut Pen<'_, '_>, edit: &Edit) -> Result<(), EditError> {
    let settings = pen.map(SETTINGS)?;
    match edit {
        Edit::SetName(name) => pen.put(&settings, NAME, name),
        Edit::SetKind(kind) => pen.put(&settings, KIND, kind),
        Edit::SetParent(parent) => pen.put(&settings, PARENT, parent),
        Edit::SetArea(area) => pen.put(&settings, AREA, area),
        Edit::SetPrefix(prefix) => pen.put(&settings, PREFIX, prefix),
        Edit::SetDisplayName(person, name) => put_in(pen, NAMES, &person.to_key(), name),
        Edit::SetSector(person, sector) => put_in(pen, SECTORS, &person.to_key(), sector),
        Edit::AddSpecialty(person, specialty) => mark_specialty(pen, person, specialty, true),
        Edit::RemoveSpecialty(person, specialty) => mark_specialty(pen, person, specialty, false),
        Edit::SetTabletLabel(tablet, label) => {
            let labels = pen.map(LABELS)?;
            let own = tablet.to_string();
            let others: Vec<String> = pen.tx.keys(&labels).filter(|key| *key != own).collect();
            if others.iter().any(|key| pen.get::<String>(&labels, key).as_ref() == Some(label)) {
                return Err(EditError::LabelTaken);
            }
            put_in(pen, LABELS, &own, label)
        }
        Edit::SetGroupName(group, name) => put_in(pen, GROUPS, group, name),
        Edit::SetDeadlineDays(clock, days) => put_in(pen, DEADLINES, clock, days),
    }
}

fn put_in(pen: &mut Pen<'_, '_>, map: &'static str, key: &str, value: &impl Held) -> Result<(), EditError> {
    let map = pen.map(map)?;
    let fact = value.to_fact();
    if pen.get::<Fact>(&map, key).as_ref() == Some(&fact) { Ok(()) } else { pen.put_fact(&map, key, &fact) }
}

fn mark_specialty(
    pen: &mut Pen<'_, '_>,
    person: &PersonId,
    specialty: &Specialty,
    is_in: bool,
) -> Result<(), EditError> {
    let map = pen.map(SPECIALTIES)?;
    pen.mark(&map, &format!("{person}:{}", specialty.code()), is_in)
}

/// Somebody of the studio.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PersonView {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// What they are called.
    #[n(1)]
    pub name: Field<String>,
    /// The sector they belong to.
    #[n(2)]
    pub sector: Field<Sector>,
    /// What they are good at.
    #[n(3)]
    pub specialties: Vec<Specialty>,
}

/// Something of the studio with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Named<T> {
    /// Its key: a tablet, a group, a clock.
    #[n(0)]
    pub key: String,
    /// What is said of it.
    #[n(1)]
    pub value: Field<T>,
}

/// The studio.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct StudioView {
    /// What was seen.
    #[n(0)]
    pub heads: Heads,
    /// What it is called.
    #[n(1)]
    pub name: Field<String>,
    /// What kind of studio it is.
    #[n(2)]
    pub kind: Field<StudioType>,
    /// The body it belongs to.
    #[n(3)]
    pub parent: Field<String>,
    /// Where it works.
    #[n(4)]
    pub area: Field<String>,
    /// The short name in official numbers.
    #[n(5)]
    pub prefix: Field<String>,
    /// Its people, by their ids.
    #[n(6)]
    pub people: Vec<PersonView>,
    /// The labels of its tablets, by the tablets' ids in hexadecimal.
    #[n(7)]
    pub labels: Vec<Named<String>>,
    /// The names of its groups.
    #[n(8)]
    pub groups: Vec<Named<String>>,
    /// How many days its clocks run.
    #[n(9)]
    pub deadlines: Vec<Named<u32>>,
    /// What is to be reviewed.
    #[n(10)]
    pub review: Review,
}

impl StudioView {
    /// What a person is called, if anybody has said.
    pub fn display_name(&self, person: PersonId) -> Option<&str> {
        let found = self.people.iter().find(|known| known.person == person);
        found.and_then(|known| known.name.get()).map(String::as_str)
    }
}

/// How many days the clocks run in this studio.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClockDays(Vec<(String, u32)>);

impl ClockDays {
    /// The days of one clock: the usual ones where the studio has said nothing.
    pub fn of(&self, deadline: &Deadline) -> u32 {
        let said = self.0.iter().find(|(code, _)| code == deadline.code());
        said.map_or_else(|| digest::days(deadline), |(_, days)| *days)
    }
}

impl Document {
    /// How many days the clocks run, where this is the studio's document. Lists ask at every letter of a search, so
    /// nothing else is read for it.
    pub fn clock_days(&self) -> ClockDays {
        let said: Vec<Named<u32>> = named(&Reader::new(self), DEADLINES);
        ClockDays(said.into_iter().filter_map(|it| Some((it.key, *it.value.get()?))).collect())
    }
}

pub(crate) fn read(reader: Reader<'_>) -> StudioView {
    let mut view = {
        let root = reader.root();
        let map = root.child(SETTINGS, ObjType::Map).map(|map| root.inside(SETTINGS, map));
        let settings = map.unwrap_or_else(|| root.clone());
        StudioView {
            heads: reader.doc.heads(),
            name: settings.field(NAME),
            kind: settings.field(KIND),
            parent: settings.field(PARENT),
            area: settings.field(AREA),
            prefix: settings.field(PREFIX),
            people: people(&reader),
            labels: named(&reader, LABELS),
            groups: named(&reader, GROUPS),
            deadlines: named(&reader, DEADLINES),
            review: Review::default(),
        }
    };
    view.review = reader.review();
    view
}

fn people(reader: &Reader<'_>) -> Vec<PersonView> {
    let names: Vec<Named<String>> = named(reader, NAMES);
    let sectors: Vec<Named<Sector>> = named(reader, SECTORS);
    let marks: Vec<Value<String>> = reader.root().set(SPECIALTIES);
    let read = names.into_iter().filter_map(|name| {
        let own = format!("{}:", name.key);
        let sector = sectors.iter().find(|sector| sector.key == name.key);
        let specialties = marks.iter().filter_map(|mark| mark.value.strip_prefix(&own));
        Some(PersonView {
            person: name.key.parse().ok()?,
            name: name.value,
            sector: sector.map(|sector| sector.value.clone()).unwrap_or_default(),
            specialties: specialties.filter_map(Specialty::from_code).collect(),
        })
    });
    read.collect()
}

/// Names may differ between two who wrote at once; the one told last stands.
fn named<T: Held>(reader: &Reader<'_>, key: &str) -> Vec<Named<T>> {
    let root = reader.root();
    let Some(map) = root.child(key, ObjType::Map) else {
        return Vec::new();
    };
    let keys: Vec<String> = reader.doc.am.keys(&map).collect();
    let node = root.inside(key, map);
    keys.into_iter().map(|key| Named { value: node.field_at(&key, auto("").class), key }).collect()
}

#[cfg(test)]
mod tests;
