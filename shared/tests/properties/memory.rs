//! What comes from outside costs memory by its own length, whatever the lengths inside it claim.

use allocation_counter::measure;
use proptest::collection::vec;
use proptest::prelude::*;
use shared::api;
use shared::codec;
use shared::entry::{ENTRY_MAX, Entry};
use shared::keys::{Package, SealedVault};
use shared::roll::{GrantBody, RollBody};
use shared::sync::{FRAME_MAX, ToDevice, ToRelay};

/// What a full list of the longest kind takes besides its contents, while it grows.
const LIST_BYTES: u64 = 512 << 10;
/// How many bytes in memory a byte of a body may become: a recipient has four on the wire and 20 here, in a list that
/// doubles.
const FACTOR: u64 = 8;

/// The most bytes that were held at once.
fn cost(act: impl FnOnce()) -> u64 {
    measure(act).bytes_max
}

/// Every door, each with what it may cost.
fn check(what: &str, bytes: &[u8]) {
    let len = bytes.len() as u64;
    let small = FACTOR * len + 4096;
    let doors: [(&str, u64, &dyn Fn()); 8] = [
        ("a frame to the relay", len + LIST_BYTES, &|| drop(ToRelay::decode(bytes))),
        ("a frame to a device", len + LIST_BYTES, &|| drop(ToDevice::decode(bytes))),
        ("an entry", len + 4096, &|| drop(Entry::decode(bytes))),
        ("a roll entry", small, &|| drop(codec::decode::<RollBody>(bytes))),
        ("a grant", small, &|| drop(codec::decode::<GrantBody>(bytes))),
        ("a vault", 2 * len + 4096, &|| drop(SealedVault::decode(bytes))),
        ("a package", small, &|| drop(codec::decode::<Package>(bytes))),
        ("a founding", len + LIST_BYTES, &|| drop(codec::decode::<api::Found>(bytes))),
    ];
    for (door, may, open) in doors {
        let took = cost(open);
        assert!(took <= may, "{what}: {len} bytes as {door} took {took}, more than {may}");
    }
}

/// A frame or body with this many items, each the same.
fn listed(head: &[u8], count: u32, item: &[u8]) -> Vec<u8> {
    [head, &[0x9a], &count.to_be_bytes(), &item.repeat(count as usize)].concat()
}

#[test]
fn a_list_of_a_hundred_thousand_nothings_costs_no_more_than_a_full_list() {
    for variant in 0..12 {
        for item in [&[0x40][..], &[0x00], &[0x80], &[0x83, 0, 0, 0x40], &[0x60]] {
            check("nothings", &listed(&[0x82, variant, 0x81], 100_000, item));
        }
    }
}

#[test]
fn a_body_of_nothing_but_roles_or_recipients_costs_a_few_times_its_length() {
    let roles =
        [&[0x82, 1, 0x81, 0xa4][..], &[0, 0x50], &[1; 16], &[1, 0x58, 32], &[2; 32], &[2, 0x50], &[3; 16]];
    let roles = listed(&[&roles.concat()[..], &[3]].concat(), ENTRY_MAX as u32 - 200, &[0]);
    check("roles", &roles);
    let takes = [&[0xa5, 0, 0x50][..], &[1; 16], &[1, 0x80, 2, 0x40, 3]].concat();
    let takes = listed(&takes, (ENTRY_MAX as u32 - 200) / 4, &[0x82, 1, 0x81, 0]);
    check("recipients", &[&takes[..], &[4, 0x58, 32], &[0; 32]].concat());
}

#[test]
fn a_length_that_lies_costs_nothing() {
    for head in [0x5b, 0x7b, 0x9b, 0xbb] {
        for claimed in [1 << 20, 1 << 32, u64::MAX] {
            let lie = [&[head][..], &u64::to_be_bytes(claimed)].concat();
            check("alone", &lie);
            for variant in 0..12 {
                check("in a frame", &[&[0x82, variant, 0x81], &lie[..]].concat());
            }
            check("in a map", &[&[0xa1, 1], &lie[..]].concat());
        }
    }
}

#[test]
fn nesting_without_end_costs_nothing() {
    for head in [&[0x81][..], &[0x9f], &[0xa1, 0], &[0xbf, 0], &[0xc1], &[0x82, 0], &[0x82, 0x9f]] {
        let deep = head.repeat(FRAME_MAX / head.len());
        check("alone", &deep);
        check("as a field of a later version", &[&[0xa1, 0x18, 99], &deep[..]].concat());
        check("in a hello", &[&[0x82, 0, 0x81, 0xa1, 0x18, 99], &deep[..]].concat());
    }
}

proptest! {
    #[test]
    fn any_bytes_cost_by_their_length(bytes in vec(any::<u8>(), 0..600)) {
        check("any bytes", &bytes);
    }
}
