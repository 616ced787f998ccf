//! What was set aside because it could not be read: whose it is and of which record, as a person is told.

use std::collections::BTreeMap;

use shared::ids::{DeviceId, DocId, DocKind, PersonId};

use super::api::{ToPage, Told, Trouble, Unread};
use super::documents::{SetAside, Unfit};
use super::{Engine, Host};

impl<H: Host> Engine<H> {
    /// Notes what the person must be told as soon as the names are at hand.
    pub(super) fn tell_aside(&mut self, aside: Vec<SetAside>) {
        // a key that is missing may still come, and the case says how much waits for it
        let unread = aside.into_iter().filter(|(_, why)| *why != Unfit::NoKey);
        self.to_tell.extend(unread.map(|(entry, why)| {
            let trouble = Trouble { code: "set-aside".to_owned(), detail: why.to_string() };
            (entry.header.doc, entry.header.device, trouble)
        }));
    }

    /// Tells what was set aside since, by record and author.
    pub(super) async fn tell_unread(&mut self) {
        let mut groups: BTreeMap<DocId, (Vec<DeviceId>, Trouble)> = BTreeMap::new();
        for (doc, device, trouble) in std::mem::take(&mut self.to_tell) {
            groups.entry(doc).or_insert_with(|| (Vec::new(), trouble)).0.push(device);
        }
        for (doc, (devices, trouble)) in groups {
            for unread in self.unread(doc, &devices).await {
                self.host.tell(ToPage::Told(Told::SetAside(unread, trouble.clone())));
            }
        }
    }

    /// Entries of one record that could not be read, given by their devices: a row for each author.
    pub(super) async fn unread(&mut self, doc: DocId, devices: &[DeviceId]) -> Vec<Unread> {
        let mut authors: BTreeMap<Option<PersonId>, u32> = BTreeMap::new();
        for device in devices {
            let author = self.roll.device(*device).map(|it| it.person);
            *authors.entry(author).or_default() += 1;
        }
        let title = self.title(doc.sibling(DocKind::Case));
        let mut rows = Vec::with_capacity(authors.len());
        for (person, entries) in authors {
            let author = match person {
                // the studio's page may be what cannot be read
                Some(person) => self.name_of(person).await.unwrap_or_default(),
                None => String::new(),
            };
            rows.push(Unread { doc, title: title.clone(), author, entries });
        }
        rows
    }
}
