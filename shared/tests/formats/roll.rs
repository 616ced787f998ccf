//! A studio's roll with an entry of every kind, and the grants of one document.

use shared::codec;
use shared::entry::{Entry, Kind, RollPoint};
use shared::ids::{DocId, DocKind, DropName, EntryId};
use shared::keys::{Invitation, Purpose};
use shared::roll::{
    EraseBody, Found, Give, GiveSecret, GrantBody, Group, Invite, Join, OpenEpoch, Recipient, Renew, Right,
    Role, Roll, RollBody, SetRoles,
};

use super::cast::{
    STUDIO, Someone, WRITTEN_MS, code, doc, doc_key, epoch, group_key, member_secret, on_device, rng, someone,
};
use super::golden::{Golden, kept};

const NONCE: [u8; 24] = [0x2b; 24];
const NAMES: [&str; 10] = [
    "roll-1-found",
    "roll-2-invite",
    "roll-3-join",
    "roll-4-add-device",
    "roll-5-set-roles",
    "roll-6-remove-device",
    "roll-7-open-epoch",
    "roll-8-give-secret",
    "roll-9-remove-person",
    "roll-10-renew",
];

pub(crate) fn all() -> Vec<Golden> {
    let roll = chain().into_iter().zip(NAMES).map(|((body, author, entry), name)| {
        Golden::bytes(name, entry.bytes().to_vec(), move |kept| {
            let read = Entry::decode(kept).unwrap();
            assert_eq!(read, entry, "{name}");
            let read_body: RollBody = codec::decode(read.body()).unwrap();
            assert_eq!(read_body, body, "{name}");
            assert_eq!(codec::encode(&read_body), read.body(), "{name}");
            assert_eq!(read.verify(&author.key.public()), Ok(()), "{name}");
        })
    });
    let grants = [("grant-making", making()), ("grant-taking", taking())];
    let erase = EraseBody { docs: vec![doc(DocKind::People), doc(DocKind::Story)] };
    let grants = grants.map(|(name, body)| grant(name, body));
    roll.chain(grants).chain([Golden::value("erase-body", erase)]).collect()
}

/// The roll as it lies in the files.
pub(crate) fn kept_chain() -> Vec<Entry> {
    NAMES.map(|name| Entry::decode(kept(name)).unwrap()).to_vec()
}

#[test]
fn a_roll_of_the_first_release_folds() {
    let mut roll = Roll::new(STUDIO);
    let chain = kept_chain();
    for entry in &chain {
        roll.take(entry).unwrap();
    }
    let (founder, clerk) = (someone(1), someone(2));
    assert_eq!(roll.tip(), RollPoint { id: chain[9].id, depth: 10 });
    assert_eq!(roll.founding(), Some(chain[0].id));
    assert_eq!(roll.now().roles(founder.person), [Role::FirstConvener, Role::Member]);
    assert_eq!(roll.at_depth(3).roles(clerk.person), [Role::Member, Role::Other(40)]);
    assert_eq!(roll.at_depth(8).roles(clerk.person), [Role::Clerk]);
    assert!(roll.now().roles(clerk.person).is_empty());
    assert_eq!(roll.due(), [Group::Conveners, Group::Auditors, Group::Everyone]);
    assert_eq!(roll.epochs(Group::Office).len(), 3);
    let newest = roll.epochs(Group::Office).last().unwrap();
    let purpose = Purpose::Member(STUDIO, Group::Office, newest.public, founder.person);
    let opened = founder.vault.box_key().open_secret(&newest.secrets[&founder.person], &purpose);
    assert_eq!(opened, Ok(group_key(Group::Office, 2).bytes()));
    let before = Purpose::EpochBefore(STUDIO, Group::Office, newest.public);
    let opened = group_key(Group::Office, 2).open_secret(newest.before.as_ref().unwrap(), &before);
    assert_eq!(opened, Ok(group_key(Group::Office, 1).bytes()));
}

