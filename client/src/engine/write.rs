//! A person's asks: edits, new cases, shares. Each is on the disk before it is answered.

use rand_core::Rng;
use record::case;
use record::enums::Channel;
use record::{Document, Edit, Heads, ItemId, studio};
use shared::entry::Entry;
use shared::ids::{DocId, DocKind};
use shared::keys::DocKey;
use shared::roll::{Group, Recipient, Right, keeper_group, may_make};
use shared::sync::Receipt;

use super::api::{Answer, Ask};
use super::batch::Batch;
use super::disk::Op;
use super::documents::Loaded;
use super::guard::Doing;
use super::numbers::TempNo;
use super::once::Act;
use super::store;
use super::trouble::Failure;
use super::wishes::Wish;
use super::{Engine, Host, drafts};

/// The documents that a case begins with.
const CASE_KINDS: [DocKind; 3] = [DocKind::Case, DocKind::Story, DocKind::People];

impl<H: Host> Engine<H> {
    /// Does what a page asks and answers; changes of the roll answer later, when the relay has them.
    pub(super) async fn ask(&mut self, id: u32, ask: Ask) {
        if self.is_removed() && !matches!(ask, Ask::Retry) {
            let removed = Answer::Trouble(Failure::Removed.trouble());
            return self.watch.answer(id, removed);
        }
        let done = match ask {
            Ask::Write(doc, edit, seen) => {
                let written = self.write(doc, edit, seen, Vec::new()).await;
                self.host.doing(None);
                written.map(|heads| Some(Answer::Written(heads)))
            }
            Ask::HandIn(doc, edit, seen, handed_in) => {
                let written = self.write(doc, edit, seen, drafts::use_up(&handed_in)).await;
                self.host.doing(None);
                self.watch.touch_drafts();
                written.map(|heads| Some(Answer::Written(heads)))
            }
            Ask::NewCase(channel, edits) => {
                self.new_case(channel, edits).await.map(|doc| Some(Answer::Made(doc)))
            }
            Ask::Share(case, person) => self.share(case, person).await.map(|()| Some(Answer::Done)),
            Ask::Invite(invitee) => self.invite(id, invitee).await.map(|()| None),
            Ask::Erase(case) => self.erase(id, case).await.map(|()| None),
            Ask::RemovePerson(person) => {
                self.change_roll(Some(id), Wish::RemovePerson(person), None).await.map(|()| None)
            }
            Ask::RemoveDevice(device) => {
                self.change_roll(Some(id), Wish::RemoveDevice(device), None).await.map(|()| None)
            }
            Ask::SetRoles(person, roles) => {
                self.change_roll(Some(id), Wish::SetRoles(person, roles), None).await.map(|()| None)
            }
            Ask::Unshare(case, person) => self.unshare(id, case, person).await.map(|()| None),
            Ask::Past(case) => Ok(Some(Answer::Past(self.past(case).await))),
            Ask::Tray => self.tray().await.map(|tray| Some(Answer::Tray(tray))),
            Ask::Adopt(doc, device, up_to) => {
                let act = Act::Adopt(doc, device, up_to);
                self.do_once(id, [act].into()).await.map(|()| None)
            }
            Ask::Dismiss(doc, device, up_to) => {
                self.dismiss(doc, device, up_to).await.map(|()| Some(Answer::Done))
            }
            Ask::KeepDraft(doc, drafted) => self.keep_draft(doc, &drafted).await.map(|()| Some(Answer::Done)),
            Ask::Retry => {
                self.contact.dial_at_ms = 0;
                Ok(Some(Answer::Done))
            }
            Ask::Resume(_)
            | Ask::Found(_)
            | Ask::OpenInvitation(_)
            | Ask::Join(_)
            | Ask::LogIn(_)
            | Ask::Recover(_)
            | Ask::Unlock(..)
            | Ask::Lock
            | Ask::LogOut
            | Ask::ChangePassphrase(..)
            | Ask::Room => Err(Failure::Locked),
        };
        let answer = match done {
            Ok(None) => return,
            Ok(Some(answer)) => answer,
            Err(failure) => Answer::Trouble(failure.trouble()),
        };
        self.watch.answer(id, answer);
    }

