use super::*;

/// Whether bytes are taken at all, and whether somebody may sign them.
#[track_caller]
fn check(bytes: &[u8], is_taken: bool, is_signable: bool) {
    assert_eq!(shape::is_whole(bytes, Shape::Bounded), is_taken, "{bytes:02x?} from outside");
    assert_eq!(shape::is_whole(bytes, Shape::Deterministic), is_signable, "{bytes:02x?} signed");
}

#[test]
fn a_number_or_a_length_has_one_way_to_be_signed() {
    check(&[0x17], true, true);
    check(&[0x18, 0x17], true, false);
    check(&[0x18, 0x18], true, true);
    check(&[0x19, 0x00, 0xff], true, false);
    check(&[0x19, 0x01, 0x00], true, true);
    check(&[0x1a, 0, 0, 0xff, 0xff], true, false);
    check(&[0x1a, 0, 1, 0, 0], true, true);
    check(&[0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], true, false);
    check(&[0x1b, 0, 0, 0, 1, 0, 0, 0, 0], true, true);
    check(&[0x42, 1, 2], true, true);
    check(&[0x58, 2, 1, 2], true, false);
    check(&[0x98, 1, 0], true, false);
    check(&[0xb8, 1, 0, 0], true, false);
}

#[test]
fn the_keys_of_a_signed_map_ascend_and_none_says_nothing() {
    check(&[0xa2, 0, 9, 1, 9], true, true);
    check(&[0xa2, 1, 9, 0, 9], true, false);
    check(&[0xa2, 0, 9, 0, 9], true, false);
    check(&[0xa1, 0, 0xf6], true, false);
    check(&[0x81, 0xf6], true, true);
    check(&[0xa0], true, true);
}

#[test]
fn a_length_that_is_not_declared_or_not_true_is_refused() {
    check(&[], false, false);
    check(&[0x00, 0x00], false, false);
    check(&[0x18], false, false);
    check(&[0x42, 1], false, false);
    check(&[0x82, 1], false, false);
    check(&[0xa1, 1], false, false);
    check(&[0x5f, 0x41, 1, 0xff], false, false);
    check(&[0x9f, 0xff], false, false);
    check(&[0xbf, 0xff], false, false);
    check(&[0xff], false, false);
    check(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], false, false);
    check(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], false, false);
    check(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], false, false);
}

#[test]
fn fractions_are_read_and_never_signed() {
    check(&[0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], true, false);
    check(&[0xf8, 0x20], true, false);
    check(&[0xf5], true, true);
}

#[test]
fn lists_lie_in_each_other_32_deep_and_no_deeper() {
    for head in [0x81, 0xc1] {
        let nested = |depth: usize| [vec![head; depth], vec![0]].concat();
        check(&nested(32), true, true);
        check(&nested(33), false, false);
        check(&nested(1 << 20), false, false);
    }
    let maps = |depth: usize| [[0xa1, 0].repeat(depth), vec![0]].concat();
    check(&maps(32), true, true);
    check(&maps(33), false, false);
}

#[test]
fn a_list_is_refused_by_the_length_that_it_declares() {
    #[derive(Debug, PartialEq, Decode)]
    struct Three(#[cbor(n(0), decode_with = "at_most::<3, _, _>")] Vec<u8>);
    assert_eq!(read(&[0x81, 0x83, 1, 2, 3]), Ok(Three(vec![1, 2, 3])));
    assert_eq!(read::<Three>(&[0x81, 0x84, 1, 2, 3, 4]), Err(Unread::TooMany));
    assert_eq!(read::<Three>(&[0x81, 0x83, 1, 2]), Err(Unread::Malformed));
    assert_eq!(read::<Three>(&[0x81, 0x61, 0x61]), Err(Unread::Malformed));
}

#[test]
fn a_field_of_a_later_version_is_skipped() {
    #[derive(Debug, PartialEq, Encode, Decode)]
    #[cbor(map)]
    struct Two {
        #[n(0)]
        one: u8,
        #[n(1)]
        two: Option<u8>,
    }
    let later = [0xa3, 0, 7, 1, 8, 24, 99, 0x82, 1, 2];
    assert_eq!(decode(&later), Some(Two { one: 7, two: Some(8) }));
    assert_eq!(decode_signed(&later), Some(Two { one: 7, two: Some(8) }));
    assert_eq!(encode(&Two { one: 7, two: None }), [0xa1, 0, 7]);
}
