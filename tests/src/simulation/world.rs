//! What may happen next, and the choice of it: one seed, one story.

use std::collections::{BTreeMap, VecDeque};

use client::engine::api::{Answer, Ask, ToPage};
use client::engine::{Input, PlantedBug};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use record::enums::{Category, Channel, PartyKind, PartyRole};
use record::story::TextField;
use record::{Edit, Heads, ItemId, case, people, story};
use shared::ids::{DocId, DocKind};
use shared::sync::ToRelay;

use super::cast::{Cast, START_MS};
use super::device::Device;
use super::model::{KnownCase, Mark, Model, claims};
use super::relay::{Out, SimRelay, Sockets};

/// A bug that is planted to see whether the checks bite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// The relay gives receipts before its commit.
    ReceiptBeforeCommit,
    /// A device sends before it has saved.
    SendBeforeSave,
    /// A device believes that what was under way has arrived.
    LostOutbox,
}

/// How a story went.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was found wrong; nothing, if all is well.
    pub wrong: Vec<String>,
    /// How much happened.
    pub events: u32,
    /// Edits that were called saved.
    pub saved: u32,
    /// Power cuts of a device.
    pub crashes: u32,
    /// Power cuts of a device in the middle of writing.
    pub torn: u32,
    /// Power cuts of the relay.
    pub relay_crashes: u32,
    /// Devices that went where there is no network.
    pub partitions: u32,
    /// A hash of everything that happened, in order.
    pub trace: [u8; 32],
}

/// Steps before the network heals.
const STEPS: u32 = 320;
/// Steps in which everybody must have come to rest after it has healed.
const REST_MAX: u32 = 20_000;
const YEAR_MS: i64 = 365 * 86_400_000;
/// The devices that stand in the office: the founder's and the clerk's.
const OFFICE: [usize; 2] = [0, 1];

struct World {
    rng: ChaCha8Rng,
    bug: Option<Bug>,
    now_ms: u64,
    relay: SimRelay,
    sockets: Sockets,
    devices: Vec<Device>,
    /// Frames on their way, in order, by socket: to the relay and to the device.
    up: BTreeMap<u32, VecDeque<Vec<u8>>>,
    down: BTreeMap<u32, VecDeque<Vec<u8>>>,
    next_socket: u32,
    /// Copies of pushes, to come again by somebody else's hand.
    copies: Vec<Vec<u8>>,
    model: Model,
    /// What each unanswered ask would make true.
    asked: BTreeMap<u32, (usize, Pending)>,
    next_ask: u32,
    parties: BTreeMap<DocId, ItemId>,
    report: Report,
    trace: blake3::Hasher,
}

enum Pending {
    Case(ItemId, Vec<Mark>),
    Mark(DocId, Mark),
    Share(DocId, usize),
}

/// Runs one seed.
pub fn run(seed: u64, bug: Option<Bug>) -> Report {
    let mut world = World::new(seed, bug);
    for _ in 0..STEPS {
        world.step();
    }
    world.heal();
    world.report.trace = *world.trace.finalize().as_bytes();
    world.report
}

