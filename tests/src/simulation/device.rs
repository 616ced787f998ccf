//! One device: an engine that handles one input at a time, a socket, a crash in the middle of either.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use client::engine::disk::Table;
use client::engine::{Engine, Input, PlantedBug, Record, Session, session};
use shared::keys::SealedVault;

use super::cast::stretched;
use super::disk::SimDisk;
use super::host::SimHost;
use super::ticks::Ticks;

type Work<R> = Pin<Box<dyn Future<Output = Engine<SimHost<R>>>>>;

enum State<R: Record> {
    /// Waits for an input.
    Idle(Box<Engine<SimHost<R>>>),
    /// Handles one, and may wait for the disk.
    Busy(Work<R>),
    /// Without power.
    Dead,
}

/// One device.
pub(super) struct Device<R: Record> {
    /// Who it belongs to, as its disk says.
    pub session: Session,
    /// What lies on it.
    pub disk: SimDisk,
    /// What its engine is given.
    pub host: SimHost<R>,
    /// How wrong its clock is, in milliseconds.
    pub skew_ms: i64,
    /// What it has still to handle.
    pub inputs: VecDeque<Input>,
    /// The socket it believes to have.
    pub socket: Option<u32>,
    /// What its screen shows of how far everything has come.
    pub ticks: Ticks,
    /// The relay's disk was put back: what its screen shows need not be so until it is live on a socket not older
    /// than this.
    pub excused: Option<u32>,
    /// Whether it stands where there is no network.
    pub is_cut_off: bool,
    /// Whether it was taken off the roll, and wiped when it had handed everything in.
    pub is_gone: bool,
    state: State<R>,
    bug: Option<PlantedBug>,
}

impl<R: Record + 'static> Device<R> {
    /// A device without power.
    pub(super) fn new(disk: SimDisk, bug: Option<PlantedBug>) -> Self {
        Self {
            session: session_on(&disk),
            disk,
            host: SimHost::default(),
            skew_ms: 0,
            inputs: VecDeque::new(),
            socket: None,
            ticks: Ticks::default(),
            excused: None,
            is_cut_off: false,
            is_gone: false,
            state: State::Dead,
            bug,
        }
    }

    /// Whether it can take an input.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle(_))
    }

    /// Whether it waits for its disk.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.state, State::Busy(_))
    }

    /// Whether it has no power, and could have.
    pub(super) fn is_dead(&self) -> bool {
        matches!(self.state, State::Dead) && !self.is_gone
    }

    /// The engine, while it waits for an input.
    pub(super) fn engine(&mut self) -> Option<&mut Engine<SimHost<R>>> {
        match &mut self.state {
            State::Idle(engine) => Some(engine),
            State::Busy(_) | State::Dead => None,
        }
    }

    /// Power comes: the engine is opened from the disk, unless that cannot be read.
    pub(super) fn start(&mut self, seed: [u8; 32]) {
        self.session = session_on(&self.disk);
        let opening = Engine::open(self.host.clone(), self.disk.clone(), self.session.clone(), seed);
        let Some(opened) = ready(opening) else { panic!("nobody waits for a disk in memory to be read") };
        let Ok(mut engine) = opened else { return };
        if let Some(bug) = self.bug {
            engine.plant(bug);
        }
        self.state = State::Idle(Box::new(engine));
        self.ticks = Ticks::default();
        self.inputs = VecDeque::from([Input::Tick]);
    }

    /// The memory no longer agrees with the disk: the engine is opened again, as a tablet does. Answers whether it
    /// had to be, with what was asked and will never be answered.
    pub(super) fn reopen(&mut self, seed: impl FnOnce() -> [u8; 32]) -> Option<Vec<u32>> {
        self.engine().filter(|engine| engine.is_stale())?;
        let State::Idle(engine) = std::mem::replace(&mut self.state, State::Dead) else { return None };
        let asks = engine.into_parts().asks;
        let waiting = std::mem::take(&mut self.inputs);
        self.start(seed());
        if let Some(engine) = self.engine() {
            engine.hold_off();
        }
        self.inputs.extend(waiting);
        Some(asks)
    }

    /// Whether what it shows need not be so, because it cannot know yet that the relay's disk was put back. When it
    /// does, everything that it shows is news.
    pub(super) fn is_excused(&mut self) -> bool {
        let Some(since) = self.excused else { return false };
        let is_new = self.socket.is_some_and(|no| no >= since);
        // what a disk refused to take back is taken back once the engine is loaded anew
        if is_new && self.engine().is_some_and(|engine| engine.is_live() && !engine.is_stale()) {
            self.excused = None;
            self.ticks = Ticks::default();
        }
        self.excused.is_some()
    }

    /// Begins to handle the next input.
    pub(super) fn begin(&mut self) {
        if !self.is_idle() {
            return;
        }
        let Some(input) = self.inputs.pop_front() else { return };
        let State::Idle(mut engine) = std::mem::replace(&mut self.state, State::Dead) else { return };
        self.state = State::Busy(Box::pin(async move {
            engine.handle(input).await;
            *engine
        }));
        self.go_on();
    }

    /// Lets the disk do what waits, and goes on.
    pub(super) fn write(&mut self) {
        self.disk.let_through();
        self.go_on();
    }

    fn go_on(&mut self) {
        let State::Busy(work) = &mut self.state else { return };
        if let Poll::Ready(engine) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            self.state = State::Idle(Box::new(engine));
        }
    }

    /// It was taken off the roll and has handed everything in: what is left on it goes.
    pub(super) fn wipe(&mut self) {
        self.crash(false);
        self.disk = SimDisk::default();
        self.is_gone = true;
    }

    /// Power goes. Answers whether it was in the middle of writing.
    pub(super) fn crash(&mut self, was_just_done: bool) -> bool {
        let was_writing = self.disk.is_writing();
        self.state = State::Dead;
        self.disk.cut(was_just_done);
        self.inputs.clear();
        self.socket = None;
        self.host.take_out();
        self.host.take_told();
        self.host.take_dial();
        was_writing
    }
}

/// Who is at a tablet with this disk: whoever continues an old key does so from the disk alone.
fn session_on(disk: &SimDisk) -> Session {
    let row = |name| disk.platter().row(Table::Meta, name).expect("everybody was enrolled");
    let vault = SealedVault::decode(&row(session::VAULT)).expect("it was sealed when they were enrolled");
    Session::open(&vault, &row(session::DEVICE).into(), &stretched().vault_key())
        .expect("it is their passphrase")
}

/// A future that does not have to wait.
pub(super) fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
