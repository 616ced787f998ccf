//! Who may do what: every cell of the tables, then the life of a roll.

mod bounds;
mod long;
mod refused;

use super::*;
use crate::ids::{DocId, DocKind, EntryId, TabletId};
use crate::keys::{BoxKey, DocKey};
use crate::testing::{Someone, Studio};

const ROLES: [Role; 9] = Role::ALL;

/// One row for each role, one mark for each column: `x` where the role may.
fn check<C: Copy + std::fmt::Debug>(columns: &[C], rows: [&str; 9], may: impl Fn(Role, C) -> bool) {
    for (role, row) in ROLES.into_iter().zip(rows) {
        let marks: Vec<char> = row.split_whitespace().flat_map(str::chars).collect();
        assert_eq!(marks.len(), columns.len(), "the row of {role:?}");
        for (column, mark) in columns.iter().zip(marks) {
            assert_eq!(may(role, *column), mark == 'x', "{role:?}, {column:?}");
        }
    }
}

#[test]
fn every_role_changes_the_roll_as_the_table_says() {
    // invite, set roles, remove, touch a first convener
    let rows = ["xxxx", "xxx-", "----", "----", "----", "----", "----", "----", "--x-"];
    check(&Act::ALL, rows, Role::may);
}

#[test]
fn every_role_is_in_its_groups_and_holds_their_secrets() {
    // everyone, office, conveners, auditors
    let is_in = ["xxx-", "xxx-", "x---", "xx--", "----", "----", "----", "---x", "----"];
    check(&Group::ALL, is_in, Role::is_in);
    let holds = ["xxxx", "xxxx", "x---", "xx--", "----", "----", "----", "---x", "----"];
    check(&Group::ALL, holds, Role::holds);
}

#[test]
fn every_role_makes_the_documents_that_the_table_says() {
    use DocKind::*;
    let kinds = [
        Roll,
        Studio,
        Directory,
        Venue,
        Slip,
        Figures,
        Member,
        Case,
        Story,
        People,
        Aside,
        Roster,
        Activity,
        Study,
        Publicity,
        Care,
        Output,
        Other(99),
    ];
    let (office, member, nobody) = ("-xxxxxx xxxxxxxxxxx", "------- xxxxxxxxxxx", "------- -----------");
    let rows = [office, office, member, office, nobody, nobody, nobody, nobody, nobody];
    check(&kinds, rows, may_make);
}

#[test]
fn an_invitation_is_good_once_and_only_for_whom_it_names() {
    let (mut studio, founder) = Studio::founded(1);
    let newcomer = Someone::new("P02", &mut studio.rng);
    let invitation = studio.invite(&founder, newcomer.person, &[Role::Member]).unwrap();
    let stranger = Someone::new("P03", &mut studio.rng);
    let posing = studio.joining(&stranger, &invitation);
    assert_eq!(studio.take(&stranger, &posing), Err(BadRoll::Invitation));
    let joining = studio.joining(&newcomer, &invitation);
    assert_eq!(studio.take(&newcomer, &joining), Ok(Widened::Person(newcomer.person)));
    assert!(studio.roll.now().has(newcomer.person, Role::Member));
    let second = newcomer.again("P04", &mut studio.rng);
    assert_eq!(studio.take(&second, &joining), Err(BadRoll::Unsigned), "another device carries it");
}

#[test]
fn a_member_does_not_invite_and_nobody_but_a_first_convener_makes_another() {
    let (mut studio, founder) = Studio::founded(2);
    let member = studio.joined(&founder, "P02", &[Role::Member]);
    let convener = studio.joined(&founder, "P03", &[Role::Convener]);
    let someone = Someone::new("P04", &mut studio.rng).person;
    let denied = Some(BadRoll::Denied(Denied::Role));
    assert_eq!(studio.invite(&member, someone, &[Role::Member]).err(), denied);
    assert_eq!(studio.invite(&convener, someone, &[Role::FirstConvener]).err(), denied);
    assert!(studio.invite(&convener, someone, &[Role::Convener]).is_ok());
    let removed = RollBody::RemovePerson(founder.person, Vec::new());
    assert_eq!(studio.take(&convener, &removed).err(), denied, "a convener cannot remove the first");
}

