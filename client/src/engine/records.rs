//! The seam between the engine and what a document is made of. Production has one answer, [`Document`]; the
//! simulation has a second one that is so cheap that a hundred thousand stories can be told.

use record::edit::{Edit, EditError, Writer};
use record::studio::ClockDays;
use record::{Document, Heads, Incoming, Past, Taken, View, digest::Digest};
use shared::ids::{DeviceId, DocKind};

/// What a document is made of: everything that the engine asks of it.
pub trait Record: Sized {
    /// A document of a kind that nobody has written to; none if this version does not make such.
    fn new(kind: DocKind) -> Option<Self>;
    /// A document of which nothing is here yet, not even its skeleton.
    fn empty(kind: DocKind) -> Self;
    /// Takes entries in and says which are poison.
    fn take_many(&mut self, entries: &[Incoming<'_>]) -> Taken;
    /// Makes an edit: the change that travels, or none if nothing changes.
    fn edit(&mut self, edit: &Edit, writer: &Writer) -> Result<Option<Vec<u8>>, EditError>;
    /// The newest changes.
    fn heads(&self) -> Heads;
    /// The relay kept an entry.
    fn kept(&mut self, device: DeviceId, n: u64, position: u64, kept_ms: u64);
    /// The changes of one entry belong to another one now.
    fn renumber(&mut self, from: (DeviceId, u64), to: (DeviceId, u64));
    /// What lists show of it.
    fn digest(&self) -> Option<Digest>;
    /// What a screen shows of it.
    fn view(&self) -> Option<View>;
    /// What was written and gave way to something else.
    fn past(&self) -> Vec<Past>;
    /// How many days the clocks run, as the studio's document says. What holds no record says nothing of it.
    fn clock_days(&self) -> ClockDays {
        ClockDays::default()
    }
}

impl Record for Document {
    fn new(kind: DocKind) -> Option<Self> {
        Document::new(kind).ok()
    }

    fn empty(kind: DocKind) -> Self {
        Document::load(kind, []).0
    }

    fn take_many(&mut self, entries: &[Incoming<'_>]) -> Taken {
        self.take_many(entries)
    }

    fn edit(&mut self, edit: &Edit, writer: &Writer) -> Result<Option<Vec<u8>>, EditError> {
        self.edit(edit, writer)
    }

    fn heads(&self) -> Heads {
        self.heads()
    }

    fn kept(&mut self, device: DeviceId, n: u64, position: u64, kept_ms: u64) {
        self.kept(device, n, position, kept_ms);
    }

    fn renumber(&mut self, from: (DeviceId, u64), to: (DeviceId, u64)) {
        self.renumber(from, to);
    }

    fn digest(&self) -> Option<Digest> {
        self.digest()
    }

    fn view(&self) -> Option<View> {
        self.view()
    }

    fn past(&self) -> Vec<Past> {
        self.past()
    }

    fn clock_days(&self) -> ClockDays {
        self.clock_days()
    }
}
