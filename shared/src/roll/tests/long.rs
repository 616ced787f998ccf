//! A roll of many years.

use allocation_counter::measure;

use super::*;
use crate::entry::Entry;

/// A roll of so many entries in which people come, change and go; after every third comes one that is refused at the
/// end of its checks.
fn years(entries: usize) -> (Studio, Vec<(Entry, bool)>) {
    let (mut studio, founder) = Studio::founded(1);
    let mut told = vec![(studio.chain[0].clone(), true)];
    let elsewhere = Someone { tablet: TabletId([9; 16]), ..founder.clone() };
    while studio.chain.len() < entries {
        let at = studio.chain.len();
        let person = studio.joined(&founder, &format!("T{at}"), &[Role::Member]);
        let roles = vec![Role::Member, Role::Auditor];
        let set = SetRoles { person: person.person, roles, epochs: Vec::new(), secrets: Vec::new() };
        studio.take(&founder, &RollBody::SetRoles(set)).unwrap();
        if at % 2 == 0 {
            studio.take(&founder, &RollBody::RemovePerson(person.person, Vec::new())).unwrap();
        }
        told.extend(studio.chain[at..].iter().map(|entry| (entry.clone(), true)));
        // the label is the founder's, on another tablet
        let taken = elsewhere.again("P01", &mut studio.rng);
        told.push((studio.roll_entry(&taken, &RollBody::AddDevice(taken.introduction(studio.id))), false));
    }
    (studio, told)
}

/// The bytes that a fold allocates are a measure of its work that does not hang on the machine: a roll that is copied
/// for each entry allocates its own length each time.
fn work(entries: usize) -> u64 {
    let (studio, told) = years(entries);
    let mut roll = Roll::new(studio.id);
    let info = measure(|| {
        for (entry, is_taken) in &told {
            assert_eq!(roll.take(entry).is_ok(), *is_taken);
        }
    });
    assert_eq!(roll, studio.roll);
    info.bytes_total
}

#[test]
fn a_roll_ten_times_as_long_takes_ten_times_the_work() {
    let (short, long) = (work(200), work(2000));
    let ratio = long as f64 / short as f64;
    assert!(ratio < 11.0, "{short} bytes for 200 entries, {long} for 2,000: {ratio:.1} times");
    assert!(long / 2000 < 32 << 10, "{} bytes for each entry", long / 2000);
}
