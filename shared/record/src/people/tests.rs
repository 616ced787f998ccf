//! Consents, phones, and what is masked.

use super::{Edit as People, Masked, PeopleView};
use crate::edit::{Edit, EditError};
use crate::enums::{ConsentMethod, ConsentScope, ConsentStatus, PartyKind, PartyRole};
use crate::review::{Choice, Edit as Decision, Topic};
use crate::testing::{Table, id, office, orders};
use crate::view::View;
use shared::ids::DocKind;

fn consent(name: u8, status: ConsentStatus) -> Edit {
    Edit::People(People::RecordConsent {
        id: id(name),
        scope: ConsentScope::Sensitive,
        party: Some(id(1)),
        dept: String::new(),
        status,
        method: ConsentMethod::Oral,
        notice: "2026-1".into(),
        at_ms: 5,
        note: "见证人元联络".into(),
    })
}

fn party() -> Edit {
    let (role, kind) = (PartyRole::Applicant, PartyKind::Person);
    Edit::People(People::AddParty { id: id(1), role, kind, name: "赵样工".into() })
}

fn people(view: &View) -> &PeopleView {
    if let View::People(view) = view { view } else { panic!("people") }
}

#[test]
fn of_two_answers_given_at_once_the_safer_stands_and_somebody_is_asked() {
    use ConsentStatus::{Granted, NotAsked, Refused, Withdrawn};
    for (a, b, stands) in
        [(Granted, Refused, Refused), (Withdrawn, Granted, Withdrawn), (NotAsked, Granted, Granted)]
    {
        for order in orders(2) {
            let mut table = Table::new(DocKind::People, &[office(), office()], &[party()]);
            table.write(0, &consent(10, a.clone())).unwrap();
            table.write(1, &consent(11, b.clone())).unwrap();
            let fresh = table.hand_in(&order);
            (0..2).for_each(|device| table.deliver(device, &fresh));
            let view = table.agreed();
            let [consent_view] = &people(&view).consents[..] else { panic!("one consent") };
            assert_eq!((&consent_view.status, consent_view.answers.len()), (&stands, 2));
            let item = &view.review().items[0];
            assert_eq!(item.topic, Topic::Consent);
            // What is answered by somebody who has seen both settles it; so does saying that the safer answer stands.
            let keep = Decision::Decide {
                id: id(30),
                item: item.key,
                choice: Choice::KeepBoth,
                reason: String::new(),
            };
            table.write(0, &Edit::Review(keep)).unwrap();
            assert!(table.view(0).review().items.is_empty());
            table.write(1, &consent(12, Granted)).unwrap();
            let view = table.view(1);
            assert_eq!((&people(&view).consents[0].status, view.review().items.len()), (&Granted, 0));
        }
    }
}

#[test]
fn a_consent_to_provide_names_the_department() {
    let mut table = Table::new(DocKind::People, &[office()], &[party()]);
    let mut edit = consent(10, ConsentStatus::Granted);
    if let Edit::People(People::RecordConsent { scope, .. }) = &mut edit {
        *scope = ConsentScope::ProvideDept;
    }
    assert_eq!(table.write(0, &edit), Err(EditError::Empty));
}

#[test]
fn a_number_is_listed_once_with_its_label_and_when_it_was_found_right() {
    let mut table = Table::new(DocKind::People, &[office()], &[party()]);
    let set = |number: &str, label: &str| {
        Edit::People(People::SetPhone { party: id(1), number: number.into(), label: label.into() })
    };
    table.write(0, &set("120 0000 1001", "本人")).unwrap();
    table.write(0, &set("12000001002", "配偶")).unwrap();
    table.write(0, &set("12000001001", "")).unwrap();
    let verify = People::VerifyPhone { party: id(1), number: "12000001001".into(), at_ms: 9 };
    table.write(0, &Edit::People(verify)).unwrap();
    let view = table.view(0);
    let party = &people(&view).parties[0];
    assert_eq!(party.phone.get().map(String::as_str), Some("12000001001"));
    let listed: Vec<_> =
        party.phones.iter().map(|p| (p.number.as_str(), p.label.as_str(), p.verified_ms)).collect();
    assert_eq!(listed, [("12000001001", "本人", Some(9)), ("12000001002", "配偶", None)]);
    table.write(0, &Edit::People(People::RemovePhone(id(1), "12000001002".into()))).unwrap();
    assert_eq!(people(&table.view(0)).parties[0].phones.len(), 1);
}

#[test]
fn who_looks_at_what_is_masked_is_written_down() {
    let mut table = Table::new(DocKind::People, &[office()], &[party()]);
    let reveal = People::Reveal { id: id(9), party: id(1), what: Masked::Phone };
    table.write(0, &Edit::People(reveal)).unwrap();
    let view = table.view(0);
    assert_eq!((people(&view).reveals.len(), &people(&view).reveals[0].what), (1, &Masked::Phone));
}

#[test]
fn an_edit_of_nobody_and_a_party_added_twice_are_refused() {
    let mut table = Table::new(DocKind::People, &[office()], &[party()]);
    assert_eq!(
        table.write(0, &Edit::People(People::SetName(id(7), "无此人".into()))),
        Err(EditError::NoItem)
    );
    assert_eq!(table.write(0, &party()), Err(EditError::Twice));
    let long = Edit::People(People::SetAddress(id(1), "长".repeat(201)));
    assert_eq!(table.write(0, &long), Err(EditError::TooLong { limit: 200 }));
}
