//! Real browsers against the real relay. The scenarios are in `tests/browser`.

use tests::browser;

/// Runs a scenario; beside the relay that ships it may start one of a later day.
fn run(scenario: &str) {
    browser::run(scenario, env!("CARGO_BIN_EXE_late_relay"));
}

#[test]
fn what_is_typed_is_there_again_when_relay_and_tablet_were_killed() {
    run("keeps");
}

#[test]
fn one_window_runs_the_engine_and_a_broken_one_is_started_again() {
    run("windows");
}

#[test]
fn a_build_is_taken_whole_and_the_next_one_waits() {
    run("build");
}

#[test]
fn three_people_without_a_network_write_in_one_case_and_nothing_is_lost() {
    run("main_job");
}

#[test]
fn who_joins_fetches_everything_once_and_who_locks_leaves_nothing_open_and_nothing_unsent() {
    run("shared_tablet");
}

#[test]
fn an_input_method_and_somebody_elses_words_do_not_disturb_each_other() {
    run("ime");
}

#[test]
fn every_main_screen_fits_a_tablet_and_a_phone_in_both_languages() {
    run("screens");
}

#[test]
fn whoever_closes_a_sheet_or_locks_in_the_middle_of_a_sentence_finds_it_there_again() {
    run("drafts");
}

#[test]
fn an_engine_that_breaks_under_somebodys_hands_costs_no_word_and_no_passphrase() {
    run("crash");
}
