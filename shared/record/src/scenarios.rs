//! The concurrent-edit scenarios of the demo file that these documents hold, on three devices, in every order.

use crate::case::{CaseView, Edit as Case, Imported};
use crate::document::Document;
use crate::edit::{Edit, EditError};
use crate::enums::{InterviewKind, Level, PartyKind, PartyRole, Status};
use crate::names::Place;
use crate::people::Edit as People;
use crate::review::{Choice, Edit as Decision, Topic};
use crate::story::{Edit as Story, TextField};
use crate::testing::{Table, id, office, orders, person};
use crate::value::Fact;
use crate::view::View;
use serde_json::Value as Json;
use shared::ids::DocKind;

const DEMO: &str = include_str!("../../../tests/fixtures/demo-cases.json");

fn scenario(name: &str) -> Json {
    let demo: Json = serde_json::from_str(DEMO).unwrap();
    let all = demo["concurrent_edit_scenarios"].as_array().unwrap().clone();
    all.into_iter().find(|scenario| scenario["id"] == name).unwrap()
}

/// Hands in and feeds three devices in every order, and gives each outcome to `check`: all must agree.
fn in_every_order(
    kind: DocKind,
    setup: &[Edit],
    edits: [&dyn Fn(&mut Table); 3],
    check: impl Fn(&mut Table, View),
) {
    for handing in orders(3) {
        for feeding in orders(3) {
            let mut table = Table::new(kind, &[office(); 3], setup);
            edits.iter().for_each(|edit| edit(&mut table));
            let fresh = table.hand_in(&handing);
            for device in 0..3 {
                let mut feed = fresh.clone();
                feed.sort_by_key(|entry| {
                    let own = table.log[*entry].origin.author.person.0[0] as usize - 1;
                    feeding.iter().position(|turn| *turn == own)
                });
                // Entries of one device in one order or the other: those that come too early wait.
                if device == 1 {
                    feed.reverse();
                }
                table.deliver(device, &feed);
            }
            let view = table.agreed();
            check(&mut table, view);
        }
    }
}

fn position(doc: &Document, text: &str) -> u32 {
    let Some(View::Story(story)) = doc.view() else { panic!("a story") };
    let narrative = &story.interviews[0].narrative.text;
    let byte = narrative.find(text).unwrap();
    narrative[..byte].encode_utf16().count() as u32
}

fn splice(table: &mut Table, device: usize, before: &str, delete: u32, insert: &str) {
    let doc = &table.devices[device].doc;
    let (at, index) = (doc.heads(), position(doc, before));
    let insert = insert.to_owned();
    let edit = Story::SpliceText { field: TextField::Narrative(id(1)), at, index, delete, insert };
    table.write(device, &Edit::Story(edit)).unwrap();
}

#[test]
fn x01_asker_and_recorder_write_one_paragraph_while_the_office_corrects_the_title() {
    let scenario = scenario("X01");
    let base = scenario["base"].as_str().unwrap();
    let (text, title) = scenario["expected"].as_str().unwrap().split_once("标题为").unwrap();
    assert!(title.contains("S02"));
    let title = "赵某样工坠落受伤赔偿纠纷";
    assert!(scenario["O"]["op"].as_str().unwrap().contains(title));
    let setup = [
        Edit::Story(Story::AddInterview {
            id: id(1),
            kind: InterviewKind::Reception,
            start_ms: 1,
            interviewer: person(1),
            recorder: person(2),
            supplement_to: None,
        }),
        Edit::Story(Story::SpliceText {
            field: TextField::Narrative(id(1)),
            at: Default::default(),
            index: 0,
            delete: 0,
            insert: base.into(),
        }),
        Edit::Story(Story::SetTitle("赵某样工地坠落受伤赔偿纠纷".into())),
    ];
    let asker = |table: &mut Table| {
        let end = base.encode_utf16().count() as u32;
        let at = table.devices[0].doc.heads();
        let insert = "当日由班组送医,住院十一天。".to_owned();
        let edit =
            Story::SpliceText { field: TextField::Narrative(id(1)), at, index: end, delete: 0, insert };
        table.write(0, &Edit::Story(edit)).unwrap();
    };
    let recorder = |table: &mut Table| {
        splice(table, 1, "2月26日", 0, "2026年");
        splice(table, 1, "三层", 0, "某安置楼");
    };
    let clerk = |table: &mut Table| table.write(2, &Edit::Story(Story::SetTitle(title.into()))).unwrap();
    in_every_order(DocKind::Story, &setup, [&asker, &recorder, &clerk], |_, view| {
        let View::Story(story) = &view else { panic!("a story") };
        assert_eq!(story.interviews[0].narrative.text, text);
        assert_eq!(story.title.get().map(String::as_str), Some(title));
        assert_eq!(view.review().items.len(), 1);
        let item = &view.review().items[0];
        assert_eq!((item.topic, &item.level), (Topic::Paragraph, &Level::Info));
        assert_eq!(item.place, Place::of("interviews", id(1), "narrative"));
    });
}

