//! What becomes of a studio whose relay was put back from an old copy of its database? Tablets without a browser, over
//! real sockets, and the real relay.

use std::collections::BTreeSet;

use client::engine::api::{Answer, Ask, Tick, Topic, View};
use record::enums::{Category, Channel};
use record::{Edit, Heads, case};
use shared::ids::DocId;
use shared::roll::Role;
use tests::people::{PASSPHRASE, found, invite, join, log_in};
use tests::relay::restored::{Bench, held, run};
use tests::tablet::{NativeTablet, come_back, come_to_rest};

async fn write(tablet: &mut NativeTablet, cases: usize) -> Vec<DocId> {
    let mut made = Vec::new();
    for _ in 0..cases {
        let edits = vec![Edit::Case(case::Edit::SetCategory(Category::Wages))];
        match tablet.ask(Ask::NewCase(Channel::Phone, edits)).await {
            Answer::Made(case) => made.push(case),
            other => panic!("no case was made: {other:?}"),
        }
    }
    tablet.up_to_date().await;
    made
}

async fn tick(tablet: &mut NativeTablet, case: DocId) -> Option<Tick> {
    match tablet.tablet.engine()?.view(&Topic::Case(case)).await? {
        View::Case(screen) => Some(screen.tick),
        _ => None,
    }
}

/// The tablet shows these cases as come to the office.
async fn assert_reached(tablet: &mut NativeTablet, cases: &[DocId]) {
    for case in cases {
        let mut seen = None;
        for _ in 0..200 {
            seen = tick(tablet, *case).await;
            if seen == Some(Tick::Reached) {
                break;
            }
            let until = tokio::time::Instant::now() + std::time::Duration::from_millis(25);
            tablet.until(|_| tokio::time::Instant::now() >= until).await;
        }
        assert_eq!(seen, Some(Tick::Reached));
    }
}

/// The office holds all that the relay holds, the others all that they may read; everybody at the same places.
async fn assert_agree(bench: &mut Bench, office: &mut NativeTablet, others: &mut [&mut NativeTablet]) {
    let log = bench.log();
    assert_eq!(held(&office.disk().await), log);
    for tablet in others {
        let held = held(&tablet.disk().await);
        assert!(!held.is_empty());
        for (name, kept) in &held {
            assert_eq!(log.get(name), Some(kept));
        }
        let docs: BTreeSet<_> = held.keys().map(|(doc, ..)| *doc).collect();
        let of_docs = log.keys().filter(|(doc, ..)| docs.contains(doc)).count();
        assert_eq!(held.len(), of_docs, "documents are whole");
    }
}

struct People {
    office: NativeTablet,
    one: NativeTablet,
    two: NativeTablet,
}

/// An office and two members, each on a tablet of their own.
async fn people(bench: &Bench) -> People {
    let mut office = found(bench.address, bench.token.clone()).await;
    let code = invite(&mut office, "温样本", Role::Member).await;
    let one = join(bench.address, &code, "wenyangben", "P01").await;
    let code = invite(&mut office, "邬演示", Role::Member).await;
    let two = join(bench.address, &code, "wuyanshi", "P02").await;
    office.up_to_date().await;
    People { office, one, two }
}

#[test]
fn a_database_that_is_put_back_gets_everything_back_and_every_tick_returns() {
    run(async |mut bench| {
        let People { mut office, mut one, mut two } = people(&bench).await;
        let mut of_one = write(&mut one, 15).await;
        bench.copy();
        come_back(&mut office).await;
        come_back(&mut one).await;
        come_back(&mut two).await;
        // 300 documents in all
        of_one.extend(write(&mut one, 20).await);
        let of_two = write(&mut two, 35).await;
        let of_office = write(&mut office, 30).await;
        office.up_to_date().await;
        let before = bench.log();
        for tablet in [&mut office, &mut one, &mut two] {
            come_back(tablet).await;
        }

        bench.put_back();
        for tablet in [&mut one, &mut two, &mut office] {
            come_back(tablet).await;
        }
        come_to_rest(&mut [&mut office, &mut one, &mut two]).await;
        for (tablet, cases) in [(&mut one, &of_one), (&mut two, &of_two), (&mut office, &of_office)] {
            assert_reached(tablet, cases).await;
        }
        let after = bench.log();
        for tablet in [&mut office, &mut one, &mut two] {
            come_back(tablet).await;
        }
        assert_eq!(
            before.keys().collect::<Vec<_>>(),
            after.keys().collect::<Vec<_>>(),
            "nothing is lost or new"
        );
        assert_agree(&mut bench, &mut office, &mut [&mut one, &mut two]).await;
    });
}