    /// Makes an edit, and the one that goes with it, in one transaction.
    async fn write(
        &mut self,
        doc: DocId,
        edit: Edit,
        seen: Heads,
        beside: Vec<Op>,
    ) -> Result<Heads, Failure> {
        if !self.load(doc).await? {
            return Err(Failure::NotHere);
        }
        if !self.may_write(doc) {
            return Err(Failure::Forbidden);
        }
        if self.guard.is_unwritable(doc) {
            return Err(Failure::Fails);
        }
        self.host.doing(Some(Doing::Write(doc)));
        let mut batch = Batch::default();
        batch.beside(beside);
        let around = self.around(doc);
        let made = self.compose(&mut batch, doc, &edit, &seen, around);
        let heads = match made {
            Ok(heads) => heads,
            Err(failure) => return Err(failure),
        };
        if let Some(also) = edit.also(doc.kind()) {
            let story = doc.sibling(DocKind::Story);
            let is_here = self.load(story).await;
            self.host.doing(Some(Doing::Write(story)));
            let also_made = match is_here {
                Ok(true) => self.compose(&mut batch, story, &also, &Heads::default(), around),
                Ok(false) => Err(Failure::NotHere),
                Err(error) => Err(error.into()),
            };
            if let Err(failure) = also_made {
                self.documents.forget(doc);
                return Err(failure);
            }
        }
        // a lead or helper named by the edit is let in by the same transaction
        if let Edit::Case(case::Edit::SetLead(person) | case::Edit::AddAssist(person)) = &edit
            && let Err(failure) = self.grant_case(&mut batch, doc, *person).await
        {
            self.documents.forget(doc);
            return Err(failure);
        }
        self.save(batch).await?;
        Ok(heads)
    }

    /// Draws the number of the next case, after the last one that was drawn on this tablet.
    pub(super) fn draw(&mut self, drawn: Option<&TempNo>) -> TempNo {
        let next = self.next_number(drawn);
        self.drawn = Some(next.clone());
        next
    }

    fn next_number(&self, drawn: Option<&TempNo>) -> TempNo {
        TempNo::next(&self.session.about.label, self.host.now_ms(), &self.cards, drawn)
    }

    /// Begins a case.
    async fn new_case(&mut self, channel: Channel, edits: Vec<Edit>) -> Result<DocId, Failure> {
        let number = self.drawn.take().unwrap_or_else(|| self.next_number(None));
        let open = case::Edit::Open {
            step: self.item(),
            temp_no: number.text(),
            channel,
            received_ms: self.host.now_ms() as i64,
            received_by: self.session.person,
        };
        let edits = std::iter::once(Edit::Case(open)).chain(edits).collect();
        self.make_case(edits).await
    }

    /// Begins a case with these edits: for the demo writer, which brings numbers and dates of its own.
    pub async fn import_case(&mut self, edits: Vec<Edit>) -> Result<DocId, Failure> {
        self.make_case(edits).await
    }

    async fn make_case(&mut self, edits: Vec<Edit>) -> Result<DocId, Failure> {
        let case = DocId::random(DocKind::Case, &mut self.rng);
        let mut batch = Batch::default();
        let made = CASE_KINDS.iter().try_for_each(|kind| self.make(&mut batch, case.sibling(*kind)));
        let composed = made.and_then(|()| {
            edits.iter().try_for_each(|edit| {
                let kind = edit.kind().ok_or(Failure::NotHere)?;
                let doc = case.sibling(kind);
                let around = self.around(doc);
                self.compose(&mut batch, doc, edit, &Heads::default(), around)?;
                if let Some(also) = edit.also(kind) {
                    self.compose(&mut batch, case.sibling(DocKind::Story), &also, &Heads::default(), around)?;
                }
                // later edits may depend on what these documents now say
                self.renew_card(doc);
                Ok(())
            })
        });
        if let Err(failure) = composed {
            self.unmake(case);
            return Err(failure);
        }
        for edit in &edits {
            if let Edit::Case(case::Edit::SetLead(person) | case::Edit::AddAssist(person)) = edit
                && let Err(failure) = self.grant_case(&mut batch, case, *person).await
            {
                self.unmake(case);
                return Err(failure);
            }
        }
        if let Err(failure) = self.save(batch).await {
            self.unmake(case);
            return Err(failure);
        }
        Ok(case)
    }