#[test]
fn an_introduction_is_the_persons_own_and_a_label_is_used_once() {
    let (mut studio, founder) = Studio::founded(3);
    let second = founder.again("P02", &mut studio.rng);
    assert_eq!(
        studio.take(&second, &RollBody::AddDevice(second.introduction(studio.id))),
        Ok(Widened::Nobody)
    );
    let elsewhere = Someone { tablet: TabletId([9; 16]), ..founder.clone() };
    let third = elsewhere.again("P02", &mut studio.rng);
    let taken = RollBody::AddDevice(third.introduction(studio.id));
    assert_eq!(studio.take(&third, &taken), Err(BadRoll::Taken));
    let fourth = founder.again("P05", &mut studio.rng);
    let unsigned = RollBody::AddDevice(fourth.unsigned(studio.id));
    assert_eq!(studio.take(&fourth, &unsigned), Err(BadRoll::Unsigned));
    let stranger = Someone::new("P06", &mut studio.rng);
    let own = RollBody::AddDevice(stranger.introduction(studio.id));
    assert_eq!(studio.take(&stranger, &own), Err(BadRoll::Denied(Denied::NotOnTheRoll)));
}

#[test]
fn the_chain_only_goes_on_from_its_end() {
    let (mut studio, founder) = Studio::founded(4);
    let (tip, body) = (studio.roll.tip(), studio.founding(&founder));
    assert_eq!(studio.take(&founder, &body), Err(BadRoll::NotNext), "a studio is founded once");
    let second = founder.again("P02", &mut studio.rng);
    let late = studio.roll_entry(&second, &RollBody::AddDevice(second.introduction(studio.id)));
    studio.joined(&founder, "P03", &[Role::Clerk]);
    assert_eq!(studio.roll.clone().take(&late), Err(BadRoll::NotNext));
    assert_eq!(studio.roll.at(tip).map(|at| at.depth()), Some(1), "every point of the chain stays known");
    assert_eq!(studio.chain.len(), 3);
}

#[test]
fn whoever_is_removed_may_nothing_from_then_on_and_their_groups_are_due() {
    let (mut studio, founder) = Studio::founded(5);
    let clerk = studio.joined(&founder, "P02", &[Role::Clerk]);
    let before = studio.roll.tip();
    assert!(studio.take(&founder, &RollBody::RemovePerson(clerk.person, Vec::new())).is_ok());
    assert!(studio.roll.now().device(clerk.device()).is_none());
    assert!(studio.roll.at(before).unwrap().device(clerk.device()).is_some(), "it was there before");
    assert_eq!(studio.roll.due(), [Group::Everyone, Group::Office]);
    let old = BoxKey::random(&mut studio.rng);
    let epoch = studio.epoch(Group::Office, &[&founder], Some(&old));
    assert!(studio.take(&founder, &RollBody::OpenEpoch(OpenEpoch { epoch })).is_ok());
    assert_eq!(studio.roll.due(), [Group::Everyone]);
}

