//! Edits travel from the page to the engine as CBOR.

use super::*;
use crate::demo::Demo;
use crate::names::ItemId;
use proptest::prelude::*;
use shared::ids::PersonId;

const DEMO: &str = include_str!("../../../../tests/fixtures/demo-cases.json");

#[test]
fn every_edit_of_the_demo_studio_survives_the_way() {
    let demo = Demo::read(DEMO).unwrap();
    let person = |_: &str| Some(PersonId([7; 16]));
    let mut next = 0;
    let mut item = || {
        next += 1;
        ItemId([next as u8; 16])
    };
    let cases = demo.cases(&person, &mut item).unwrap();
    let edits = cases.iter().flat_map(|case| case.edits.iter().map(|edit| edit.edit.clone()));
    let mut count = 0;
    for edit in edits.chain(demo.studio_edits(&person).unwrap()) {
        let bytes = minicbor::to_vec(&edit).unwrap();
        assert_eq!(minicbor::decode::<Edit>(&bytes).unwrap(), edit);
        count += 1;
    }
    assert!(count > 500, "{count}");
}

proptest! {
    #[test]
    fn bytes_that_are_no_edit_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(edit) = minicbor::decode::<Edit>(&bytes) {
            prop_assert!(minicbor::to_vec(&edit).is_ok());
        }
    }
}