    /// Makes a document in memory: a key, the maker's grant, the skeleton.
    pub(super) fn make(&mut self, batch: &mut Batch, doc: DocId) -> Result<(), Failure> {
        let kind = doc.kind();
        let roles = self.roll.now().roles(self.session.person);
        if roles.is_empty() {
            // somebody who has only just joined: the roll that says so is on its way
            return Err(Failure::NoKey);
        }
        if !roles.iter().any(|role| may_make(*role, kind)) {
            return Err(Failure::Forbidden);
        }
        let loaded = Loaded::new(doc).ok_or(Failure::NotHere)?;
        self.keyring.learn_key(doc, DocKey::random(&mut self.rng));
        let mut readers = vec![
            (Recipient::Person(self.session.person), Right::Keep),
            (Recipient::Group(keeper_group(kind)), Right::Keep),
        ];
        readers.extend(audience(kind).iter().map(|(group, right)| (Recipient::Group(*group), *right)));
        let grant = self.keyring.grant(doc, self.seen(doc), &readers, &self.roll, &mut self.rng);
        let grant = grant.map_err(|_| Failure::NoKey)?;
        let skeleton = Document::skeleton(kind).ok_or(Failure::NotHere)?;
        self.documents.put(doc, loaded);
        batch.grant(doc, grant);
        batch.change(doc, skeleton.to_vec());
        Ok(())
    }

    /// Makes the studio's own page, at its founding.
    pub async fn make_studio(&mut self, doc: DocId, name: &str, founder: &str) -> Result<(), Failure> {
        let mut batch = Batch::default();
        self.make(&mut batch, doc)?;
        let person = self.session.person;
        for edit in [
            studio::Edit::SetName(name.to_owned()),
            studio::Edit::SetDisplayName(person, founder.to_owned()),
            studio::Edit::SetTabletLabel(self.session.about.tablet, self.session.about.label.clone()),
        ] {
            self.compose(&mut batch, doc, &Edit::Studio(edit), &Heads::default(), Default::default())?;
        }
        self.save(batch).await
    }

    /// This device's entries for a document, in order.
    pub(super) async fn own_entries(&self, doc: DocId) -> Result<Vec<Entry>, Failure> {
        let rows = self.store.entries(doc).await?.into_iter().map(|it| it.entry);
        Ok(rows.filter(|entry| entry.header.device == self.session.device).collect())
    }

    /// The receipts that came beside the socket.
    pub(super) async fn take_receipts(&mut self, receipts: Vec<Receipt>) -> Result<(), Failure> {
        let founding = receipts.iter().filter(|it| it.doc == DocId::ZERO);
        let ops =
            founding.map(|it| store::put_kept(it.doc, it.device, it.n, it.position, it.kept_ms)).collect();
        self.store.commit(ops).await?;
        self.receipts(receipts).await
    }

    fn unmake(&mut self, case: DocId) {
        for kind in CASE_KINDS {
            self.unlearn(case.sibling(kind));
            self.cards.forget(case.sibling(kind));
        }
    }

    /// A name for an item of a list.
    pub(super) fn item(&mut self) -> ItemId {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        ItemId(bytes)
    }
}

/// The groups that read a document of a kind besides its keepers, and what they may do. Settings and names,
/// directories, rotas and activities are every member's. Auditors see what a case became, not who is in it; see
/// decision 14.
fn audience(kind: DocKind) -> &'static [(Group, Right)] {
    const MEMBERS: (Group, Right) = (Group::Everyone, Right::Write);
    const AUDITORS: (Group, Right) = (Group::Auditors, Right::Read);
    match kind {
        DocKind::Case => &[AUDITORS],
        DocKind::Studio => &[MEMBERS, AUDITORS],
        DocKind::Directory
        | DocKind::Venue
        | DocKind::Roster
        | DocKind::Activity
        | DocKind::Study
        | DocKind::Publicity => &[MEMBERS],
        _ => &[],
    }
}