/// What each entry says, who wrote it, and the entry.
fn chain() -> Vec<(RollBody, Someone, Entry)> {
    let (founder, clerk, second) = (someone(1), someone(2), on_device(1, 3));
    let mut written: Vec<(RollBody, Someone, Entry)> = Vec::new();
    let mut write = |who: Someone, n: u64, body: RollBody| {
        let id = written.last().map_or(EntryId::ZERO, |(.., entry)| entry.id);
        let roll = RollPoint { id, depth: written.len() as u32 };
        let header = who.header(Kind::Roll, DocId::ZERO, n, roll);
        let entry = Entry::sign(&header, NONCE, &codec::encode(&body), &who.key).unwrap();
        let id = entry.id;
        written.push((body, who, entry));
        id
    };
    let epochs = Group::ALL.map(|group| epoch(group, 0, &[&founder])).to_vec();
    let found = Found { founder: founder.introduction("P01", None), epochs };
    write(someone(1), 1, RollBody::Found(found));
    let invitation = Invitation::of(&code());
    let roles = vec![Role::Member, Role::Other(40)];
    let (name, key): (DropName, _) = (invitation.name, invitation.key.public());
    let invite = Invite { name, key, person: clerk.person, roles, until_ms: WRITTEN_MS + 1 };
    let invite = write(someone(1), 2, RollBody::Invite(invite));
    let newcomer = clerk.introduction("P02", None);
    let signature = Join::sign(invite, &newcomer, &invitation.key);
    let secrets = vec![member_secret(Group::Everyone, 0, &clerk)];
    write(someone(2), 1, RollBody::Join(Join { invite, newcomer, secrets, signature }));
    let introduction = second.introduction("P03", Some(&founder));
    write(on_device(1, 3), 1, RollBody::AddDevice(introduction));
    let secrets = vec![GiveSecret { group: Group::Office, secret: member_secret(Group::Office, 0, &clerk) }];
    let set = SetRoles { person: clerk.person, roles: vec![Role::Clerk], epochs: Vec::new(), secrets };
    write(someone(1), 3, RollBody::SetRoles(set));
    let office = epoch(Group::Office, 1, &[&founder, &clerk]);
    write(someone(1), 4, RollBody::RemoveDevice(second.key.public().device(), vec![office]));
    let everyone = epoch(Group::Everyone, 1, &[&founder]);
    write(someone(1), 5, RollBody::OpenEpoch(OpenEpoch { epoch: everyone }));
    let secret = member_secret(Group::Everyone, 1, &clerk);
    write(someone(1), 6, RollBody::GiveSecret(GiveSecret { group: Group::Everyone, secret }));
    let office = epoch(Group::Office, 2, &[&founder]);
    write(someone(1), 7, RollBody::RemovePerson(clerk.person, vec![office]));
    let (boxed, identity) = (founder.vault.box_key().public(), founder.vault.identity());
    let signature = Renew::sign(STUDIO, founder.person, 2, boxed, &identity);
    write(someone(1), 8, RollBody::Renew(Renew { version: 2, boxed, epochs: Vec::new(), signature }));
    written
}

fn grant(name: &'static str, body: GrantBody) -> Golden {
    let who = someone(1);
    let roll = RollPoint { id: EntryId([0x77; 32]), depth: 3 };
    let header = who.header(Kind::Grant, doc(DocKind::Case), 1, roll);
    let entry = Entry::sign(&header, NONCE, &codec::encode(&body), &who.key).unwrap();
    Golden::bytes(name, entry.bytes().to_vec(), move |kept| {
        let read = Entry::decode(kept).unwrap();
        assert_eq!(read, entry, "{name}");
        let read_body: GrantBody = codec::decode(read.body()).unwrap();
        assert_eq!(read_body, body, "{name}");
        assert_eq!(codec::encode(&read_body), read.body(), "{name}");
        let purpose = Purpose::Document(STUDIO, doc(DocKind::Case), doc_key().name());
        for give in &read_body.gives {
            let key = match give.to {
                Recipient::Person(_) => someone(1).vault.box_key(),
                Recipient::Group(group) => group_key(group, 0),
            };
            assert_eq!(key.open_secret(&give.envelope, &purpose), Ok(doc_key().0), "{name}");
        }
    })
}

fn give(to: Recipient, right: Right) -> Give {
    let sealed_to = match to {
        Recipient::Person(_) => someone(1).vault.box_key().public(),
        Recipient::Group(group) => group_key(group, 0).public(),
    };
    let purpose = Purpose::Document(STUDIO, doc(DocKind::Case), doc_key().name());
    let envelope = sealed_to.seal(&doc_key().0, &purpose, &mut rng(0x30)).unwrap();
    Give { to, right, sealed_to, envelope }
}

/// The first grant of a document.
fn making() -> GrantBody {
    let gives = vec![
        give(Recipient::Person(someone(1).person), Right::Keep),
        give(Recipient::Group(Group::Office), Right::Keep),
        give(Recipient::Group(Group::Everyone), Right::Write),
        give(Recipient::Group(Group::Auditors), Right::Read),
    ];
    GrantBody {
        key: doc_key().name(),
        gives,
        earlier: Vec::new().into(),
        takes: Vec::new(),
        on: EntryId::ZERO,
    }
}

/// A later one, which takes rights away and hands out a key with the earlier one under it.
fn taking() -> GrantBody {
    let earlier = doc_key().seal(&[9; 32], b"here", &mut rng(0x31));
    let takes = vec![Recipient::Group(Group::Everyone), Recipient::Person(someone(2).person)];
    let gives = vec![give(Recipient::Group(Group::Conveners), Right::Keep)];
    GrantBody { key: doc_key().name(), gives, earlier: earlier.into(), takes, on: EntryId([0x44; 32]) }
}
