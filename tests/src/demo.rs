//! The demo writer: founds the studio of the demo file in a data folder, lets its people in and writes its cases,
//! through the engine that ships and over real sockets. What is in the folder afterwards is what a studio leaves.

mod account;

use std::path::{Path, PathBuf};

use client::engine::api::{Answer, Ask, Invitee, NewMember, NewStudio, Search, Tick, Topic, Trouble, View};
use client::engine::trouble::Failure;
use record::demo::{Demo, DemoCase, DemoPerson};
use record::{Heads, ItemId};
use server::ServeError;
use shared::ids::{DocId, DocKind, PersonId};
use shared::roll::Role;

use crate::relay::RunningRelay;
use crate::tablet::{NativeTablet, Stuck};

pub use account::{Account, PASSPHRASE, Written, WrittenCase};

/// The demo file.
pub const FILE: &str = include_str!("../fixtures/demo-cases.json");

/// What is written on the tablet that a person joins with, before their key. It is not used again afterwards.
const LABEL: &str = "演示";

/// Why there is no demo studio.
#[derive(Debug, thiserror::Error)]
pub enum NoDemo {
    /// Somebody else's work lies there.
    #[error("{} holds a studio already: name another folder with --data", .0.display())]
    Taken(PathBuf),
    /// The relay does not run on the folder.
    #[error(transparent)]
    Relay(#[from] ServeError),
    /// The demo file does not fit the studio.
    #[error(transparent)]
    File(#[from] record::demo::DemoError),
    /// The relay does not answer.
    #[error("the demo studio is not finished: {0}")]
    Stuck(#[from] Stuck),
    /// The engine refuses something.
    #[error("the demo studio is not finished: {what} is refused ({})", .trouble.detail)]
    Refused {
        /// What was to be done.
        what: String,
        /// Why it was not.
        trouble: Trouble,
    },
    /// The system gives no random bytes.
    #[error("the system has no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}

/// Writes the demo studio into a folder that holds none. To be called inside a `LocalSet`.
pub async fn write(data: &Path) -> Result<Written, NoDemo> {
    let demo = Demo::read(FILE)?;
    let relay = RunningRelay::start_on(data)?;
    let token = relay.token.clone().ok_or_else(|| NoDemo::Taken(data.to_owned()))?;
    let people = demo.people();
    let (mut writer, recovery) = Writer::found(&relay, &demo, &people, token).await?;
    for person in people.iter().skip(1) {
        writer.let_in(&relay, person).await?;
    }
    writer.see_everybody().await?;
    writer.studio(&demo).await?;
    let mut cases = Vec::new();
    for case in writer.read_cases(&demo)? {
        cases.push(writer.case(case).await?);
    }
    writer.see_everything_kept(cases.len()).await?;
    let written = Written {
        studio: demo.studio_name().to_owned(),
        accounts: writer.accounts,
        cases,
        recovery,
        waits: demo.waits(),
    };
    drop(writer.founder);
    relay.stop().await?;
    Ok(written)
}

/// The founder at work.
struct Writer {
    founder: NativeTablet,
    accounts: Vec<Account>,
}

impl Writer {
    /// Founds the studio. Answers with the code of the recovery sheet, too.
    async fn found(
        relay: &RunningRelay,
        demo: &Demo,
        people: &[DemoPerson],
        token: String,
    ) -> Result<(Self, String), NoDemo> {
        let first = people
            .first()
            .ok_or_else(|| record::demo::DemoError::NoSuchPerson("a first convener".to_owned()))?;
        let mut founder = NativeTablet::new(relay.address).await;
        let new = NewStudio {
            token,
            studio_name: demo.studio_name().to_owned(),
            person_name: first.name.clone(),
            login: account::login(&first.name),
            passphrase: PASSPHRASE.to_owned(),
            label: format!("{LABEL}{}", first.key),
            office: true,
        };
        let recovery = match founder.try_ask(Ask::Found(new)).await? {
            Answer::Founded(code) => code,
            other => return Err(refused("founding the studio", other)),
        };
        founder.try_until(is_up_to_date).await?;
        let person = who(&mut founder)?;
        let accounts = vec![Account::new(first, person)];
        Ok((Self { founder, accounts }, recovery))
    }

    /// Invites somebody, who joins on a device of their own.
    async fn let_in(&mut self, relay: &RunningRelay, person: &DemoPerson) -> Result<(), NoDemo> {
        let roles = roles(person);
        let is_office = roles.iter().any(|role| role.is_in(shared::roll::Group::Office));
        let invitee = Invitee { name: person.name.clone(), roles, again: None };
        let code = match self.founder.try_ask(Ask::Invite(invitee)).await? {
            Answer::Invitation(it) => it.code,
            other => return Err(refused(&format!("inviting {}", person.key), other)),
        };
        let new = NewMember {
            code,
            login: account::login(&person.name),
            passphrase: PASSPHRASE.to_owned(),
            label: format!("{LABEL}{}", person.key),
            office: is_office,
        };
        let mut tablet = NativeTablet::new(relay.address).await;
        match tablet.try_ask(Ask::Join(new)).await? {
            Answer::Done => {}
            other => return Err(refused(&format!("the joining of {}", person.key), other)),
        }
        self.accounts.push(Account::new(person, who(&mut tablet)?));
        Ok(())
    }

    /// Waits until the founder's roll has everybody: a case is granted to people on the roll.
    async fn see_everybody(&mut self) -> Result<(), NoDemo> {
        let persons: Vec<PersonId> = self.accounts.iter().map(|it| it.person).collect();
        let everybody = |view| match view {
            View::People(people) => persons
                .iter()
                .all(|person| people.members.iter().any(|it| it.person == *person && !it.devices.is_empty()))
                .then_some(()),
            _ => None,
        };
        Ok(self.founder.until_shown(&Topic::People, everybody).await?)
    }

    /// Writes what the studio says of itself and of its people.
    async fn studio(&mut self, demo: &Demo) -> Result<(), NoDemo> {
        let engine = self.founder.tablet.engine().ok_or(Stuck)?;
        let doc = DocId::only(engine.session().studio, DocKind::Studio);
        for edit in demo.studio_edits(&|key| account::person(&self.accounts, key))? {
            match self.founder.try_ask(Ask::Write(doc, edit, Heads::default())).await? {
                Answer::Written(_) => {}
                other => return Err(refused("writing the studio's page", other)),
            }
        }
        Ok(())
    }

    fn read_cases(&self, demo: &Demo) -> Result<Vec<DemoCase>, NoDemo> {
        let (mut seed, mut drawn) = ([0; 32], 0u64);
        getrandom::fill(&mut seed)?;
        let mut item = || {
            drawn += 1;
            let hash = blake3::keyed_hash(&seed, &drawn.to_be_bytes());
            let mut name = [0; 16];
            name.copy_from_slice(&hash.as_bytes()[..16]);
            ItemId(name)
        };
        Ok(demo.cases(&|key| account::person(&self.accounts, key), &mut item)?)
    }

    /// Writes a case and lets in whoever works on it.
    async fn case(&mut self, case: DemoCase) -> Result<WrittenCase, NoDemo> {
        let DemoCase { key, team, edits, waits } = case;
        let edits = edits.into_iter().map(|it| it.edit).collect();
        let engine = self.founder.tablet.engine().ok_or(Stuck)?;
        let doc = engine.import_case(edits).await.map_err(|failure| failed(&key, failure))?;
        let sees = |account: &Account| account.sees_all || team.contains(&account.person);
        for person in self.accounts.iter().filter(|it| sees(it) && !it.sees_all).map(|it| it.person) {
            match self.founder.try_ask(Ask::Share(doc, person)).await? {
                Answer::Done => {}
                other => return Err(refused(&format!("sharing {key}"), other)),
            }
        }
        for account in self.accounts.iter_mut().filter(|it| sees(it)) {
            account.cases.push(key.clone());
        }
        Ok(WrittenCase { key, doc, waits })
    }

    /// Waits until the relay keeps everything and the founder's own device, which stands in the office, has said so.
    async fn see_everything_kept(&mut self, cases: usize) -> Result<(), NoDemo> {
        let search = Search { rows: u32::MAX, ..Search::default() };
        let kept = |view| match view {
            View::Cases(found) => {
                let is_there =
                    found.rows.len() == cases && found.rows.iter().all(|it| it.tick == Tick::Reached);
                is_there.then_some(())
            }
            _ => None,
        };
        self.founder.until_shown(&Topic::Cases(search), kept).await?;
        Ok(self.founder.try_until(is_up_to_date).await?)
    }
}

fn is_up_to_date(tablet: &mut NativeTablet) -> bool {
    tablet.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX))
}

fn who(tablet: &mut NativeTablet) -> Result<PersonId, Stuck> {
    tablet.tablet.engine().map(|engine| engine.session().person).ok_or(Stuck)
}

/// The roles as the roll knows them: the same words.
fn roles(person: &DemoPerson) -> Vec<Role> {
    let known = |word: &record::enums::Role| Role::ALL.into_iter().find(|role| role.word() == word.code());
    person.roles.iter().filter_map(known).collect()
}

fn refused(what: &str, answer: Answer) -> NoDemo {
    let trouble = match answer {
        Answer::Trouble(trouble) => trouble,
        other => {
            Trouble { code: "answer".to_owned(), detail: format!("an answer to something else: {other:?}") }
        }
    };
    NoDemo::Refused { what: what.to_owned(), trouble }
}

fn failed(what: &str, failure: Failure) -> NoDemo {
    NoDemo::Refused { what: what.to_owned(), trouble: failure.trouble() }
}