impl World {
    fn new(seed: u64, bug: Option<Bug>) -> Self {
        let planted = match bug {
            Some(Bug::SendBeforeSave) => Some(PlantedBug::SendBeforeSave),
            Some(Bug::LostOutbox) => Some(PlantedBug::LostOutbox),
            Some(Bug::ReceiptBeforeCommit) | None => None,
        };
        let cast = Cast::get();
        let devices = cast.devices().map(|(session, disk)| Device::new(session, disk, planted)).collect();
        let mut world = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            bug,
            now_ms: START_MS + 1000,
            relay: cast.relay(),
            sockets: Sockets::default(),
            devices,
            up: BTreeMap::new(),
            down: BTreeMap::new(),
            next_socket: 0,
            copies: Vec::new(),
            model: Model::default(),
            asked: BTreeMap::new(),
            next_ask: 0,
            parties: BTreeMap::new(),
            report: Report::default(),
            trace: blake3::Hasher::new(),
        };
        (0..world.devices.len()).for_each(|i| world.start(i));
        world
    }

    fn below(&mut self, n: usize) -> usize {
        (self.rng.next_u64() % n.max(1) as u64) as usize
    }

    fn note(&mut self, what: &str, i: usize) {
        self.trace.update(what.as_bytes());
        self.trace.update(&(i as u64).to_be_bytes());
        self.report.events += 1;
    }

    fn start(&mut self, i: usize) {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        let now_ms = self.now_ms;
        let device = &mut self.devices[i];
        device.host.set_now(now_ms.saturating_add_signed(device.skew_ms));
        device.start(seed);
    }

    /// One thing happens.
    fn step(&mut self) {
        let i = self.below(self.devices.len());
        match self.below(100) {
            0..18 => self.act(i),
            18..68 => {
                self.go_on();
            }
            68..82 => {
                let ms = 1 + self.below(1500) as u64;
                self.pass(ms);
            }
            82..87 => self.crash(i),
            87..89 => self.crash_relay(),
            89..92 => self.hang_up(i),
            92..95 => self.partition(i),
            95..96 => self.turn_clock(i),
            96..97 => self.repeat_push(),
            _ => self.pass(20_000),
        }
        if self.devices[i].is_dead() {
            self.start(i);
            self.note("start", i);
        }
    }

    /// Whatever can go on goes on: a disk, a frame, an input, a batch; one of them.
    fn go_on(&mut self) -> bool {
        let busy = (0..self.devices.len()).filter(|i| self.devices[*i].is_busy()).map(Going::Write);
        let inputs = 0..self.devices.len();
        let inputs = inputs.filter(|i| self.devices[*i].is_idle() && !self.devices[*i].inputs.is_empty());
        let up = self.up.iter().filter(|(_, queue)| !queue.is_empty()).map(|(no, _)| Going::Up(*no));
        let down = self.down.iter().filter(|(_, queue)| !queue.is_empty()).map(|(no, _)| Going::Down(*no));
        let batch = self.relay.has_waiting(&self.sockets).then_some(Going::Batch);
        let all: Vec<Going> =
            busy.chain(inputs.map(Going::Begin)).chain(up).chain(down).chain(batch).collect();
        if all.is_empty() {
            return false;
        }
        let going = all[self.below(all.len())];
        match going {
            Going::Write(i) => {
                self.note("write", i);
                self.devices[i].write();
                self.after(i);
            }
            Going::Begin(i) => {
                self.note("begin", i);
                let now_ms = self.now_ms;
                let device = &mut self.devices[i];
                device.host.set_now(now_ms.saturating_add_signed(device.skew_ms));
                device.begin();
                self.after(i);
            }
            Going::Up(no) => self.deliver_up(no),
            Going::Down(no) => self.deliver_down(no),
            Going::Batch => {
                self.note("batch", 0);
                let early = self.bug == Some(Bug::ReceiptBeforeCommit);
                let out = self.relay.batch(&mut self.sockets, self.now_ms, early, false);
                self.route(out);
            }
        }
        true
    }

    /// What an engine said and did goes where it belongs.
    fn after(&mut self, i: usize) {
        let frames = self.devices[i].host.take_out();
        if let Some(no) = self.devices[i].socket {
            for frame in frames {
                self.trace.update(&frame);
                if matches!(ToRelay::decode(&frame), Ok(ToRelay::Push(_)))
                    && self.rng.next_u64().is_multiple_of(8)
                {
                    self.copies.push(frame.clone());
                }
                self.up.entry(no).or_default().push_back(frame);
            }
        }
        for told in self.devices[i].host.take_told() {
            if let ToPage::Answer(id, answer) = told {
                self.answered(id, answer);
            }
        }
        if self.devices[i].host.take_dial() {
            self.dial(i);
        }
    }

    fn dial(&mut self, i: usize) {
        self.drop_socket(i);
        if self.devices[i].is_cut_off {
            self.devices[i].inputs.push_back(Input::Down);
            return;
        }
        let no = self.next_socket;
        self.next_socket += 1;
        self.devices[i].socket = Some(no);
        self.devices[i].inputs.push_back(Input::Up);
        let mut nonce = [0; 16];
        self.rng.fill_bytes(&mut nonce);
        let out = self.relay.open(&mut self.sockets, no, nonce, self.now_ms);
        self.route(out);
    }

    /// A socket is gone, with every frame on its way.
    fn drop_socket(&mut self, i: usize) -> bool {
        let Some(no) = self.devices[i].socket.take() else { return false };
        self.up.remove(&no);
        self.down.remove(&no);
        true
    }

    fn deliver_up(&mut self, no: u32) {
        let Some(frame) = self.up.get_mut(&no).and_then(VecDeque::pop_front) else { return };
        self.note("up", no as usize);
        let out = self.relay.frame(&mut self.sockets, no, &frame);
        self.route(out);
    }

    fn deliver_down(&mut self, no: u32) {
        let Some(frame) = self.down.get_mut(&no).and_then(VecDeque::pop_front) else { return };
        self.note("down", no as usize);
        self.trace.update(&frame);
        if let Some(device) = self.devices.iter_mut().find(|device| device.socket == Some(no)) {
            device.inputs.push_back(Input::Frame(frame));
        }
    }

    fn route(&mut self, out: Out) {
        for (no, frame) in out {
            match frame {
                Some(frame) => self.down.entry(no).or_default().push_back(frame.encode()),
                None => {
                    if let Some(i) = self.devices.iter().position(|device| device.socket == Some(no)) {
                        self.hang_up(i);
                    }
                }
            }
        }
    }

    fn pass(&mut self, ms: u64) {
        self.now_ms += ms;
        for i in 0..self.devices.len() {
            let now_ms = self.now_ms;
            let device = &mut self.devices[i];
            let own_ms = now_ms.saturating_add_signed(device.skew_ms);
            device.host.set_now(own_ms);
            if device.host.wake_ms() <= own_ms && device.is_idle() && device.inputs.is_empty() {
                device.inputs.push_back(Input::Tick);
            }
        }
    }

    fn hang_up(&mut self, i: usize) {
        if self.drop_socket(i) {
            self.note("hang up", i);
            self.devices[i].inputs.push_back(Input::Down);
        }
    }

    fn partition(&mut self, i: usize) {
        self.devices[i].is_cut_off = !self.devices[i].is_cut_off;
        self.note("partition", i);
        if self.devices[i].is_cut_off {
            self.report.partitions += 1;
            self.hang_up(i);
        }
    }

    fn crash(&mut self, i: usize) {
        // to hit a disk that writes, wait for one: a person who works is who the power fails
        let i = (0..self.devices.len()).find(|i| self.devices[*i].disk.is_writing()).unwrap_or(i);
        self.note("crash", i);
        // what it has sent is on its way, and may arrive although its sender is gone
        if self.rng.next_u64().is_multiple_of(2)
            && let Some(no) = self.devices[i].socket
        {
            while self.up.get(&no).is_some_and(|queue| !queue.is_empty()) {
                self.deliver_up(no);
            }
        }
        self.drop_socket(i);
        let was_just_done = self.rng.next_u64().is_multiple_of(4);
        self.report.crashes += 1;
        self.report.torn += u32::from(self.devices[i].crash(was_just_done));
        self.forget_asks(i);
        self.start(i);
    }

    fn crash_relay(&mut self) {
        self.note("relay crash", 0);
        self.report.relay_crashes += 1;
        if self.relay.has_waiting(&self.sockets) {
            let early = self.bug == Some(Bug::ReceiptBeforeCommit);
            let out = self.relay.batch(&mut self.sockets, self.now_ms, early, true);
            self.route(out);
            // what was sent before the power went arrives
            let waiting: Vec<u32> = self.down.keys().copied().collect();
            for no in waiting {
                while self.down.get(&no).is_some_and(|queue| !queue.is_empty()) {
                    self.deliver_down(no);
                }
            }
        }
        self.relay.crash(&mut self.sockets);
        (0..self.devices.len()).for_each(|i| self.hang_up(i));
    }

    fn turn_clock(&mut self, i: usize) {
        self.note("clock", i);
        let years = self.below(21) as i64 - 10;
        self.devices[i].skew_ms = years * YEAR_MS;
    }

    /// A push comes a second time, by a courier's hand.
    fn repeat_push(&mut self) {
        let Some(frame) = self.copies.pop() else { return };
        self.note("repeat", 0);
        let no = self.next_socket;
        self.next_socket += 1;
        let _ = self.relay.open(&mut self.sockets, no, [0; 16], self.now_ms);
        let studio = self.devices[0].session.studio;
        let talk = shared::sync::Talk::new(studio, false, None, Vec::new());
        let hello = talk.hello(Default::default(), None);
        let _ = self.relay.frame(&mut self.sockets, no, &hello.encode());
        let _ = self.relay.frame(&mut self.sockets, no, &frame);
    }
}

#[derive(Clone, Copy)]
enum Going {
    Write(usize),
    Begin(usize),
    Up(u32),
    Down(u32),
    Batch,
}

mod acts;
mod rest;
