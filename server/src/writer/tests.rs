use shared::entry::Kind;
use shared::ids::{DocId, DocKind};
use shared::roll::RollBody;
use shared::sync::Reason;

use super::*;
use crate::ledger::Ledger;
use crate::store::{SessionRow, Store, StudioRow};
use crate::studio::load;
use crate::testing::{Bench, Founder, Mood, case};

async fn founded() -> Bench {
    let bench = Bench::new(Limits::default());
    assert_eq!(bench.push(vec![bench.founding.clone()]).await, [Ok(1)]);
    bench
}

fn on_disk(bench: &Bench) -> StudioRow {
    bench.store.studios().unwrap().remove(0)
}

#[tokio::test]
async fn no_receipt_and_no_news_before_the_disk_has_it() {
    let bench = founded().await;
    let doc = case();
    assert_eq!(bench.push(vec![bench.founder.grant(doc)]).await, [Ok(2)]);
    bench.writer.run(|_| ()).await.unwrap();
    let moved = bench.studio.moved.subscribe();
    let gate = bench.store.gate.lock().await;
    let mut push = Box::pin(bench.push(vec![bench.founder.change(doc, 2)]));
    bench.until_it_waits(&mut push).await;
    assert!(futures::poll!(&mut push).is_pending(), "the receipt came early");
    assert!(!moved.has_changed().unwrap(), "the news came early");
    assert_eq!(bench.studio.state.try_read().expect("reading goes on while the disk is busy").head, 2);
    assert!(bench.studio.ring.read().unwrap().after(2, 1 << 20).unwrap().entries.is_empty());
    drop(gate);
    assert_eq!(push.await, [Ok(3)]);
    // the news follow the receipt on the writer's own thread
    bench.writer.run(|_| ()).await.unwrap();
    assert!(moved.has_changed().unwrap());
    assert_eq!((bench.studio.state.read().await.head, on_disk(&bench).head), (3, 3));
}

#[tokio::test]
async fn nobody_acts_on_a_right_that_is_not_on_the_disk() {
    let bench = founded().await;
    let gate = bench.store.gate.lock().await;
    let mut push = Box::pin(bench.push(vec![bench.founder.grant(case())]));
    bench.until_it_waits(&mut push).await;
    assert!(bench.studio.state.try_read().is_err(), "the right could be seen");
    drop(gate);
    assert_eq!(push.await, [Ok(2)]);
}

#[tokio::test]
async fn what_comes_while_a_batch_is_written_is_the_next_batch() {
    let bench = founded().await;
    let before = *bench.store.arrived.borrow();
    let gate = bench.store.gate.lock().await;
    let mut first = Box::pin(bench.push(vec![bench.founder.grant(case())]));
    bench.until_it_waits(&mut first).await;
    let others = (0..20).map(|_| bench.push(vec![bench.founder.grant(case())]));
    let mut others = Box::pin(futures::future::join_all(others));
    assert!(futures::poll!(&mut others).is_pending(), "all of them are handed over now");
    drop(gate);
    assert_eq!(first.await, [Ok(2)]);
    let mut positions: Vec<_> = others.await.into_iter().flatten().map(Result::unwrap).collect();
    positions.sort();
    assert_eq!(positions, (3..=22).collect::<Vec<_>>());
    assert_eq!(*bench.store.arrived.borrow() - before, 2, "one entry, then all the others");
}

#[tokio::test]
async fn when_the_disk_fails_all_of_the_batch_is_refused_and_nothing_of_it_remains() {
    for mood in [Mood::Full, Mood::Failing] {
        let bench = founded().await;
        let (old, new) = (case(), case());
        let kept = bench.founder.grant(old);
        assert_eq!(bench.push(vec![kept.clone()]).await, [Ok(2)]);
        *bench.store.mood.lock().unwrap() = mood;
        let founder = &bench.founder;
        let batch = vec![founder.grant(new), founder.change(new, 2), founder.change(new, 4), kept];
        let said = bench.push(batch.clone()).await;
        let disk = Err(Reason::Disk);
        assert_eq!(said, [disk, disk, disk, Ok(2)], "what was kept before stays kept");
        let state = bench.studio.state.read().await;
        assert_eq!((state.head, state.rights.knows(new), state.rights.knows(old)), (2, false, true));
        assert_eq!(state.rights, folded(&bench).rights);
        drop(state);
        *bench.store.mood.lock().unwrap() = Mood::Willing;
        let said = bench.push(batch).await;
        assert_eq!(said, [Ok(3), Ok(4), Err(Reason::Gap), Ok(2)], "the positions were not used up");
        assert_eq!(bench.push(vec![founder.change(new, 3)]).await, [Ok(5)]);
    }
}

#[tokio::test]
async fn nothing_is_judged_by_what_never_came_to_a_disk_that_cannot_be_read_either() {
    let bench = founded().await;
    let (founder, doc) = (&bench.founder, case());
    *bench.store.mood.lock().unwrap() = Mood::Dead;
    assert_eq!(bench.push(vec![founder.grant(doc)]).await, [Err(Reason::Disk)]);
    // memory may hold the grant, the disk does not: a change that rests on it is not taken
    assert_eq!(bench.push(vec![founder.change(doc, 2)]).await, [Err(Reason::Disk)]);
    *bench.store.mood.lock().unwrap() = Mood::Willing;
    let said = bench.push(vec![founder.change(doc, 2)]).await;
    assert!(matches!(said[..], [Err(Reason::Forbidden | Reason::Gap)]), "{said:?}");
    let said = bench.push(vec![founder.grant(doc), founder.change(doc, 2)]).await;
    assert_eq!(said, [Ok(2), Ok(3)]);
    assert_eq!(folded(&bench).rights, bench.studio.state.read().await.rights);
}

