//! What the demo writer made: who can log in, what they see, what waits; printed for people, written for programs.

use std::io::{self, Write};

use pinyin::ToPinyin;
use record::demo::DemoPerson;
use serde::Serialize;
use shared::ids::{DocId, PersonId};
use shared::roll::{Group, Role};

/// The passphrase of everybody in the demo studio, which holds nothing but invented people.
pub const PASSPHRASE: &str = "parlor demo only";

/// A demo studio that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is called.
    pub studio: String,
    /// Its people, the first convener first.
    pub accounts: Vec<Account>,
    /// Its cases.
    pub cases: Vec<WrittenCase>,
    /// The code of the first convener's recovery sheet.
    pub recovery: String,
    /// What of the demo file, outside of the cases, waits for later.
    pub waits: Vec<String>,
}

/// Somebody who can log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name in the demo file: `M01`.
    pub key: String,
    /// What they are called.
    pub name: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The name to log in with.
    pub login: String,
    /// Who they are on the roll.
    pub person: PersonId,
    /// Whether a group of theirs reads every case; auditors read numbers, dates and steps, no words and no names.
    pub sees_all: bool,
    /// The cases they see, by their names in the demo file.
    pub cases: Vec<String>,
}

/// A case that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenCase {
    /// The name in the demo file: `C01`.
    pub key: String,
    /// The `case` document.
    pub doc: DocId,
    /// What of it waits for later.
    pub waits: Vec<String>,
}

impl Account {
    pub(super) fn new(person: &DemoPerson, id: PersonId) -> Self {
        let roles = super::roles(person);
        Self {
            key: person.key.clone(),
            name: person.name.clone(),
            login: login(&person.name),
            person: id,
            sees_all: roles.iter().any(|role| role.is_in(Group::Office) || role.is_in(Group::Auditors)),
            roles,
            cases: Vec::new(),
        }
    }
}

/// The name somebody logs in with: their own in pinyin, because it can be typed on every keyboard.
pub(super) fn login(name: &str) -> String {
    let syllable = |c: char| c.to_pinyin().map_or_else(|| c.to_string(), |it| it.plain().to_owned());
    name.chars().map(syllable).collect()
}

/// Who somebody of the demo file is on the roll.
pub(super) fn person(accounts: &[Account], key: &str) -> Option<PersonId> {
    accounts.iter().find(|it| it.key == key).map(|it| it.person)
}

impl Written {
    /// Says who can log in, and what of the demo file is not in the studio.
    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}: {} people, {} cases", self.studio, self.accounts.len(), self.cases.len())?;
        writeln!(out, "The numbers of the cases are those of the demo file. Log in on the first page with")?;
        writeln!(out, "  {:<14}  {:<16}  roles; cases", "name", "passphrase")?;
        for account in &self.accounts {
            let is_office = account.roles.iter().any(|role| role.is_in(Group::Office));
            let sees = match (account.sees_all, account.cases.is_empty()) {
                (true, _) if is_office => "all".to_owned(),
                (true, _) => "all, without names".to_owned(),
                (false, true) => "none".to_owned(),
                (false, false) => account.cases.join(" "),
            };
            let (login, name, roles) = (&account.login, &account.name, words(&account.roles).join(" "));
            writeln!(out, "  {login:<14}  {PASSPHRASE:<16}  {name}: {roles}; {sees}")?;
        }
        writeln!(
            out,
            "Recovery code of {}: {}",
            self.accounts.first().map_or("", |it| &it.name),
            self.recovery
        )?;
        writeln!(out, "Not in the studio yet:")?;
        for case in self.cases.iter().filter(|it| !it.waits.is_empty()) {
            writeln!(out, "  of {}: {}", case.key, case.waits.join(", "))?;
        }
        writeln!(out, "  besides: {}", self.waits.join(", "))
    }

    /// The same for a program: JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let account = |it: &Account| AccountFile {
            key: it.key.clone(),
            name: it.name.clone(),
            roles: words(&it.roles),
            login: it.login.clone(),
            passphrase: PASSPHRASE,
            person: it.person.to_string(),
            sees: it.cases.clone(),
        };
        let case = |it: &WrittenCase| (it.key.clone(), it.doc.to_string());
        serde_json::to_string_pretty(&File {
            studio: &self.studio,
            recovery: &self.recovery,
            accounts: self.accounts.iter().map(account).collect(),
            cases: self.cases.iter().map(case).collect(),
        })
    }
}

fn words(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.word()).collect()
}

#[derive(Serialize)]
struct File<'a> {
    studio: &'a str,
    recovery: &'a str,
    accounts: Vec<AccountFile>,
    /// The name in the demo file, and the `case` document.
    cases: std::collections::BTreeMap<String, String>,
}

#[derive(Serialize)]
struct AccountFile {
    key: String,
    name: String,
    roles: Vec<&'static str>,
    login: String,
    passphrase: &'static str,
    person: String,
    sees: Vec<String>,
}
