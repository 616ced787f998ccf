//! Frames: nobody signs them, but both ends must read the same.

use proptest::collection::vec;
use proptest::prelude::*;
use shared::codec;
use shared::sync::{
    BadFrame, FRAME_MAX, Kept, Lacking, NEED_MAX, OFFER_MAX, OFFER_NUMBERS_MAX, OPENED_MAX, Offered,
    PUSH_MAX, Receipt, Short, ToDevice, ToRelay,
};

use super::any::{blows, struck, to_device, to_relay};

proptest! {
    #[test]
    fn any_frame_to_the_relay_is_read_as_it_was_written(frame in to_relay()) {
        let bytes = frame.encode();
        prop_assert_eq!(ToRelay::decode(&bytes), Ok(frame));
        prop_assert!(codec::is_deterministic(&bytes));
    }

    #[test]
    fn any_frame_to_a_device_is_read_as_it_was_written(frame in to_device()) {
        let bytes = frame.encode();
        prop_assert_eq!(ToDevice::decode(&bytes), Ok(frame));
        prop_assert!(codec::is_deterministic(&bytes));
    }

    #[test]
    fn a_damaged_frame_is_refused_or_says_something_that_can_be_said(
        up in to_relay(), down in to_device(), blows in blows(),
    ) {
        if let Ok(frame) = ToRelay::decode(&struck(up.encode(), &blows)) {
            prop_assert_eq!(ToRelay::decode(&frame.encode()), Ok(frame));
        }
        if let Ok(frame) = ToDevice::decode(&struck(down.encode(), &blows)) {
            prop_assert_eq!(ToDevice::decode(&frame.encode()), Ok(frame));
        }
    }

    #[test]
    fn any_bytes_are_a_frame_or_not_and_nothing_worse(bytes in vec(any::<u8>(), 0..400)) {
        let _ = (ToRelay::decode(&bytes), ToDevice::decode(&bytes));
    }
}

/// Frames of a later version, and places that are taken by frames still to come.
#[test]
fn a_frame_that_this_version_does_not_know_is_refused_and_a_field_more_is_not() {
    for place in [7, 8, 23] {
        assert_eq!(ToRelay::decode(&[0x82, place, 0x80]), Err(BadFrame::Malformed), "to the relay, {place}");
    }
    for place in [12, 23] {
        assert_eq!(ToDevice::decode(&[0x82, place, 0x80]), Err(BadFrame::Malformed), "to a device, {place}");
    }
    let reached = ToDevice::Reached(5);
    assert_eq!(reached.encode(), [0x82, 8, 0x81, 5]);
    assert_eq!(ToDevice::decode(&[0x82, 8, 0x82, 5, 0x63, b'n', b'e', b'w']), Ok(reached));
}

#[test]
fn a_frame_may_have_two_mebibytes_and_no_byte_more() {
    let of = |len: usize| ToRelay::Push(vec![vec![7; len].into()]).encode();
    let around = of(FRAME_MAX / 2).len() - FRAME_MAX / 2;
    let whole = of(FRAME_MAX - around);
    assert_eq!(whole.len(), FRAME_MAX);
    assert!(ToRelay::decode(&whole).is_ok());
    assert_eq!(ToRelay::decode(&of(FRAME_MAX - around + 1)), Err(BadFrame::TooLarge));
    let feed = |len: usize| {
        let kept = Kept { position: 1, kept_ms: 1, entry: vec![7; len].into() };
        ToDevice::Feed(vec![kept], 1, Short::default()).encode()
    };
    let around = feed(FRAME_MAX / 2).len() - FRAME_MAX / 2;
    assert!(ToDevice::decode(&feed(FRAME_MAX - around)).is_ok());
    assert_eq!(ToDevice::decode(&feed(FRAME_MAX - around + 1)), Err(BadFrame::TooLarge));
}

#[test]
fn every_list_in_a_frame_may_be_full_and_no_fuller() {
    let receipt =
        Receipt { doc: Default::default(), device: Default::default(), n: 1, position: 1, kept_ms: 1 };
    let kept = Kept { position: 1, kept_ms: 1, entry: Vec::new().into() };
    let push = |len| ToRelay::decode(&ToRelay::Push(vec![Vec::new().into(); len]).encode()).map(drop);
    let to_device = |frame: ToDevice| ToDevice::decode(&frame.encode()).map(drop);
    let receipts = |len| to_device(ToDevice::Receipts(vec![receipt; len]));
    let feed = |len| to_device(ToDevice::Feed(vec![kept.clone(); len], 1, Short::default()));
    let given = |len| {
        let delivered = shared::sync::Delivered::Done;
        let given =
            shared::sync::Given { doc: Default::default(), entries: vec![kept.clone(); len], delivered };
        to_device(ToDevice::Given(given))
    };
    let opened = |len| to_device(ToDevice::Opened(vec![Default::default(); len], false));
    let offer = |len| {
        let offered = Offered { doc: Default::default(), numbers: Vec::new() };
        ToRelay::decode(&ToRelay::Offer(vec![offered; len], true).encode()).map(drop)
    };
    let numbers = |len| {
        let numbers = vec![Default::default(); len];
        to_device(ToDevice::Offer(vec![Offered { doc: Default::default(), numbers }], true))
    };
    let lacking = Lacking { doc: Default::default(), device: Default::default(), from: 1 };
    let need = |len| to_device(ToDevice::Need(vec![lacking; len]));
    let lists: [(&str, usize, &dyn Fn(usize) -> Result<(), BadFrame>); 8] = [
        ("offer", OFFER_MAX, &offer),
        ("numbers", OFFER_NUMBERS_MAX, &numbers),
        ("need", NEED_MAX, &need),
        ("push", PUSH_MAX, &push),
        ("receipts", PUSH_MAX, &receipts),
        ("feed", PUSH_MAX, &feed),
        ("given", PUSH_MAX, &given),
        ("opened", OPENED_MAX, &opened),
    ];
    for (what, max, of) in lists {
        assert_eq!(of(max), Ok(()), "{what}");
        assert_eq!(of(max + 1), Err(BadFrame::TooMany), "{what}");
    }
}