#[test]
fn x02_a_party_has_two_numbers_until_somebody_picks_one() {
    let scenario = scenario("X02");
    let candidates: Vec<&str> =
        scenario["review"][0]["candidates"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    let set = |number: &str, label: &str| {
        Edit::People(People::SetPhone { party: id(2), number: number.into(), label: label.into() })
    };
    let setup = [
        Edit::People(People::AddParty {
            id: id(2),
            role: PartyRole::Respondent,
            kind: PartyKind::Person,
            name: "钱示包".into(),
        }),
        set(scenario["base"].as_str().unwrap(), ""),
    ];
    let a = |table: &mut Table| table.write(0, &set(candidates[0], "当面问到")).unwrap();
    let b = |table: &mut Table| table.write(1, &set(candidates[1], "名片")).unwrap();
    let address = "样例区南江街道新址(演示)";
    assert!(scenario["O"]["op"].as_str().unwrap().contains(address));
    let office =
        |table: &mut Table| table.write(2, &Edit::People(People::SetAddress(id(2), address.into()))).unwrap();
    in_every_order(DocKind::People, &setup, [&a, &b, &office], |table, view| {
        let View::People(people) = &view else { panic!("people") };
        let party = &people.parties[0];
        assert_eq!(party.address.get().map(String::as_str), Some(address));
        assert!(!party.address.is_disputed());
        let mut shown: Vec<_> = party.phone.values.iter().map(|value| value.value.as_str()).collect();
        shown.sort();
        assert_eq!(shown, candidates);
        let people_seen: Vec<_> = party.phone.values.iter().map(|value| value.written.person).collect();
        assert!(people_seen.contains(&person(1)) && people_seen.contains(&person(2)));
        assert!(party.phones.iter().any(|phone| phone.label == "名片"));
        let [item] = &view.review().items[..] else { panic!("one item") };
        assert_eq!((item.topic, &item.level), (Topic::Values, &Level::Warn));
        assert_eq!(item.base, Some(Fact::Text(scenario["base"].as_str().unwrap().into())));
        let choice = Choice::Use(item.candidates[0].change);
        let decide = Decision::Decide { id: id(9), item: item.key, choice, reason: "打通了".into() };
        table.write(2, &Edit::Review(decide)).unwrap();
        table.sync();
        let View::People(people) = table.agreed() else { panic!("people") };
        assert_eq!(people.parties[0].phone.values.len(), 1);
        let [decided] = &people.review.decided[..] else { panic!("one decision") };
        assert_eq!((decided.by.person, decided.reason.as_deref()), (person(3), Some("打通了")));
        let past = table.devices[0].doc.past_values(&item.place);
        assert!(candidates.iter().all(|number| past.iter().any(|v| v.value == Fact::Text((*number).into()))));
    });
}

#[test]
fn x03_three_steps_that_exclude_each_other_wait_for_the_convener() {
    let scenario = scenario("X03");
    let targets: Vec<Status> = (scenario["review"][0]["candidates"].as_array().unwrap().iter())
        .map(|code| Status::from_code(code.as_str().unwrap()).unwrap())
        .collect();
    // These steps wait for sessions and slips, so they are brought in.
    let import = |first: u8, steps: &[Status]| {
        let steps = steps.iter().enumerate().map(|(i, to)| Imported {
            id: id(first + i as u8),
            to: to.clone(),
            by: person(first),
            happened_ms: i64::from(first),
        });
        Edit::Case(Case::Import(steps.collect()))
    };
    let setup = [import(
        1,
        &[Status::Draft, Status::Registered, Status::Accepted, Status::Investigating, Status::Consulting],
    )];
    let write = |device: usize| {
        let edit = import(20 + device as u8, &targets[device..=device]);
        move |table: &mut Table| table.write(device, &edit).unwrap()
    };
    let (a, b, c) = (write(0), write(1), write(2));
    in_every_order(DocKind::Case, &setup, [&a, &b, &c], |table, view| {
        let shown = case(&view);
        assert_eq!(shown.status.current.code(), scenario["base"].as_str().unwrap());
        assert_eq!((shown.status.disputed, shown.status.log.len()), (3, 8));
        let [item] = &view.review().items[..] else { panic!("one item") };
        assert_eq!((item.topic, &item.level, item.candidates.len()), (Topic::Status, &Level::Block, 3));
        let digest = table.devices[0].doc.digest();
        let Some(crate::Digest::Case(digest)) = digest else { panic!("a case") };
        assert_eq!((digest.disputed, digest.status), (3, Status::Consulting));
        let blocked =
            Case::MoveStatus { id: id(40), to: Status::Suspended, happened_ms: 1, reason: "…".into() };
        assert_eq!(table.write(2, &Edit::Case(blocked)), Err(EditError::StatusDisputed(3)));
        let chosen = item.candidates.iter().find(|it| it.value == Fact::Text("transferred".into())).unwrap();
        let choice = Choice::Use(chosen.change);
        let decide =
            Decision::Decide { id: id(30), item: item.key, choice, reason: "镇政府来电".into() };
        table.write(0, &Edit::Review(decide)).unwrap();
        table.sync();
        let view = table.agreed();
        let shown = case(&view);
        assert_eq!((&shown.status.current, shown.status.disputed), (&Status::Transferred, 0));
        let resolved = shown.status.log.iter().find(|step| step.id == id(30)).unwrap();
        assert_eq!(resolved.after.len(), 3);
        let told: Vec<_> = view.review().told.iter().map(|told| told.person).collect();
        assert_eq!(told, [person(20), person(21)], "those whose step does not stand");
        // The three and the one that follows them.
        assert_eq!(shown.status.log.len() - 5, 4);
        assert!(view.review().items.is_empty());
    });
}

fn case(view: &View) -> &CaseView {
    if let View::Case(view) = view { view } else { panic!("a case") }
}
