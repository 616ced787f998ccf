//! Coalescing: entries of a document that never left become fewer before they go. Only neighbours are put
//! together, and only if a reader would judge and open them alike.

use shared::entry::{Entry, Header, Kind, seal};
use shared::ids::DocId;

use super::store::{self, Outgoing};
use super::trouble::Failure;
use super::{Engine, Host, Record};

/// So much may be put together: what is larger goes as it is.
const TOGETHER_MAX: usize = 256 << 10;

/// An entry that never left, and what it holds.
struct Unsent {
    seq: u64,
    entry: Entry,
    /// Its changes; none of an entry that is not a change.
    chunks: Option<Vec<u8>>,
}

impl<H: Host> Engine<H> {
    /// Puts the entries of a document together that never left: one entry under the first number, all their
    /// changes, replacing them in one transaction.
    pub(super) async fn coalesce(&mut self, doc: DocId) -> Result<(), Failure> {
        if doc == DocId::ZERO {
            return Ok(());
        }
        let rows: Vec<_> = self
            .outbox
            .rows()
            .filter(|(_, row)| row.doc == doc && !row.left)
            .map(|(seq, row)| (seq, *row))
            .collect();
        // what was made for one try stays as it is, and so does what goes before it
        if rows.len() < 2 || self.outbox.awaits_one(doc) {
            return Ok(());
        }
        self.load(doc).await?;
        let mut unsent = Vec::with_capacity(rows.len());
        for (seq, row) in rows {
            let Some(entry) = self.store.entry(doc, self.session.device, row.n).await? else { return Ok(()) };
            let chunks = match entry.header.kind {
                Kind::Change => {
                    let key = self.keyring.key(doc, entry.header.key).ok_or(Failure::NoKey)?;
                    Some(entry.open(key).map_err(|_| Failure::NoKey)?)
                }
                Kind::Grant | Kind::Roll | Kind::Adopt | Kind::Erase | Kind::Snapshot | Kind::Other(_) => {
                    None
                }
            };
            unsent.push(Unsent { seq, entry, chunks });
        }
        let groups = group(unsent);
        if groups.iter().all(|group| group.len() == 1) {
            return Ok(());
        }
        self.replace(doc, groups).await
    }

    /// Writes each group as one entry, numbered on from the first, in one transaction.
    async fn replace(&mut self, doc: DocId, groups: Vec<Vec<Unsent>>) -> Result<(), Failure> {
        let device = self.session.device;
        let mut ops = Vec::new();
        let mut made = Vec::new();
        let mut renumbered = Vec::new();
        let first_n = groups.iter().flatten().map(|it| it.entry.header.n).min().unwrap_or(1);
        for it in groups.iter().flatten() {
            ops.push(store::delete_entry(doc, device, it.entry.header.n));
            ops.push(store::delete_outgoing(it.seq));
        }
        for (n, group) in (first_n..).zip(&groups) {
            let entry = self.together(n, group)?;
            let Some(first) = group.first() else { continue };
            let row = Outgoing::new(&entry);
            ops.push(store::put_entry(&entry));
            ops.push(store::put_outgoing(first.seq, &row));
            renumbered.extend(group.iter().map(|it| (it.entry.header.n, n)));
            made.push((first.seq, row, entry));
        }
        self.store.commit(ops).await?;
        groups.iter().flatten().for_each(|it| self.outbox.remove(it.seq));
        let last = made.last().map(|(.., entry)| shared::sync::Last::of(entry));
        made.iter().for_each(|(seq, row, _)| self.outbox.put(*seq, *row));
        if let Some(loaded) = self.documents.get(doc) {
            renumbered.iter().for_each(|(from, to)| loaded.document.renumber((device, *from), (device, *to)));
            loaded.own.retain(|n, _| *n < first_n);
            loaded.own.extend(made.iter().map(|(_, row, _)| (row.n, None)));
            loaded.lasts.extend(last.map(|last| (device, last)));
        }
        self.watch.touch(doc);
        Ok(())
    }

    fn together(&mut self, n: u64, group: &[Unsent]) -> Result<Entry, Failure> {
        let (first, last) = group.first().zip(group.last()).ok_or(Failure::NotHere)?;
        let header = Header { n, written_ms: last.entry.header.written_ms, ..first.entry.header.clone() };
        if group.len() == 1 && first.entry.header.n == n {
            return Ok(first.entry.clone());
        }
        let Some(_) = &first.chunks else {
            return Entry::sign(&header, *first.entry.nonce(), first.entry.body(), &self.session.key)
                .map_err(|_| Failure::NotHere);
        };
        let chunks: Vec<&[u8]> = group.iter().filter_map(|it| it.chunks.as_deref()).collect();
        let key = self.keyring.key(header.doc, header.key).ok_or(Failure::NoKey)?;
        seal(&header, &chunks, key, &self.session.key, &mut self.rng).map_err(|_| Failure::NoKey)
    }
}

/// Neighbours that may be put together.
fn group(unsent: Vec<Unsent>) -> Vec<Vec<Unsent>> {
    let mut groups: Vec<Vec<Unsent>> = Vec::new();
    let mut bytes = 0;
    for it in unsent {
        let len = it.chunks.as_ref().map_or(0, Vec::len);
        let joins = groups.last().and_then(|group| group.last()).is_some_and(|before| fits(before, &it));
        match groups.last_mut() {
            Some(group) if joins && bytes + len <= TOGETHER_MAX => {
                bytes += len;
                group.push(it);
            }
            _ => {
                bytes = len;
                groups.push(vec![it]);
            }
        }
    }
    groups
}

fn fits(before: &Unsent, it: &Unsent) -> bool {
    let (a, b) = (&before.entry.header, &it.entry.header);
    let is_alike = (a.key, a.roll, a.taken) == (b.key, b.roll, b.taken);
    before.chunks.is_some() && it.chunks.is_some() && is_alike && b.n == a.n + 1
}
