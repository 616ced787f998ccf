//! Every list in a roll entry or grant, full and one more.

use super::*;
use crate::ids::PersonId;
use crate::roll::body::LIST_MAX;

#[test]
fn a_person_may_have_every_role_there_is_and_no_more() {
    let (mut studio, founder) = Studio::founded(1);
    let roles = |count: u8| (0..count).map(Role::from_code).collect::<Vec<_>>();
    let someone = Someone::new("P02", &mut studio.rng);
    assert_eq!(roles(9), Role::ALL);
    assert_eq!(studio.invite(&founder, someone.person, &roles(10)).err(), Some(BadRoll::Malformed));
    assert!(studio.invite(&founder, someone.person, &roles(9)).is_ok());
    let member = studio.joined(&founder, "P03", &[Role::Member]);
    let set = |roles| {
        let (epochs, secrets) = (Vec::new(), Vec::new());
        RollBody::SetRoles(SetRoles { person: member.person, roles, epochs, secrets })
    };
    assert_eq!(studio.take(&founder, &set(roles(10))), Err(BadRoll::Malformed));
    assert_eq!(studio.take(&founder, &set(Vec::new())), Err(BadRoll::Malformed));
    assert!(studio.take(&founder, &set(roles(9))).is_ok());
}

#[test]
fn a_label_has_one_to_32_bytes() {
    for (len, is_taken) in [(0, false), (1, true), (32, true), (33, false)] {
        let (mut studio, founder) = Studio::founded(1);
        let device = founder.again(&"x".repeat(len), &mut studio.rng);
        let adding = RollBody::AddDevice(device.introduction(studio.id));
        assert_eq!(studio.take(&device, &adding).is_ok(), is_taken, "{len} bytes");
    }
}

#[test]
fn an_epoch_has_a_secret_for_each_of_a_thousand_people_and_no_more() {
    let (mut studio, founder) = Studio::founded(1);
    let mut everybody = vec![founder.clone()];
    for i in 0..LIST_MAX {
        everybody.push(studio.joined(&founder, &format!("T{i}"), &[Role::Member]));
    }
    let gone = studio.joined(&founder, "gone", &[Role::Member]);
    studio.take(&founder, &RollBody::RemovePerson(gone.person, Vec::new())).unwrap();
    let before = BoxKey::random(&mut studio.rng);
    let mut opening = |count: usize| {
        let holders: Vec<_> = everybody[..count].iter().collect();
        let epoch = studio.epoch(Group::Everyone, &holders, Some(&before));
        studio.take(&founder, &RollBody::OpenEpoch(OpenEpoch { epoch }))
    };
    assert_eq!(opening(LIST_MAX + 1), Err(BadRoll::Epochs));
    assert_eq!(opening(LIST_MAX), Ok(Widened::Nobody));
}

#[test]
fn whoever_joins_or_changes_roles_brings_at_most_a_thousand_secrets() {
    let (mut studio, founder) = Studio::founded(1);
    let newcomer = Someone::new("P02", &mut studio.rng);
    let invitation = studio.invite(&founder, newcomer.person, &[Role::Member]).unwrap();
    let everyone = studio.roll.epochs(Group::Everyone)[0].public;
    let drawn = BoxKey::random(&mut studio.rng);
    let secret = MemberSecret { epoch: everyone, ..studio.secret(Group::Everyone, &drawn, &newcomer) };
    let RollBody::Join(join) = studio.joining(&newcomer, &invitation) else { panic!("a joining") };
    let joining = |count| RollBody::Join(Join { secrets: vec![secret.clone(); count], ..join.clone() });
    assert_eq!(studio.take(&newcomer, &joining(LIST_MAX + 1)), Err(BadRoll::Epochs));
    assert!(studio.take(&newcomer, &joining(LIST_MAX)).is_ok());
    let give = GiveSecret { group: Group::Everyone, secret };
    let set = |count| {
        let (person, roles, epochs) = (newcomer.person, vec![Role::Member], Vec::new());
        RollBody::SetRoles(SetRoles { person, roles, epochs, secrets: vec![give.clone(); count] })
    };
    assert_eq!(studio.take(&founder, &set(LIST_MAX + 1)), Err(BadRoll::Epochs));
    assert!(studio.take(&founder, &set(LIST_MAX)).is_ok());
}

#[test]
fn a_grant_names_at_most_a_thousand_and_at_least_one() {
    let (mut studio, founder) = Studio::founded(1);
    let doc = DocId::random(DocKind::Case, &mut studio.rng);
    let key = DocKey::random(&mut studio.rng);
    let keepers = [Recipient::Person(founder.person), Recipient::Group(Group::Office)];
    let mut body = studio.gives(doc, &key, &keepers.map(|to| (to, Right::Keep)));
    let give = body.gives[0].clone();
    while body.gives.len() < 1000 {
        let to = Recipient::Person(PersonId::random(&mut studio.rng));
        body.gives.push(Give { to, right: Right::Read, ..give.clone() });
    }
    let mut check = |rights: &Rights, body: &GrantBody| {
        let entry = studio.grant(&founder, doc, EntryId::ZERO, body);
        let checked = rights.check(studio.roll.now(), founder.person, &entry).map(drop);
        (entry, checked)
    };
    let mut rights = Rights::default();
    let (entry, full) = check(&rights, &body);
    assert_eq!(full, Ok(()));
    body.gives.push(give);
    assert_eq!(check(&rights, &body).1, Err(BadGrant::Malformed));
    rights.fold(&entry, &body, 1);
    // what is taken away counts too
    body.gives.truncate(500);
    body.on = rights.last(doc);
    let taken =
        |count| (0..count).map(|i: u16| Recipient::Person(PersonId([i as u8; 16]))).collect::<Vec<_>>();
    body.takes = taken(500);
    assert_eq!(check(&rights, &body).1, Ok(()));
    body.takes = taken(501);
    assert_eq!(check(&rights, &body).1, Err(BadGrant::Malformed));
    body.takes = taken(1);
    body.gives.clear();
    assert_eq!(check(&rights, &body).1, Ok(()));
    body.takes.clear();
    assert_eq!(check(&rights, &body).1, Err(BadGrant::Malformed));
}
