//! What the first release wrote is read, and written again, as it was then. The files lie in `tests/fixtures/v1`,
//! whose README says how one is added.

#![expect(clippy::unwrap_used, reason = "a test ends where something is wrong")]

mod api;
mod cast;
mod entry;
mod frame;
mod golden;
mod keys;
mod roll;

use std::collections::BTreeSet;

use golden::Golden;

fn all() -> Vec<Golden> {
    [entry::all(), roll::all(), frame::all(), keys::all(), api::all()].into_iter().flatten().collect()
}

#[test]
fn every_entry_of_the_first_release_is_read_and_written_as_it_was() {
    entry::all().iter().for_each(Golden::check);
}

#[test]
fn every_roll_entry_and_grant_of_the_first_release_is_read_and_written_as_it_was() {
    roll::all().iter().for_each(Golden::check);
}

#[test]
fn every_frame_of_the_first_release_is_read_and_written_as_it_was() {
    frame::all().iter().for_each(Golden::check);
}

#[test]
fn everything_sealed_by_the_first_release_opens() {
    keys::all().iter().for_each(Golden::check);
}

#[test]
fn every_question_and_answer_of_the_first_release_is_read_and_written_as_it_was() {
    api::all().iter().for_each(Golden::check);
}

#[test]
fn every_file_of_the_first_release_has_a_reader_and_every_reader_a_file_of_its_own() {
    let read: Vec<_> = all().iter().map(Golden::file).collect();
    let names: BTreeSet<_> = read.iter().cloned().collect();
    assert_eq!(names.len(), read.len(), "two readers share a file");
    if !golden::is_blessing() {
        assert_eq!(golden::files(), names);
    }
}
