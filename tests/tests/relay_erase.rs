//! Is what was erased gone: from the relay's files, from every tablet, and whatever old copy is put back?

use std::fs;
use std::path::Path;

use client::engine::api::{Answer, Ask, Told, Topic, View};
use client::engine::disk::Table;
use record::enums::{Category, Channel, PartyKind, PartyRole};
use record::{Edit, Heads, ItemId, case, people};
use shared::entry::Entry;
use shared::ids::{DocId, DocKind};
use shared::roll::Role;
use tests::people::{found, invite, join, trouble};
use tests::relay::restored::{held, run};
use tests::tablet::{NativeTablet, come_back, come_to_rest};

const PARTY: ItemId = ItemId([1; 16]);

fn party() -> Vec<Edit> {
    vec![
        Edit::Case(case::Edit::SetCategory(Category::Wages)),
        Edit::People(people::Edit::AddParty {
            id: PARTY,
            role: PartyRole::Applicant,
            kind: PartyKind::Person,
            name: "赵样工".to_owned(),
        }),
        phone("12000001001"),
    ]
}

fn phone(number: &str) -> Edit {
    Edit::People(people::Edit::SetPhone { party: PARTY, number: number.to_owned(), label: String::new() })
}

async fn new_case(tablet: &mut NativeTablet) -> DocId {
    match tablet.ask(Ask::NewCase(Channel::FieldVisit, party())).await {
        Answer::Made(case) => case,
        other => panic!("no case was made: {other:?}"),
    }
}

/// Whether a file of a folder holds a piece of an entry that only it has.
fn lies_in(folder: &Path, entry: &Entry) -> bool {
    let files =
        fs::read_dir(folder).expect("the folder is there").filter_map(|it| fs::read(it.ok()?.path()).ok());
    let needle = &entry.body()[..32];
    files.into_iter().any(|bytes| bytes.windows(needle.len()).any(|it| it == needle))
}

/// What the tablet shows of a case: whether the case, its story, its people are there.
async fn shown(tablet: &mut NativeTablet, case: DocId) -> (bool, bool, bool) {
    let view = tablet.tablet.engine().expect("somebody is there").view(&Topic::Case(case)).await;
    let Some(View::Case(screen)) = view else { return (false, false, false) };
    (true, screen.story.is_some(), screen.people.is_some())
}

/// No row of these documents is on the tablet.
async fn assert_wiped(tablet: &mut NativeTablet, docs: &[DocId]) {
    let disk = tablet.disk().await;
    for table in [Table::Entries, Table::Kept, Table::Aside, Table::Cards, Table::Wanted] {
        assert!(docs.iter().all(|doc| disk.rows(table, &doc.0).is_empty()), "{table:?}");
    }
}

#[test]
fn what_is_erased_is_gone_from_every_file_and_tablet_and_no_old_copy_brings_it_back() {
    run(async |mut bench| {
        let mut office = found(bench.address, bench.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut one = join(bench.address, &code, "wenyangben", "P01").await;
        let code = invite(&mut office, "邬演示", Role::Member).await;
        let mut two = join(bench.address, &code, "wuyanshi", "P02").await;
        let case = new_case(&mut one).await;
        let docs = [case.sibling(DocKind::Story), case.sibling(DocKind::People)];
        one.up_to_date().await;
        let second = two.tablet.engine().expect("it is open").session().person;
        assert_eq!(one.ask(Ask::Share(case, second)).await, Answer::Done);
        come_to_rest(&mut [&mut one, &mut two, &mut office]).await;
        assert_eq!(shown(&mut two, case).await, (true, true, true));
        let erased: Vec<_> = held(&one.disk().await)
            .into_values()
            .map(|(_, it)| it)
            .filter(|it| docs.contains(&it.header.doc))
            .collect();
        assert!(erased.len() >= 6, "{}", erased.len());
        assert!(erased.iter().all(|it| lies_in(&bench.data(), it)), "they would be found");
        bench.copy();

        // somebody without a network writes in it, and elsewhere
        bench.stop();
        let written = two.ask(Ask::Write(docs[1], phone("12000001002"), Heads::default())).await;
        assert!(matches!(written, Answer::Written(_)), "{written:?}");
        let elsewhere = new_case(&mut two).await;
        bench.go_on();

        come_back(&mut office).await;
        come_back(&mut one).await;
        let forbidden = one.ask(Ask::Erase(case)).await;
        assert_eq!(trouble(&forbidden), Some("forbidden"), "only a first convener erases");
        assert_eq!(office.ask(Ask::Erase(case)).await, Answer::Done);
        come_to_rest(&mut [&mut one, &mut office]).await;
        assert!(
            !erased.iter().any(|it| lies_in(&bench.data(), it)),
            "no byte is left in any file of the relay"
        );
        for tablet in [&mut one, &mut office] {
            assert_wiped(tablet, &docs).await;
            assert_eq!(
                shown(tablet, case).await,
                (true, false, false),
                "the case stays, so every count does"
            );
            assert!(
                tablet.told().iter().any(|it| matches!(it, Told::Erased(_, why) if why.code == "erased"))
            );
        }
        let again = office.ask(Ask::Erase(case)).await;
        assert_eq!(trouble(&again), Some("not-here"));

        come_back(&mut two).await;
        come_to_rest(&mut [&mut two, &mut office]).await;
        assert_wiped(&mut two, &docs).await;
        let told = two.told();
        assert!(
            told.iter().any(
                |it| matches!(it, Told::Erased(doc, why) if *doc == docs[1] && why.code == "erased-unsent")
            ),
            "{told:?}"
        );
        assert_eq!(shown(&mut office, elsewhere).await, (true, true, true), "nothing else is lost");

        // an old copy of the database under the ledger
        let old = bench.put_back_and_look(&erased);
        assert_eq!(old, 0, "it is destroyed again before anybody is served");
        for tablet in [&mut office, &mut one, &mut two] {
            come_back(tablet).await;
        }
        come_to_rest(&mut [&mut office, &mut one, &mut two]).await;
        let log = bench.log();
        assert!(!log.keys().any(|(doc, ..)| docs.contains(doc)));
        assert!(log.keys().any(|(doc, ..)| *doc == elsewhere));

        // and one whose ledger is lost as well: the tablets keep the erasure for good
        for tablet in [&mut office, &mut one, &mut two] {
            come_back(tablet).await;
        }
        bench.lose_ledger();
        let old = bench.put_back_and_look(&erased);
        assert_eq!(old, erased.len(), "now they are back");
        for tablet in [&mut one, &mut office, &mut two] {
            come_back(tablet).await;
        }
        come_to_rest(&mut [&mut office, &mut one, &mut two]).await;
        assert!(!bench.log().keys().any(|(doc, ..)| docs.contains(doc)));
        assert!(!erased.iter().any(|it| lies_in(&bench.data(), it)));
        for tablet in [&mut office, &mut one, &mut two] {
            assert_wiped(tablet, &docs).await;
        }
    });
}
