//! A relay with two studios, and somebody of every kind.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use server::store::{Batch, PersonRow, SessionRow, Sqlite, Store, Write};
use sha2::{Digest, Sha256};
use shared::api::LoginName;
use shared::ids::PersonId;
use shared::roll::{Group, Recipient, Role};
use tests::Scratch;
use tests::relay::RunningRelay;
use tests::relay::studio::{Pen, Someone, Studio};

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Asks {
    pub(crate) name: String,
    pub(crate) someone: Someone,
    /// As whom: somebody from elsewhere says to be the founder here.
    pub(crate) claims: PersonId,
    /// Says nothing of themselves on a socket, and has no session.
    pub(crate) is_nobody: bool,
}

impl Asks {
    fn token(&self) -> String {
        format!("{:0>64}", self.someone.person.to_string())
    }

    /// Under which they would log in.
    pub(crate) fn login(&self) -> String {
        format!("{}x", self.name.replace('_', ""))
    }

    /// The line of a request.
    pub(crate) fn cookie(&self) -> String {
        if self.is_nobody {
            return String::new();
        }
        format!("Cookie: __Host-parlor-{}={}\r\n", self.claims, self.token())
    }
}

pub(crate) struct World {
    pub(crate) relay: RunningRelay,
    pub(crate) studio: Studio,
    /// A case of the office that auditors may read.
    pub(crate) case: Pen,
    everybody: Vec<Asks>,
    _scratch: Scratch,
}

impl World {
    pub(crate) async fn new() -> Self {
        let scratch = Scratch::new("rights");
        let data = scratch.path().join("data");
        let relay = RunningRelay::start_on(&data).expect("it starts");
        let mut studio = Studio::found(relay.address, relay.token.clone().expect("a link")).await;
        relay.stop().await.expect("it stops");

        // a relay founds one studio by its link; another is let in by hand
        let store = Sqlite::open(&data).expect("nobody else uses it");
        let founding = Write::Founding(Some(Sha256::digest(b"second").into()));
        store.commit(&Batch { studios: vec![], writes: vec![founding] }).expect("it is written");
        drop(store);
        let relay = RunningRelay::start_on(&data).expect("it starts");
        let other = Studio::found_as("elsewhere", 8, relay.address, "second".to_owned()).await;
        studio = studio.at(relay.address);

        let asks = |name: &str, someone: &Someone| Asks {
            name: name.to_owned(),
            someone: someone.clone(),
            claims: someone.person,
            is_nobody: false,
        };
        let stranger = Someone::new("P99", &mut ChaCha8Rng::seed_from_u64(99));
        let mut everybody = vec![Asks { is_nobody: true, ..asks("nobody", &stranger) }];
        for name in ["expired", "removed"] {
            let member = studio.join(name, &[Role::Member]).await;
            everybody.push(asks(name, &member));
        }
        for role in Role::ALL {
            let someone = match role {
                Role::FirstConvener => studio.founder.clone(),
                role => studio.join(role.word(), &[role]).await,
            };
            everybody.push(asks(role.word(), &someone));
        }
        studio.remove(everybody[2].someone.device()).await;
        let case = studio.case(&studio.founder.clone(), &[Recipient::Group(Group::Auditors)]).await;
        everybody.push(Asks { claims: studio.founder.person, ..asks("foreign", &other.founder) });
        relay.stop().await.expect("it stops");

        let store = Sqlite::open(&data).expect("nobody else uses it");
        let mut writes = Vec::new();
        for who in everybody.iter().filter(|who| !who.is_nobody) {
            let is_foreign = who.name == "foreign";
            let id = if is_foreign { other.id } else { studio.id };
            if !is_foreign {
                let login = LoginName::parse(&who.login()).expect("letters");
                let vault = studio.vault_of(&who.someone, 1);
                writes.push(Write::Person(Box::new(PersonRow::of(&vault, login, [5; 32]))));
            }
            writes.push(Write::Session(SessionRow {
                hash: Sha256::digest(who.token().as_bytes()).into(),
                studio: id,
                person: who.someone.person,
                device: Some(who.someone.device()),
                until_ms: if who.name == "expired" { 1 } else { u64::MAX >> 1 },
            }));
        }
        store.commit(&Batch { studios: vec![], writes }).expect("it is written");
        drop(store);
        let relay = RunningRelay::start_on(&data).expect("it starts");
        let studio = studio.at(relay.address);
        Self { relay, studio, case, everybody, _scratch: scratch }
    }

    /// Everybody who asks, in the order of the table.
    pub(crate) fn everybody(&self) -> Vec<Asks> {
        self.everybody.clone()
    }
}
