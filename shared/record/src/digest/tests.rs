use super::*;

fn golden() -> Digest {
    Digest::Story(StoryDigest {
        title: Some("赵某样工地坠落".into()),
        tags: vec!["工地".into()],
        has_appeal: true,
        has_answer: false,
        interviews: 2,
        headcount: 3,
        review: ReviewCount { info: 1, warn: 0, block: 0, versions: 0, told: vec![PersonId([9; 16])] },
        last: Some(Last { person: PersonId([7; 16]), recorded_ms: 1_773_538_500_000 }),
    })
}

/// What version 0.1 wrote.
const GOLDEN: &str = "82018201818875e8b5b5e69f90e6a0b7e5b7a5e59cb0e59da0e890bd8166e5b7a5e59cb0f5f402038501000000815009090909090909090909090909090909\
    8250070707070707070707070707070707071b0000019cef21dda0";

#[test]
fn a_digest_of_the_first_version_is_read_as_it_was_written() {
    let bytes: Vec<u8> =
        (0..GOLDEN.len() / 2).map(|i| u8::from_str_radix(&GOLDEN[2 * i..2 * i + 2], 16).unwrap()).collect();
    let hex: String = golden().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, GOLDEN);
    assert_eq!(Digest::from_bytes(&bytes), Ok(golden()));
}

#[test]
fn a_digest_of_another_version_or_cut_short_is_stale() {
    let bytes = golden().to_bytes();
    assert_eq!(Digest::from_bytes(&bytes[..bytes.len() - 1]), Err(StaleDigest));
    assert_eq!(Digest::from_bytes(&[]), Err(StaleDigest));
    let mut other = bytes;
    other[1] = 2;
    assert_eq!(Digest::from_bytes(&other), Err(StaleDigest));
}

#[test]
fn a_row_needs_its_case_and_a_name_in_a_title_is_noticed() {
    assert!(join([&golden()]).is_none());
    let people = PeopleDigest {
        names: vec!["赵样工".into()],
        masked: vec!["赵某".into()],
        phone_tails: Vec::new(),
        has_visitor: true,
        has_consent: false,
        review: ReviewCount::default(),
        last: None,
    };
    assert!(people.is_named_in("赵样工地坠落") && !people.is_named_in("赵某工地坠落"));
}

#[test]
fn a_clock_runs_out_after_its_days_unless_a_convener_moved_it() {
    let clock = Clock { deadline: crate::case::Deadline::AcceptanceDecision, since_ms: 0, moved_to_ms: None };
    assert_eq!(clock.due_ms(days), 15 * 24 * 60 * 60 * 1000);
    assert_eq!(Clock { moved_to_ms: Some(5), ..clock }.due_ms(days), 5);
}
