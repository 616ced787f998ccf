//! The demo file is written into documents as the loader does it, and comes out as it went in.

use super::*;
use crate::digest::{Digest, join};
use crate::enums::Status;
use crate::search::Query;
use crate::testing::{Table, office};
use crate::view::View;
use std::collections::BTreeMap;

const DEMO: &str = include_str!("../../../../tests/fixtures/demo-cases.json");

fn person(key: &str) -> Option<PersonId> {
    let mut bytes = [0; 16];
    bytes[..3].copy_from_slice(key.as_bytes().get(..3)?);
    Some(PersonId(bytes))
}

fn cases(demo: &Demo) -> Vec<DemoCase> {
    let mut next = 0u128;
    let mut item = || {
        next += 1;
        ItemId(next.to_be_bytes())
    };
    demo.cases(&person, &mut item).unwrap()
}

fn written(case: &DemoCase) -> BTreeMap<DocKind, Table> {
    let kinds = [DocKind::Case, DocKind::Story, DocKind::People];
    let mut tables: BTreeMap<DocKind, Table> =
        kinds.into_iter().map(|kind| (kind, Table::new(kind, &[office()], &[]))).collect();
    let roles = Roles::of(&[Role::FirstConvener, Role::Member]);
    for edit in &case.edits {
        let table = tables.get_mut(&edit.doc).unwrap();
        table.devices[0].roles = roles;
        table.write(0, &edit.edit).unwrap_or_else(|error| panic!("{}: {error}: {:?}", case.key, edit.edit));
        assert_eq!(edit.edit.also(edit.doc), None, "reasons are given as edits of their own");
    }
    tables
}

use crate::enums::Roles;

#[test]
fn every_case_reaches_its_final_status_and_nothing_is_left_to_review() {
    let demo = Demo::read(DEMO).unwrap();
    let cases = cases(&demo);
    assert_eq!(cases.len(), 12);
    let mut by_status: BTreeMap<String, u64> = BTreeMap::new();
    for (case, in_file) in cases.iter().zip(&demo.file.cases) {
        let tables = written(case);
        for table in tables.values() {
            assert_eq!(table.view(0).review().items, [], "{}", case.key);
        }
        let View::Case(view) = tables[&DocKind::Case].view(0) else { panic!("a case") };
        assert_eq!(view.status.current.code(), in_file.final_status, "{}", case.key);
        assert_eq!(view.status.log.len(), in_file.status_log.len());
        assert!(view.status.log.iter().all(|step| step.counts));
        *by_status.entry(view.status.current.code().to_owned()).or_default() += 1;
        let View::People(people) = tables[&DocKind::People].view(0) else { panic!("people") };
        assert_eq!(people.parties.len(), in_file.parties.len());
        let View::Story(story) = tables[&DocKind::Story].view(0) else { panic!("a story") };
        assert_eq!(story.interviews.len(), in_file.interviews.len());
        assert!(!case.team.is_empty());
    }
    let file: serde_json::Value = serde_json::from_str(DEMO).unwrap();
    let expected: BTreeMap<String, u64> =
        serde_json::from_value(file["expected_statistics"]["by_status"].clone()).unwrap();
    assert_eq!(by_status, expected);
}

#[test]
fn names_become_tags_and_none_is_left_in_a_narrative() {
    let demo = Demo::read(DEMO).unwrap();
    let (case, in_file) = (&cases(&demo)[0], &demo.file.cases[0]);
    let View::Story(story) = written(case)[&DocKind::Story].view(0) else { panic!("a story") };
    let narrative = &story.interviews[0].narrative.text;
    assert!(narrative.starts_with("来访人{P1}称,"), "{narrative}");
    assert!(in_file.parties.iter().all(|party| !narrative.contains(&party.name)));
}

#[test]
fn a_case_is_found_by_name_initials_number_and_the_tail_of_a_phone() {
    let demo = Demo::read(DEMO).unwrap();
    let mut rows = Vec::new();
    for case in cases(&demo) {
        let digests: Vec<Digest> =
            written(&case).values().filter_map(|t| t.devices[0].doc.digest()).collect();
        let read_back: Vec<Digest> =
            digests.iter().map(|digest| Digest::from_bytes(&digest.to_bytes()).unwrap()).collect();
        assert_eq!(digests, read_back);
        let (row, words) = join(&read_back).unwrap();
        rows.push((case.key, row, words));
    }
    let found = |typed: &str| {
        let query = Query::parse(typed);
        rows.iter()
            .filter(|(_, _, words)| query.matches(words))
            .map(|(key, ..)| key.as_str())
            .collect::<Vec<_>>()
    };
    for typed in ["赵样工", "zyg", "zhaoyanggong", "0007号", "1001", "坠落", "赵某样工地", "劳务 1003"]
    {
        assert_eq!(found(typed), ["C01"], "{typed}");
    }
    assert_eq!(found("").len(), 12);
    assert_eq!(found("没有这样的案件"), Vec::<&str>::new());
    let (_, row, _) = &rows[0];
    assert_eq!(row.parties[..2], ["赵某", "钱某"]);
    assert_eq!((row.is_official, &row.status), (true, &Status::Archived));
    assert!(row.around.has_visitor && row.around.has_consent && row.around.has_appeal);
    assert!(minicbor::to_vec(row).unwrap().len() < 1_000);
}

#[test]
fn the_studio_has_its_people_and_says_what_waits() {
    let demo = Demo::read(DEMO).unwrap();
    let people = demo.people();
    assert_eq!((people.len(), people[0].key.as_str()), (12, "M01"));
    let edits = demo.studio_edits(&person).unwrap();
    let mut table = Table::new(DocKind::Studio, &[office()], &[]);
    edits.iter().for_each(|edit| table.write(0, edit).unwrap());
    let View::Studio(studio) = table.view(0) else { panic!("a studio") };
    assert_eq!(studio.people.len(), 12);
    assert_eq!(studio.display_name(person("M02").unwrap()), Some("温样本"));
    assert!(demo.waits().contains(&"12 activities".to_owned()));
    assert!(cases(&demo)[0].waits.contains(&"1 agreement".to_owned()));
    assert!(matches!(demo.studio_edits(&|_| None), Err(DemoError::NoSuchPerson(_))));
}

#[test]
fn something_else_than_the_demo_file_is_refused() {
    assert!(matches!(Demo::read("{}"), Err(DemoError::Json(_))));
    assert!(Demo::read("").is_err());
}