#[test]
fn a_person_renews_their_own_box_key_and_every_group_they_hold_with_it() {
    let (mut studio, founder) = Studio::founded(8);
    let clerk = studio.joined(&founder, "P02", &[Role::Clerk]);
    let renew = |studio: &Studio, who: &Someone, by: &Someone, version, boxed| {
        let key = by.vault.identity();
        let signature = Renew::sign(studio.id, who.person, version, boxed, &key);
        RollBody::Renew(Renew { version, boxed, epochs: Vec::new(), signature })
    };
    let old = clerk.vault.box_key().public();
    let new = BoxKey::random(&mut studio.rng).public();
    let posing = renew(&studio, &clerk, &founder, 2, new);
    assert_eq!(studio.take(&clerk, &posing), Err(BadRoll::Unsigned), "a device alone cannot");
    let same = renew(&studio, &clerk, &clerk, 2, old);
    assert_eq!(studio.take(&clerk, &same), Ok(Widened::Nobody), "another passphrase, the same key");
    assert!(studio.roll.due().is_empty() && studio.roll.narrowed() == 0);
    let back = renew(&studio, &clerk, &clerk, 2, new);
    assert_eq!(studio.take(&clerk, &back), Err(BadRoll::Taken), "a version is used once");
    let fresh = renew(&studio, &clerk, &clerk, 3, new);
    assert_eq!(studio.take(&clerk, &fresh), Ok(Widened::Nobody));
    assert_eq!(studio.roll.person(clerk.person).unwrap().boxed(), Some(new));
    assert_eq!(studio.roll.due(), [Group::Everyone, Group::Office]);
    assert_eq!(studio.roll.narrowed(), studio.roll.tip().depth);
}

#[test]
fn rights_follow_grants_and_a_taking_away_is_seen_by_who_names_it() {
    let (mut studio, founder) = Studio::founded(6);
    let member = studio.joined(&founder, "P02", &[Role::Member]);
    let auditor = studio.joined(&founder, "P03", &[Role::Auditor]);
    let doc = DocId::random(DocKind::Case, &mut studio.rng);
    let key = DocKey::random(&mut studio.rng);
    let mut rights = Rights::default();
    let only_me = studio.gives(doc, &key, &[(Recipient::Person(member.person), Right::Keep)]);
    let entry = studio.grant(&member, doc, EntryId::ZERO, &only_me);
    let now = studio.roll.now();
    assert_eq!(rights.check(now, member.person, &entry), Err(BadGrant::NoKeeper), "the office keeps a case");

    let keepers =
        [(Recipient::Person(member.person), Right::Keep), (Recipient::Group(Group::Office), Right::Keep)];
    let first = studio.gives(doc, &key, &keepers);
    let entry = studio.grant(&member, doc, EntryId::ZERO, &first);
    let body = rights.check(studio.roll.now(), member.person, &entry).unwrap();
    rights.fold(&entry, &body, 1);
    studio.counted(&entry);
    let of = |studio: &Studio, rights: &Rights, who: &Someone| rights.now(studio.roll.now(), doc, who.person);
    assert_eq!(of(&studio, &rights, &founder), Some(Right::Keep));
    assert_eq!(of(&studio, &rights, &auditor), None);

    let wider = studio.gives(doc, &key, &[(Recipient::Person(auditor.person), Right::Read)]);
    let entry = studio.grant(&auditor, doc, EntryId::ZERO, &wider);
    assert_eq!(rights.check(studio.roll.now(), auditor.person, &entry), Err(BadGrant::Forbidden));
    let entry = studio.grant(&founder, doc, EntryId::ZERO, &wider);
    rights.fold(&entry, &wider, 2);
    assert_eq!(of(&studio, &rights, &auditor), Some(Right::Read));

    let mut taking = studio.gives(doc, &key, &[]);
    taking.takes = vec![Recipient::Person(auditor.person)];
    let entry = studio.grant(&founder, doc, EntryId::ZERO, &taking);
    assert_eq!(rights.check(studio.roll.now(), founder.person, &entry), Err(BadGrant::Moved), "on nothing");
    taking.on = rights.last(doc);
    let entry = studio.grant(&founder, doc, EntryId::ZERO, &taking);
    let body = rights.check(studio.roll.now(), founder.person, &entry).unwrap();
    rights.fold(&entry, &body, 3);
    assert_eq!(of(&studio, &rights, &auditor), None);
    assert_eq!(
        rights.of(studio.roll.now(), doc, EntryId::ZERO, auditor.person),
        Some(Right::Read),
        "before it"
    );
}

