//! What every disk must do, whatever it is made of. The tests of each call [`check`] with a fresh one.

use super::{Disk, DiskError, Op, Table};

/// Panics with a sentence if the disk breaks a promise. For tests of backends, which run it in the place where
/// the backend lives.
pub async fn check(disk: &impl Disk) {
    a_transaction_is_read_back(disk).await;
    a_row_that_must_be_new_stops_the_whole_transaction(disk).await;
    a_scan_gives_its_prefix_in_order(disk).await;
    tables_do_not_mix(disk).await;
}

async fn a_transaction_is_read_back(disk: &impl Disk) {
    let ops = vec![put(Table::Meta, b"a", b"1"), Op::Add(Table::Meta, b"b".to_vec(), Vec::new())];
    assert_eq!(disk.commit(ops).await, Ok(()), "a transaction of two rows");
    assert_eq!(disk.get(Table::Meta, b"a").await, Ok(Some(b"1".to_vec())), "a row that was put");
    assert_eq!(disk.get(Table::Meta, b"b").await, Ok(Some(Vec::new())), "an empty row that was added");
    assert_eq!(disk.get(Table::Meta, b"c").await, Ok(None), "a row that was never written");
    let ops = vec![put(Table::Meta, b"a", b"2"), Op::Delete(Table::Meta, b"b".to_vec())];
    assert_eq!(disk.commit(ops).await, Ok(()), "a row put again and one deleted");
    assert_eq!(disk.get(Table::Meta, b"a").await, Ok(Some(b"2".to_vec())), "a row that was put again");
    assert_eq!(disk.get(Table::Meta, b"b").await, Ok(None), "a row that was deleted");
}

async fn a_row_that_must_be_new_stops_the_whole_transaction(disk: &impl Disk) {
    let ops = vec![put(Table::Entries, b"x", b"1")];
    assert_eq!(disk.commit(ops).await, Ok(()), "a first row");
    let ops = vec![put(Table::Entries, b"y", b"2"), Op::Add(Table::Entries, b"x".to_vec(), b"3".to_vec())];
    assert_eq!(disk.commit(ops).await, Err(DiskError::Taken), "a number used twice");
    assert_eq!(disk.get(Table::Entries, b"x").await, Ok(Some(b"1".to_vec())), "the first row stands");
    assert_eq!(disk.get(Table::Entries, b"y").await, Ok(None), "nothing else of it was written");
}

async fn a_scan_gives_its_prefix_in_order(disk: &impl Disk) {
    let keys: [&[u8]; 5] = [&[1, 255], &[1, 2, 3], &[1], &[2], &[0, 9]];
    let ops = keys.iter().map(|key| put(Table::Cards, key, key)).collect();
    assert_eq!(disk.commit(ops).await, Ok(()), "five rows");
    let rows = disk.scan(Table::Cards, &[1]).await.unwrap_or_default();
    let found: Vec<_> = rows.iter().map(|(key, _)| key.as_slice()).collect();
    assert_eq!(found, [&[1][..], &[1, 2, 3], &[1, 255]], "the rows under a prefix, in order");
    assert_eq!(disk.scan(Table::Cards, &[]).await.map(|rows| rows.len()), Ok(5), "every row");
    assert_eq!(disk.scan(Table::Cards, &[255, 255]).await, Ok(Vec::new()), "a prefix that nothing has");
}

async fn tables_do_not_mix(disk: &impl Disk) {
    for table in Table::ALL {
        let ops = vec![put(table, b"same key", table.name().as_bytes())];
        assert_eq!(disk.commit(ops).await, Ok(()), "a row in {}", table.name());
    }
    for table in Table::ALL {
        let row = disk.get(table, b"same key").await;
        assert_eq!(row, Ok(Some(table.name().as_bytes().to_vec())), "the row of {}", table.name());
    }
}

fn put(table: Table, key: &[u8], value: &[u8]) -> Op {
    Op::Put(table, key.to_vec(), value.to_vec())
}