#[test]
fn a_relay_that_went_on_for_a_hundred_entries_after_it_was_put_back_loses_neither_those_nor_the_old() {
    run(async |mut bench| {
        let People { mut office, mut one, mut two } = people(&bench).await;
        write(&mut one, 5).await;
        bench.copy();
        come_back(&mut one).await;
        come_back(&mut two).await;
        come_back(&mut office).await;
        let of_one = write(&mut one, 4).await;
        let of_two = write(&mut two, 4).await;
        office.up_to_date().await;
        come_to_rest(&mut [&mut office, &mut one, &mut two]).await;
        let head = bench.log().len();
        bench.put_back();
        // the founder comes on a new device before anybody else does, and writes
        let mut newer = log_in(bench.address, "xushili", "P09", false).await;
        let of_newer = write(&mut newer, 30).await;
        let log = bench.log();
        assert!(
            log.len() > head,
            "{} entries, and there were {head}: the head has passed the cursors",
            log.len()
        );
        for tablet in [&mut one, &mut two, &mut office, &mut newer] {
            come_back(tablet).await;
        }
        come_to_rest(&mut [&mut office, &mut one, &mut two, &mut newer]).await;
        for (tablet, cases) in [(&mut one, &of_one), (&mut two, &of_two), (&mut newer, &of_newer)] {
            assert_reached(tablet, cases).await;
        }
        assert_agree(&mut bench, &mut office, &mut [&mut one, &mut two, &mut newer]).await;
        let log = bench.log();
        let docs: BTreeSet<_> = log.keys().map(|(doc, ..)| *doc).collect();
        assert!(of_one.iter().chain(&of_two).chain(&of_newer).all(|case| docs.contains(case)));
    });
}

#[test]
fn a_tablet_whose_disk_was_put_back_and_went_on_writing_loses_nothing_and_goes_on_under_a_new_key() {
    run(async |bench| {
        let mut office = found(bench.address, bench.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut one = join(bench.address, &code, "wenyangben", "P01").await;
        let case = write(&mut one, 1).await.remove(0);
        let disk = one.disk().await;
        let old = disk.copy();
        let set =
            |category| Ask::Write(case, Edit::Case(case::Edit::AddSecondary(category)), Heads::default());
        assert!(matches!(one.ask(set(Category::Family)).await, Answer::Written(_)));
        one.up_to_date().await;
        let (studio, person, before) = {
            let session = one.tablet.engine().expect("it is open").session();
            (session.studio, session.person, session.device)
        };
        assert_eq!(one.ask(Ask::Lock).await, Answer::Done);
        disk.put_back(&old);
        assert_eq!(one.ask(Ask::Unlock(studio, person, PASSPHRASE.to_owned())).await, Answer::Done);
        assert!(matches!(one.ask(set(Category::Housing)).await, Answer::Written(_)));
        one.until(|it| it.tablet.engine().is_some_and(|engine| engine.session().device != before)).await;
        come_to_rest(&mut [&mut one, &mut office]).await;
        for tablet in [&mut one, &mut office] {
            let view = tablet.tablet.engine().expect("it is open").view(&Topic::Case(case)).await;
            let Some(View::Case(screen)) = view else { panic!("the case is shown") };
            let codes: Vec<_> = screen.case.secondary.iter().map(|it| format!("{it:?}")).collect();
            assert_eq!(codes.len(), 2, "both are there: {codes:?}");
        }
        let device = one.tablet.engine().expect("it is open").session().device;
        assert_eq!(one.ask(Ask::Lock).await, Answer::Done);
        assert_eq!(one.ask(Ask::Unlock(studio, person, PASSPHRASE.to_owned())).await, Answer::Done);
        assert_eq!(one.tablet.engine().expect("it is open").session().device, device, "for good");
    });
}

#[test]
fn a_roll_that_forked_keeps_the_relays_branch_and_what_was_written_on_the_other_is_not_lost() {
    run(async |mut bench| {
        let mut office = found(bench.address, bench.token.clone()).await;
        bench.copy();
        come_back(&mut office).await;
        // somebody joins and writes; the relay is put back to before that
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut late = join(bench.address, &code, "wenyangben", "P01").await;
        let written = write(&mut late, 2).await;
        come_to_rest(&mut [&mut late, &mut office]).await;
        bench.put_back();
        // the founder comes on a new device first: the roll goes on elsewhere
        let mut newer = log_in(bench.address, "xushili", "P09", false).await;
        let newest = write(&mut newer, 2).await;
        come_back(&mut office).await;
        come_to_rest(&mut [&mut newer, &mut office]).await;
        for tablet in [&mut office, &mut newer] {
            for case in written.iter().chain(&newest) {
                let view = tablet.tablet.engine().expect("it is open").view(&Topic::Case(*case)).await;
                assert!(matches!(view, Some(View::Case(_))), "nothing is lost");
            }
            let view = tablet.tablet.engine().expect("it is open").view(&Topic::People).await;
            let Some(View::People(people)) = view else { panic!("the people are shown") };
            assert_eq!(people.redo, 2, "an invitation and a joining are to be done again");
        }
        assert_agree(&mut bench, &mut office, &mut [&mut newer]).await;
    });
}