#[tokio::test]
async fn the_same_entry_twice_has_one_receipt_and_another_under_its_number_none() {
    let bench = founded().await;
    let (doc, founder) = (case(), &bench.founder);
    let (grant, first) = (founder.grant(doc), founder.change(doc, 2));
    let other = founder.entry(shared::entry::Kind::Change, doc, 2, b"another text");
    let twice = vec![grant.clone(), first.clone(), first.clone(), other.clone()];
    assert_eq!(bench.push(twice).await, [Ok(2), Ok(3), Ok(3), Err(Reason::Fork)], "in one batch");
    assert_eq!(bench.push(vec![first, other, grant]).await, [Ok(3), Err(Reason::Fork), Ok(2)], "and later");
    assert_eq!(on_disk(&bench).head, 3);
}

#[tokio::test]
async fn a_stranger_and_a_forger_are_told_apart_from_a_gap() {
    let bench = founded().await;
    let (doc, founder) = (case(), &bench.founder);
    let (stranger, _) = Founder::new();
    let stranger = Founder { studio: founder.studio, ..stranger };
    let header = founder.change(doc, 7).header;
    let forged = Entry::sign(&header, [0; 24], b"forged", &stranger.key).unwrap();
    let said = bench.push(vec![stranger.change(doc, 7), forged, founder.change(doc, 7)]).await;
    assert_eq!(said, [Err(Reason::UnknownDevice), Err(Reason::Signature), Err(Reason::Gap)]);
}

#[tokio::test]
async fn a_studio_past_its_quota_keeps_what_it_has() {
    let bench = Bench::new(Limits { studio_bytes: 6000, ..Limits::default() });
    let doc = case();
    let first = vec![bench.founding.clone(), bench.founder.grant(doc)];
    assert_eq!(bench.push(first).await, [Ok(1), Ok(2)]);
    let many = (2..20).map(|n| bench.founder.change(doc, n)).collect();
    let said = bench.push(many).await;
    let kept = said.iter().take_while(|it| it.is_ok()).count();
    assert!(kept > 0 && kept < 18 && said[kept] == Err(Reason::Quota), "{said:?}");
    assert!(on_disk(&bench).bytes <= 6000);
}

/// The studio as its disk says.
fn folded(bench: &Bench) -> shared::sync::RelayStudio {
    let ledger = Ledger::open(&bench.folder.0).unwrap();
    load(&*bench.store, &on_disk(bench), &ledger).unwrap()
}

#[tokio::test]
async fn what_is_erased_stands_in_the_ledger_and_is_refused_for_ever_whatever_becomes_of_the_database() {
    let bench = founded().await;
    let doc = DocId([4; 16]).sibling(DocKind::Story);
    let entries = vec![bench.founder.grant(doc), bench.founder.change(doc, 2)];
    assert_eq!(bench.push(entries).await, [Ok(2), Ok(3)]);
    let bytes = bench.studio.bytes.load(std::sync::atomic::Ordering::Relaxed);
    let body = shared::codec::encode(&shared::roll::EraseBody { docs: vec![doc] });
    let erasure = bench.founder.entry(Kind::Erase, DocId::ZERO, 2, &body);
    assert_eq!(bench.push(vec![erasure.clone()]).await, [Ok(4)]);
    assert_eq!(bench.push(vec![erasure]).await, [Ok(4)], "the same again");
    assert_eq!(bench.push(vec![bench.founder.change(doc, 3)]).await, [Err(Reason::Erased)]);
    assert_eq!(bench.push(vec![bench.founder.grant(doc)]).await, [Err(Reason::Erased)]);
    assert!(bench.studio.bytes.load(std::sync::atomic::Ordering::Relaxed) < bytes + 100, "its room is free");
    let page = bench.store.log(bench.founder.studio, 0, 1 << 20).unwrap();
    assert_eq!((page.entries.len(), page.up_to), (2, 4), "the founding and the erasure are left");
    assert_eq!(Ledger::open(&bench.folder.0).unwrap().of(bench.founder.studio).collect::<Vec<_>>(), [doc]);
    assert!(folded(&bench).is_erased(doc) && !folded(&bench).rights.knows(doc));
    let case = vec![DocId([4; 16]).sibling(DocKind::Case)];
    let body = shared::codec::encode(&shared::roll::EraseBody { docs: case });
    let counted = bench.founder.entry(Kind::Erase, DocId::ZERO, 3, &body);
    assert_eq!(bench.push(vec![counted]).await, [Err(Reason::Malformed)], "what is counted stays");
}

#[tokio::test]
async fn the_sessions_of_a_device_end_in_the_batch_that_removes_it() {
    let bench = founded().await;
    let founder = &bench.founder;
    let (device, other) = (founder.key.public().device(), shared::ids::DeviceId([9; 16]));
    let session = |hash, device| SessionRow {
        hash: [hash; 32],
        studio: founder.studio,
        person: founder.person,
        device: Some(device),
        until_ms: u64::MAX >> 1,
    };
    let (its_own, another) = (session(1, device), session(2, other));
    let writes = [&its_own, &another].map(|row| Write::Session(row.clone())).to_vec();
    bench.writer.run(|writer| writer.write(writes)).await.unwrap().unwrap();
    let removal = RollBody::RemoveDevice(device, Vec::new());
    let removal = founder.entry(Kind::Roll, DocId::ZERO, 2, &shared::codec::encode(&removal));
    assert_eq!(bench.push(vec![removal]).await, [Ok(2)]);
    assert_eq!(bench.store.session(&its_own.hash).unwrap(), None);
    assert_eq!(bench.store.session(&another.hash).unwrap(), Some(another));
}