#[test]
fn what_is_given_by_somebody_who_had_not_seen_a_taking_away_stays_taken_and_what_is_given_after_it_stands() {
    let (mut studio, founder) = Studio::founded(7);
    let [member, other] = ["P02", "P03"].map(|label| studio.joined(&founder, label, &[Role::Member]));
    let doc = DocId::random(DocKind::Case, &mut studio.rng);
    let [key, fresh] = [0, 1].map(|_| DocKey::random(&mut studio.rng));
    let [keep, write] = [Right::Keep, Right::Write];
    let (to_founder, to_office) = (Recipient::Person(founder.person), Recipient::Group(Group::Office));
    let (to_member, to_other) = (Recipient::Person(member.person), Recipient::Person(other.person));
    let mut rights = Rights::default();
    let readers = [(to_founder, keep), (to_office, keep), (to_member, write), (to_other, write)];
    let first = studio.gives(doc, &key, &readers);
    let entry = studio.grant(&founder, doc, EntryId::ZERO, &first);
    rights.fold(&entry, &first, 1);
    studio.counted(&entry);

    let mut taking = studio.gives(doc, &fresh, &readers[..3]);
    (taking.takes, taking.on) = (vec![to_other], rights.last(doc));
    let taken = studio.grant(&founder, doc, EntryId::ZERO, &taking);
    rights.fold(&taken, &taking, 2);
    studio.counted(&taken);

    // somebody away who may only write had made a new key for everybody they knew of
    let stale = studio.gives(doc, &fresh, &readers);
    let entry = studio.grant(&member, doc, EntryId::ZERO, &stale);
    let checked = rights.check_at(studio.roll.now(), rights.taken(doc), member.person, &entry);
    rights.fold(&entry, &checked.expect("it widens nothing"), 3);
    assert_eq!(rights.now(studio.roll.now(), doc, other.person), None, "it stays taken");
    assert_eq!(rights.now(studio.roll.now(), doc, member.person), Some(write), "all others keep theirs");

    let again = studio.gives(doc, &fresh, &[(to_other, write)]);
    let entry = studio.grant(&member, doc, taken.id, &again);
    let checked = rights.check_at(studio.roll.now(), rights.taken(doc), member.person, &entry);
    assert_eq!(checked, Err(BadGrant::Forbidden), "whoever has seen it would widen");
    let entry = studio.grant(&founder, doc, taken.id, &again);
    let checked = rights.check_at(studio.roll.now(), rights.taken(doc), founder.person, &entry);
    rights.fold(&entry, &checked.expect("the founder keeps it"), 4);
    assert_eq!(rights.now(studio.roll.now(), doc, other.person), Some(write), "given anew, knowing of it");
}

#[test]
fn the_rights_to_one_document_are_put_back_as_they_were() {
    let (mut studio, founder) = Studio::founded(11);
    let (first, second) = (DocId([1; 16]).sibling(DocKind::Case), DocId([2; 16]).sibling(DocKind::Case));
    let keepers =
        [(Recipient::Person(founder.person), Right::Keep), (Recipient::Group(Group::Office), Right::Keep)];
    let key = DocKey::random(&mut studio.rng);
    let mut grant = |doc, to: &[(Recipient, Right)]| {
        let body = studio.gives(doc, &key, to);
        (studio.grant(&founder, doc, EntryId::ZERO, &body), body)
    };
    let mut rights = Rights::default();
    let (entry, body) = grant(first, &keepers);
    rights.fold(&entry, &body, 2);
    let (known, unknown) = (rights.only(first), rights.only(second));
    let before = rights.clone();
    for doc in [first, second] {
        let (entry, body) = grant(doc, &keepers[..1]);
        rights.fold(&entry, &body, 3);
    }
    assert_ne!(rights, before);
    rights.put_back(second, unknown);
    rights.put_back(first, known);
    assert_eq!(rights, before);
}
