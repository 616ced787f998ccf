//! What comes from others: held, taken, set aside. One bad entry never harms what came before or after it.

use super::*;
use crate::case::Edit as Case;
use crate::edit::{Edit, EditError};
use crate::enums::{AppealKind, Category, Risk};
use crate::story::{Edit as Story, TextField};
use crate::testing::{Table, id, office};
use crate::value::{Author, Origin};
use crate::view::View;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ObjType, ROOT, ReadDoc};
use shared::ids::{DeviceId, PersonId};

fn table(devices: usize) -> Table {
    Table::new(DocKind::Case, &vec![office(); devices], &[Edit::Case(Case::SetCategory(Category::Wages))])
}

fn origin(device: u8, n: u64) -> Origin {
    let author = Author { person: PersonId([device; 16]), device: DeviceId([device; 16]) };
    Origin { author, roles: office(), n, recorded_ms: 1, position: Some(100 + n), kept_ms: Some(1) }
}

fn actor(device: u8) -> ActorId {
    ActorId::from([&b"start-up"[..], &[device; 16]].concat())
}

/// A change as somebody might make it who does not go through edits.
fn forged(
    doc: &Document,
    actor: ActorId,
    with: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> Vec<u8> {
    let mut am = doc.am.clone().with_actor(actor);
    let mut tx = am.transaction();
    with(&mut tx);
    let (hash, _) = tx.commit_with(CommitOptions::default().with_time(1));
    am.get_change_by_hash(&hash.unwrap()).unwrap().raw_bytes().to_vec()
}

fn take(doc: &mut Document, chunks: &[&[u8]], origin: &Origin) -> Result<Taken, Poison> {
    doc.take(Incoming { chunks, origin, continues: &[] })
}

fn risk(risk: Risk) -> Edit {
    Edit::Case(Case::SetRisk(risk))
}

#[test]
fn an_entry_that_comes_too_early_waits_and_is_not_lost() {
    let mut table = table(2);
    table.write(0, &risk(Risk::Yellow)).unwrap();
    table.write(0, &risk(Risk::Red)).unwrap();
    let fresh = table.hand_in(&[0]);
    table.deliver(1, &[fresh[1]]);
    let held: Vec<_> = table.devices[1].doc.held().collect();
    assert_eq!(held, [(DeviceId([1; 16]), 3)]);
    table.deliver(1, &[fresh[0]]);
    table.deliver(0, &fresh);
    assert_eq!(table.devices[1].doc.held().count(), 0);
    table.agreed();
}

#[test]
fn an_entry_taken_twice_changes_nothing() {
    let mut table = table(2);
    table.write(0, &risk(Risk::Yellow)).unwrap();
    let fresh = table.hand_in(&[0]);
    table.deliver(1, &fresh);
    let before = table.view(1);
    table.deliver(1, &fresh);
    assert_eq!((table.view(1), table.devices[1].doc.changes()), (before, 3));
}

#[test]
fn a_change_under_the_name_of_another_device_is_set_aside() {
    let mut doc = table(1).replay(&[0]);
    let chunk = forged(&doc, actor(2), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let before = doc.clone();
    assert_eq!(take(&mut doc, &[&chunk], &origin(3, 1)), Err(Poison::Actor));
    assert_eq!((doc.heads(), doc.view()), (before.heads(), before.view()));
    assert!(take(&mut doc, &[&chunk], &origin(2, 1)).unwrap().is_changed);
}

#[test]
fn a_device_that_continues_another_may_carry_what_that_one_wrote() {
    let mut doc = table(1).replay(&[0]);
    let chunk = forged(&doc, actor(2), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let continues = [DeviceId([2; 16])];
    let entry = Incoming { chunks: &[&chunk], origin: &origin(3, 1), continues: &continues };
    assert!(doc.take(entry).unwrap().is_changed);
}

#[test]
fn a_second_skeleton_under_the_skeletons_name_is_set_aside() {
    let mut doc = table(1).replay(&[0]);
    let empty = Document::empty(DocKind::Case);
    let other = forged(&empty, ActorId::from(&skeleton::ACTOR[..]), |tx| {
        tx.put_object(ROOT, "status_log", ObjType::List).unwrap();
    });
    assert!(matches!(take(&mut doc, &[&other], &origin(2, 1)), Err(Poison::Apply(_))));
    let own = Document::skeleton(DocKind::Case).unwrap();
    assert!(!take(&mut doc, &[own], &origin(2, 1)).unwrap().is_changed, "the same again is nothing new");
}

#[test]
fn the_second_use_of_a_number_is_set_aside_and_its_writer_goes_on() {
    let mut table = table(2);
    let doc = &table.devices[1].doc;
    let first = forged(doc, actor(9), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let second = forged(doc, actor(9), |tx| tx.put(ROOT, "risk", "orange").unwrap());
    let doc = &mut table.devices[1].doc;
    assert!(take(doc, &[&first], &origin(9, 1)).is_ok());
    assert!(matches!(take(doc, &[&second], &origin(9, 2)), Err(Poison::Apply(_))));
    let third = forged(doc, actor(9), |tx| tx.put(ROOT, "urgency", "urgent").unwrap());
    assert!(take(doc, &[&third], &origin(9, 3)).is_ok());
}

#[test]
fn a_change_that_leaps_ahead_is_set_aside_so_that_nobody_runs_out_of_numbers() {
    let mut doc = table(1).replay(&[0]);
    let honest = forged(&doc, actor(2), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let mut change = automerge::ExpandedChange::from(&automerge::Change::try_from(&honest[..]).unwrap());
    change.start_op = core::num::NonZeroU64::new(4_000_000_000).unwrap();
    let change = automerge::Change::from(change);
    assert_eq!(take(&mut doc, &[change.raw_bytes()], &origin(2, 1)), Err(Poison::Leap));
}

#[test]
fn bytes_that_are_no_change_are_set_aside_and_the_batch_goes_on() {
    let mut doc = table(1).replay(&[0]);
    let good = forged(&doc, actor(2), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let mut cut = good.clone();
    cut.pop();
    let (bad, fine) = (origin(3, 1), origin(2, 1));
    let entries = [
        Incoming { chunks: &[&cut], origin: &bad, continues: &[] },
        Incoming { chunks: &[&good], origin: &fine, continues: &[] },
        Incoming { chunks: &[], origin: &bad, continues: &[] },
    ];
    let taken = doc.take_many(&entries);
    assert!(taken.is_changed);
    assert_eq!(taken.poisoned.iter().map(|bad| bad.device.0[0]).collect::<Vec<_>>(), [3, 3]);
    let Some(View::Case(view)) = doc.view() else { panic!("a case") };
    assert_eq!(view.risk.get(), Some(&Risk::Red));
}

#[test]
fn what_builds_on_something_set_aside_waits_and_the_rest_goes_on() {
    let mut table = table(2);
    let doc = &table.devices[1].doc;
    let bad = forged(doc, actor(9), |tx| tx.put(ROOT, "risk", "red").unwrap());
    let mut with_bad = doc.clone();
    take(&mut with_bad, &[&bad], &origin(9, 1)).unwrap();
    let child = forged(&with_bad, actor(8), |tx| tx.put(ROOT, "risk", "none").unwrap());
    let doc = &mut table.devices[1].doc;
    assert_eq!(take(doc, &[&bad], &origin(7, 1)), Err(Poison::Actor));
    assert_eq!(take(doc, &[&child], &origin(8, 1)).unwrap().held, 1);
    table.write(0, &risk(Risk::Yellow)).unwrap();
    let fresh = table.hand_in(&[0]);
    table.deliver(1, &fresh);
    let View::Case(view) = table.view(1) else { panic!("a case") };
    assert_eq!(view.risk.get(), Some(&Risk::Yellow));
}

#[test]
fn no_flipped_byte_inside_a_signed_change_stops_the_document() {
    // A hostile writer signs whatever bytes: the checksum is theirs to make.
    let clean = table(1).replay(&[0]);
    let honest = forged(&clean, actor(2), |tx| {
        let text = tx.put_object(ROOT, "extra", ObjType::Text).unwrap();
        tx.splice_text(&text, 0, 0, "来访人赵样工称").unwrap();
        tx.put(ROOT, "risk", "red").unwrap();
    });
    let mut taken = 0;
    for i in 9..honest.len() {
        for bit in [1, 0x10, 0x80] {
            let mut chunk = honest.clone();
            chunk[i] ^= bit;
            let hash: [u8; 32] =
                sha2::Digest::finalize(sha2::Digest::chain_update(sha2::Sha256::default(), &chunk[8..]))
                    .into();
            chunk[4..8].copy_from_slice(&hash[..4]);
            let mut doc = clean.clone();
            if take(&mut doc, &[&chunk], &origin(2, 1)).is_ok() {
                taken += 1;
                let options = automerge::LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
                let again = Automerge::load_with_options(&doc.snapshot(), options);
                assert_eq!(again.unwrap().get_heads(), doc.am.get_heads(), "byte {i}");
                assert!(doc.view().is_some());
            } else {
                assert_eq!(doc.heads(), clean.heads());
            }
            // Whatever became of it, somebody else goes on.
            let next = forged(&clean, actor(5), |tx| tx.put(ROOT, "urgency", "urgent").unwrap());
            take(&mut doc, &[&next], &origin(5, 1)).unwrap();
        }
    }
    assert!(taken > 0, "some mutations are harmless: {taken}");
}

#[test]
fn an_unknown_code_and_an_unknown_field_of_a_newer_client_survive_an_edit_here() {
    let mut table = table(2);
    let newer = forged(&table.devices[1].doc, actor(9), |tx| {
        tx.put(ROOT, "appeal_kind", "petition_by_drone").unwrap();
        tx.put(ROOT, "field_of_2030", "kept").unwrap();
    });
    let doc = &mut table.devices[1].doc;
    take(doc, &[&newer], &origin(9, 1)).unwrap();
    table.write(1, &risk(Risk::Red)).unwrap();
    let View::Case(view) = table.view(1) else { panic!("a case") };
    assert_eq!(view.appeal_kind.get(), Some(&AppealKind::Unknown("petition_by_drone".into())));
    let doc = &table.devices[1].doc;
    assert_eq!(doc.am.get(ROOT, "field_of_2030").unwrap().unwrap().0.as_str(), Some("kept"));
}

#[test]
fn a_hostile_second_list_does_not_hide_the_first() {
    let mut table = table(2);
    table.write(1, &Edit::Case(Case::AddSecondary(Category::Wages))).unwrap();
    let bad = forged(&table.devices[1].doc, actor(9), |tx| {
        tx.put_object(ROOT, "status_log", ObjType::List).unwrap();
        tx.put(ROOT, "secondary", "no map any more").unwrap();
    });
    let doc = &mut table.devices[1].doc;
    take(doc, &[&bad], &origin(9, 1)).unwrap();
    assert!(doc.view().is_some());
    let open = Case::Open {
        step: id(1),
        temp_no: "T-1".into(),
        channel: crate::enums::Channel::Phone,
        received_ms: 1,
        received_by: PersonId([1; 16]),
    };
    table.write(1, &Edit::Case(open)).unwrap();
    table.write(1, &Edit::Case(Case::AddSecondary(Category::Land))).unwrap();
    let View::Case(view) = table.view(1) else { panic!("a case") };
    assert_eq!((view.status.log.len(), view.secondary.len()), (1, 2));
}

#[test]
fn a_document_of_another_kind_refuses_the_edit_and_an_unmade_kind_is_not_made() {
    let mut table = table(1);
    let edit = Edit::Story(Story::SetTitle("题目".into()));
    assert_eq!(table.write(0, &edit), Err(EditError::WrongDocument));
    assert_eq!(Document::new(DocKind::Slip).err(), Some(NotMade(DocKind::Slip)));
    assert!(Document::load(DocKind::Other(99), []).0.view().is_none());
}

#[test]
fn receipts_and_healing_move_positions_and_the_first_time_kept_stays() {
    let mut table = table(1);
    table.write(0, &risk(Risk::Red)).unwrap();
    let doc = &mut table.devices[0].doc;
    let own = DeviceId([1; 16]);
    assert!(doc.kept(own, 2, 7, 1_000) && !doc.kept(own, 99, 8, 1_000));
    doc.forget_positions();
    doc.kept(own, 2, 9, 5_000);
    let View::Case(view) = doc.view().unwrap() else { panic!("a case") };
    let written = view.risk.written().unwrap();
    assert_eq!((written.position, written.kept_ms), (Some(9), Some(1_000)));
    doc.renumber((own, 2), (DeviceId([4; 16]), 1));
    let View::Case(view) = doc.view().unwrap() else { panic!("a case") };
    assert_eq!(view.risk.written().map(|w| (w.device, w.n)), Some((DeviceId([4; 16]), 1)));
}

#[test]
fn a_splice_against_heads_that_are_not_here_is_refused() {
    let mut table = Table::new(DocKind::Story, &[office()], &[]);
    let at = Heads(vec![ChangeId([9; 32])]);
    let field = TextField::Appeal;
    let splice = Story::SpliceText { field, at, index: 0, delete: 0, insert: "x".into() };
    assert_eq!(table.write(0, &Edit::Story(splice)), Err(EditError::UnknownHeads));
}

#[test]
fn a_value_written_against_what_was_seen_does_not_overwrite_what_came_since() {
    let mut table = table(2);
    let seen = table.devices[0].doc.heads();
    table.write(1, &Edit::Case(Case::SetCategory(Category::Land))).unwrap();
    table.sync();
    table.devices[0].write(&Edit::Case(Case::SetCategory(Category::Family)), seen).unwrap();
    table.sync();
    let View::Case(view) = table.agreed() else { panic!("a case") };
    assert_eq!(view.category.values.len(), 2);
}

#[test]
fn who_had_seen_what_is_told_as_a_plain_search_tells_it() {
    let mut table = table(3);
    let kinds = AppealKind::ALL;
    for round in 0..24usize {
        let device = (round * 7 + round / 5) % 3;
        let edit = Edit::Case(Case::SetAppealKind(kinds[(round * 5 + device) % kinds.len()].clone()));
        table.write(device, &edit).unwrap();
        if round % 3 == 0 {
            let turns = [device, (device + 1) % 3];
            let fresh = table.hand_in(&turns);
            // One device stays behind for a while: held entries come with the next round.
            turns.iter().for_each(|device| table.deliver(*device, &fresh));
        }
    }
    let all: Vec<usize> = (0..table.log.len()).collect();
    table.deliver(0, &all);
    let history = &table.devices[0].doc.history;
    let count = history.len() as Index;
    let (mut concurrent, mut joins) = (0, 0);
    for later in 0..count {
        let mut seen = std::collections::BTreeSet::from([later]);
        let mut queue = vec![later];
        while let Some(index) = queue.pop() {
            for dep in &history.past(index).unwrap().deps {
                if seen.insert(*dep) {
                    queue.push(*dep);
                }
            }
        }
        joins += usize::from(history.is_join(later));
        for earlier in 0..count {
            assert_eq!(history.precedes(earlier, later), seen.contains(&earlier), "{earlier} {later}");
            concurrent += usize::from(history.are_concurrent(earlier, later));
        }
    }
    assert!(concurrent > 0 && joins > 1, "{concurrent} {joins}");
}
