//! An entry that breaks the engine: what is a trap of the worker in the browser is a panic here, and what the page does
//! about it is done as the page does it.

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;

use client::engine::Input;
use client::engine::api::{Ask, ToEngine, ToPage};
use client::engine::guard::Doing;
use client::engine::tablet::Tablet;
use futures::FutureExt;
use shared::ids::{DeviceId, DocId};

use super::NativeTablet;

/// The page gives up on an engine that breaks more often.
const BREAKS_MAX: u32 = 4;

/// An entry that breaks the engine whenever it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trap {
    /// Its document.
    pub doc: DocId,
    /// Its author's device.
    pub device: DeviceId,
    /// Its number.
    pub n: u64,
}

#[derive(Default)]
pub(super) struct Traps {
    armed: Cell<Option<Trap>>,
    /// Read as a whole, the record breaks the engine; entry by entry, only the entry does.
    is_slow: Cell<bool>,
    doing: Cell<Option<Doing>>,
    broke_at: RefCell<Vec<Doing>>,
}

impl Traps {
    /// The engine is about to do something.
    pub(super) fn doing(&self, doing: Option<Doing>) {
        self.doing.set(doing);
        let (Some(trap), Some(doing)) = (self.armed.get(), doing) else { return };
        let breaks = match doing {
            Doing::Read(doc) => doc == trap.doc && !self.is_slow.replace(true),
            Doing::Take(doc, device, n) => Trap { doc, device, n } == trap,
            Doing::Write(_) => false,
        };
        if breaks {
            self.broke_at.borrow_mut().push(doing);
            panic!("planted: this entry breaks the engine");
        }
    }
}

impl NativeTablet {
    /// From now on this entry breaks the engine whenever it is read.
    pub fn arm(&mut self, trap: Trap) {
        self.desk.0.traps.armed.set(Some(trap));
    }

    /// What the engine was doing each time that it broke.
    pub fn broke_at(&self) -> Vec<Doing> {
        self.desk.0.traps.broke_at.borrow().clone()
    }

    /// Hands an input to the tablet. Should the engine break at it, another takes its place.
    pub(super) async fn take(&mut self, input: Input) {
        if self.desk.0.traps.armed.get().is_none() {
            return self.tablet.input(input).await;
        }
        if AssertUnwindSafe(self.tablet.input(input)).catch_unwind().await.is_ok() {
            return;
        }
        for _ in 1..BREAKS_MAX {
            if AssertUnwindSafe(self.start_again()).catch_unwind().await.is_ok() {
                return;
            }
        }
        panic!("the engine breaks each time");
    }

    /// The page starts the next engine, tells it what the one before was doing, and brings the person back.
    async fn start_again(&mut self) {
        let at = self.desk.0.traps.doing.take();
        self.hang_up().await;
        self.tablet = Tablet::open(self.desk.clone()).await.expect("a shelf in memory opens");
        if let Some(at) = at {
            self.tablet.page(ToEngine::Failed(at)).await;
        }
        let told = self.desk.0.told.borrow().iter().rev().find_map(|it| match it {
            ToPage::Resume(resume) => Some(resume.clone()),
            ToPage::Answer(..) | ToPage::View(..) | ToPage::Told(_) => None,
        });
        if let Some(resume) = told {
            self.next_ask += 1;
            self.tablet.page(ToEngine::Ask(self.next_ask, Box::new(Ask::Resume(resume)))).await;
        }
    }

    /// The socket goes with the engine that held it.
    async fn hang_up(&mut self) {
        if self.desk.0.out.take().is_none() {
            return;
        }
        while let Some(input) = self.inputs.recv().await {
            if matches!(input, Input::Down) {
                return;
            }
        }
    }
}
