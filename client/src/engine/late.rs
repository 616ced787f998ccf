//! Late entries: what lies in the trays of the documents that this person keeps, to be taken in or thrown away.

use std::collections::BTreeMap;

use shared::api::{AskTray, Dismiss, Tray, path};
use shared::codec;
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId};

use super::api::{TrayRow, TrayView};
use super::trouble::Failure;
use super::{Engine, Host};

/// The most pieces that are fetched for one look.
const PIECES_MAX: usize = 64;

impl<H: Host> Engine<H> {
    /// What lies in trays.
    pub(super) async fn tray(&mut self) -> Result<TrayView, Failure> {
        let mut rows: BTreeMap<(DocId, DeviceId), TrayRow> = BTreeMap::new();
        let mut after = None;
        for _ in 0..PIECES_MAX {
            let ask = AskTray { person: self.session.person, after };
            let answer = self.call(path::TRAY, codec::encode(&ask)).await?;
            let Tray { entries, next } = codec::decode(&answer).ok_or(Failure::BadAnswer)?;
            for late in entries {
                // what cannot be read as an entry cannot be taken in either
                let Ok(entry) = Entry::decode(Vec::from(late.entry)) else { continue };
                self.add_late(&mut rows, &entry, late.since_ms).await;
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok(TrayView { rows: rows.into_values().collect() })
    }

    async fn add_late(
        &mut self,
        rows: &mut BTreeMap<(DocId, DeviceId), TrayRow>,
        entry: &Entry,
        since_ms: u64,
    ) {
        let (doc, device, n) = (entry.header.doc, entry.header.device, entry.header.n);
        let written_ms = entry.header.written_ms;
        if let Some(row) = rows.get_mut(&(doc, device)) {
            row.count += 1;
            row.up_to = n;
            row.written_ms.1 = written_ms;
            return;
        }
        let author = self.roll.device(device).map(|it| (it.person, it.label.clone()));
        let (name, label) = match author {
            Some((person, label)) => (self.name_of(person).await.unwrap_or_default(), label),
            None => Default::default(),
        };
        let title = self.title(doc.sibling(shared::ids::DocKind::Case));
        let written_ms = (written_ms, written_ms);
        let row = TrayRow { doc, title, device, name, label, count: 1, up_to: n, since_ms, written_ms };
        rows.insert((doc, device), row);
    }

    /// Throws late entries away.
    pub(super) async fn dismiss(&mut self, doc: DocId, device: DeviceId, up_to: u64) -> Result<(), Failure> {
        let ask = Dismiss { person: self.session.person, doc, device, up_to };
        self.call(path::DISMISS, codec::encode(&ask)).await.map(drop)
    }
}
