//! What may happen next, and the choice of it: one seed, one story.

use std::collections::{BTreeMap, VecDeque};

use client::engine::Input;
use client::engine::api::{Answer, Ask, Tick, ToPage};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use record::enums::{Category, Channel, PartyKind, PartyRole};
use record::story::TextField;
use record::{Edit, Heads, ItemId, case, people, story};
use shared::entry::{Entry, Kind};
use shared::ids::{DocId, DocKind};
use shared::sync::{ToDevice, ToRelay};

use super::Bug;
use super::cast::{Cast, OFFICE, START_MS};
use super::device::Device;
use super::model::{KnownCase, Mark, Model, claims, lost_by_wiping};
use super::relay::{Copy, Out, SimRelay, Sockets};
use super::report::Report;
use super::shown::Tier;
use super::ticks::{self, Compared};

/// Steps in which everybody must have come to rest after it has healed.
const REST_MAX: u32 = 20_000;
const YEAR_MS: i64 = 365 * 86_400_000;

struct World<R: Tier> {
    rng: ChaCha8Rng,
    /// Whether people are shut out in this story; the relay's disk is then never put back.
    shuts: bool,
    bug: Option<Bug>,
    now_ms: u64,
    relay: SimRelay,
    sockets: Sockets,
    /// What the relay's disk held a while ago.
    copy: Option<Copy>,
    devices: Vec<Device<R>>,
    /// Frames on their way, in order, by socket: to the relay and to the device.
    up: BTreeMap<u32, VecDeque<Vec<u8>>>,
    down: BTreeMap<u32, VecDeque<Vec<u8>>>,
    next_socket: u32,
    /// Copies of pushes, to come again by somebody else's hand.
    copies: Vec<Vec<u8>>,
    model: Model,
    compared: Compared,
    /// What each unanswered ask would make true.
    asked: BTreeMap<u32, (usize, Pending)>,
    next_ask: u32,
    parties: BTreeMap<DocId, ItemId>,
    /// How many cases were begun, answered or not.
    begun: u32,
    report: Report,
    is_aloud: bool,
    trace: blake3::Hasher,
}

enum Pending {
    Case(ItemId, Vec<Mark>),
    Mark(DocId, Mark),
    Share(DocId, usize),
    Unshare(Unsharing),
    Remove(usize),
    Adopt,
}

/// A right that is to be taken away.
struct Unsharing {
    case: DocId,
    with: usize,
    /// Whether nobody else asks meanwhile to let them in.
    is_alone: bool,
    /// How long the relay's log was.
    since: usize,
}

/// Tells the story of one seed.
pub(super) fn story<R: Tier>(seed: u64, bug: Option<Bug>, is_aloud: bool) -> Report {
    let mut world = World::<R>::new(seed, bug, is_aloud);
    let sure = world.sure();
    // to be let in, shut out and heard of takes longer
    let steps = if world.shuts { 2 * R::STEPS } else { R::STEPS };
    for step in 0..steps {
        match sure.iter().position(|at| *at == step) {
            Some(0) => world.crash(step as usize % world.devices.len()),
            Some(_) => world.partition(step as usize % world.devices.len()),
            None => world.step(),
        }
    }
    world.heal();
    world.report.trace = *world.trace.finalize().as_bytes();
    world.report
}

impl<R: Tier> World<R> {
    fn new(seed: u64, bug: Option<Bug>, is_aloud: bool) -> Self {
        let planted = bug.and_then(Bug::in_engine);
        let cast = Cast::get();
        let devices = cast.disks().map(|disk| Device::new(disk, planted)).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut world = Self {
            shuts: rng.next_u64().is_multiple_of(2),
            rng,
            bug,
            now_ms: START_MS + 1000,
            relay: cast.relay(),
            sockets: Sockets::default(),
            copy: None,
            devices,
            up: BTreeMap::new(),
            down: BTreeMap::new(),
            next_socket: 0,
            copies: Vec::new(),
            model: Model::default(),
            compared: Compared::default(),
            asked: BTreeMap::new(),
            next_ask: 0,
            parties: BTreeMap::new(),
            begun: 0,
            report: Report::default(),
            is_aloud,
            trace: blake3::Hasher::new(),
        };
        world.relay.plant(bug.and_then(Bug::in_relay));
        (0..world.devices.len()).for_each(|i| world.start(i));
        world
    }

    fn below(&mut self, n: usize) -> usize {
        (self.rng.next_u64() % n.max(1) as u64) as usize
    }

    fn note(&mut self, what: &str, i: usize) {
        self.trace.update(what.as_bytes());
        self.trace.update(&(i as u64).to_be_bytes());
        self.report.counts.events += 1;
        self.say(|| format!("{what} {i}"));
    }

    /// Says more about what happens, if somebody listens.
    fn say(&mut self, line: impl FnOnce() -> String) {
        if self.is_aloud {
            self.report.told.push(line());
        }
    }

    /// The steps at which a crash and a partition come for sure.
    fn sure(&mut self) -> [u32; 2] {
        let half = R::STEPS as usize / 2;
        [(half / 2 + self.below(half)) as u32, (half / 2 + self.below(half)) as u32]
    }

    fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        seed
    }

    fn start(&mut self, i: usize) {
        // what was still to be handled when it could not be opened is not handled any more
        self.forget_asks(i);
        let seed = self.seed();
        let now_ms = self.now_ms;
        let device = &mut self.devices[i];
        device.host.set_now(now_ms.saturating_add_signed(device.skew_ms));
        device.start(seed);
    }

    /// One thing happens.
    fn step(&mut self) {
        let i = self.below(self.devices.len());
        match self.below(100) {
            0..8 if self.shuts => self.let_in_or_shut_out(),
            0..18 => self.act(i),
            18..68 => {
                // much can go on between two things that people do or suffer
                for _ in 0..=self.below(R::BURST) {
                    self.go_on();
                }
            }
            68..80 => {
                let ms = 1 + self.below(1500) as u64;
                self.pass(ms);
            }
            80..82 if R::IS_PUT_BACK && !self.shuts => self.put_relay_back(),
            80..82 => self.pass(1_000),
            82..85 => self.crash(i),
            85 => self.crash_relay(),
            86..88 => self.hang_up(i),
            88..91 => self.partition(i),
            91..93 => self.turn_clock(i),
            93..95 => self.repeat_push(),
            95..97 => self.fail_disk(i),
            97..99 => self.fail_relay(),
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
                let input = self.devices[i].inputs.front().map(name_of);
                self.say(|| format!("  {input:?}"));
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
}

fn name_of(input: &Input) -> &'static str {
    match input {
        Input::Ask(..) => "ask",
        Input::Watch(_) => "watch",
        Input::Unwatch(_) => "unwatch",
        Input::Up => "up",
        Input::Down => "down",
        Input::Frame(_) => "frame",
        Input::Tick => "tick",
        Input::Wake => "wake",
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
mod faults;
mod net;
mod rest;
mod shuts;
