//! What an engine is given here: a clock that may be wrong by years, a link that the simulation breaks, ears.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::rc::Rc;

use client::engine::api::ToPage;
use client::engine::{Clock, Host, Link, PostError, Record};

use super::disk::SimDisk;

/// The origin that every device signs.
pub(super) const ORIGIN: &str = "https://relay.example";

/// What an engine is given, with documents made of `R`. Clones share it.
pub(super) struct SimHost<R>(Rc<Shared>, PhantomData<R>);

impl<R> Clone for SimHost<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<R> Default for SimHost<R> {
    fn default() -> Self {
        Self(Rc::default(), PhantomData)
    }
}

#[derive(Default)]
struct Shared {
    now_ms: Cell<u64>,
    wake_ms: Cell<u64>,
    dials: Cell<bool>,
    out: RefCell<VecDeque<Vec<u8>>>,
    told: RefCell<Vec<ToPage>>,
    posted: RefCell<Vec<(String, Vec<u8>)>>,
}

impl<R> SimHost<R> {
    /// Sets the device's clock.
    pub(super) fn set_now(&self, now_ms: u64) {
        self.0.now_ms.set(now_ms);
    }

    /// When the engine wants to be woken.
    pub(super) fn wake_ms(&self) -> u64 {
        self.0.wake_ms.get()
    }

    /// Whether the engine has dialled since this was asked.
    pub(super) fn take_dial(&self) -> bool {
        self.0.dials.replace(false)
    }

    /// The frames that went out since this was asked.
    pub(super) fn take_out(&self) -> Vec<Vec<u8>> {
        self.0.out.borrow_mut().drain(..).collect()
    }

    /// What the page was told since this was asked.
    pub(super) fn take_told(&self) -> Vec<ToPage> {
        std::mem::take(&mut self.0.told.borrow_mut())
    }

    /// What was asked beside the socket since this was asked.
    pub(super) fn take_posted(&self) -> Vec<(String, Vec<u8>)> {
        std::mem::take(&mut self.0.posted.borrow_mut())
    }
}

impl<R> Clock for SimHost<R> {
    fn now_ms(&self) -> u64 {
        self.0.now_ms.get()
    }
}

impl<R> Link for SimHost<R> {
    fn dial(&self) {
        self.0.dials.set(true);
    }

    fn send(&self, frame: Vec<u8>) {
        self.0.out.borrow_mut().push_back(frame);
    }

    async fn post(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, PostError> {
        self.0.posted.borrow_mut().push((path.to_owned(), body));
        Ok(shared::codec::encode(&()))
    }

    fn origin(&self) -> String {
        ORIGIN.to_owned()
    }
}

impl<R: Record> Host for SimHost<R> {
    type Disk = SimDisk;
    type Record = R;

    fn tell(&self, frame: ToPage) {
        self.0.told.borrow_mut().push(frame);
    }

    fn wake(&self, at_ms: u64) {
        self.0.wake_ms.set(at_ms);
    }
}
