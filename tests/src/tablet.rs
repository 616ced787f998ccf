//! A tablet without a browser: the engine that ships, over real sockets and requests to the real relay.

mod disk;
mod trap;

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use client::engine::api::{Answer, Ask, Room, ToEngine, ToPage, Told, Topic, View};
use client::engine::courier::Wire;
use client::engine::disk::{MemoryDisk, Op, Shelf};
use client::engine::guard::Doing;
use client::engine::tablet::{Surroundings, Tablet};
use client::engine::{Clock, Host, Input, Link, PostError};
use futures::{SinkExt, StreamExt};
use shared::api::ApiError;
use shared::keys::{Salt, Stretched, WeakPassphrase, stretch};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::net::{self, Answered};

pub use disk::{NotedDisk, NotedShelf};
pub use trap::Trap;

type Frames = mpsc::UnboundedReceiver<Vec<u8>>;

/// A tablet that does not come to something within this time never will.
const PATIENCE: Duration = Duration::from_secs(30);
/// A tablet is given a tick at least this often.
const TICK: Duration = Duration::from_millis(50);

/// The tablet waited in vain.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("a tablet waited {} s in vain", PATIENCE.as_secs())]
pub struct Stuck;

/// Where a tablet runs here.
#[derive(Clone)]
pub struct Desk(Rc<Shared>);

struct Shared {
    relay: SocketAddr,
    shelf: NotedShelf,
    cookies: RefCell<Vec<String>>,
    out: RefCell<Option<mpsc::UnboundedSender<Vec<u8>>>>,
    inputs: mpsc::UnboundedSender<Input>,
    told: RefCell<Vec<ToPage>>,
    wake_ms: Cell<u64>,
    /// There is no network at the moment.
    is_away: Cell<bool>,
    traps: trap::Traps,
}

/// A tablet and what comes to it.
pub struct NativeTablet {
    /// The tablet.
    pub tablet: Tablet<Desk>,
    desk: Desk,
    inputs: mpsc::UnboundedReceiver<Input>,
    next_ask: u32,
}

impl NativeTablet {
    /// A new tablet. To be called inside a `LocalSet`.
    pub async fn new(relay: SocketAddr) -> Self {
        let (sender, inputs) = mpsc::unbounded_channel();
        let desk = Desk(Rc::new(Shared {
            relay,
            shelf: NotedShelf::default(),
            cookies: RefCell::default(),
            out: RefCell::default(),
            inputs: sender,
            told: RefCell::default(),
            wake_ms: Cell::new(u64::MAX),
            is_away: Cell::new(false),
            traps: trap::Traps::default(),
        }));
        let tablet = Tablet::open(desk.clone()).await.expect("a shelf in memory opens");
        Self { tablet, desk, inputs, next_ask: 0 }
    }

    /// Loses the network, or finds it again.
    pub async fn set_away(&mut self, is_away: bool) {
        self.desk.0.is_away.set(is_away);
        if is_away {
            *self.desk.0.out.borrow_mut() = None;
            self.until(|it| it.tablet.engine().is_none_or(|engine| !engine.is_live())).await;
        } else {
            self.tablet.input(Input::Wake).await;
        }
    }

    /// Lets the tablet work for a while.
    pub async fn work(&mut self, ms: u64) {
        let until = Instant::now() + Duration::from_millis(ms);
        self.until(|_| Instant::now() >= until).await;
    }

    /// Asks something and waits for the answer.
    pub async fn ask(&mut self, ask: Ask) -> Answer {
        self.try_ask(ask).await.expect("every ask is answered")
    }

    /// Carries what locked people left unsent. Answers with how many entries are still there.
    pub async fn deliver(&mut self) -> usize {
        let mut unsent = 0;
        for errand in self.tablet.errands().await {
            unsent += errand.run(&self.desk).await;
        }
        self.tablet.delivered().await;
        unsent
    }

    /// Lets the tablet work until everything is sent and fetched.
    pub async fn up_to_date(&mut self) {
        self.until(|it| it.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX))).await;
    }

    /// What this browser would send along with a question: its sessions.
    pub fn cookies(&self) -> String {
        self.desk.0.cookies.borrow().join("; ")
    }

    /// What the person was told so far.
    pub fn told(&self) -> Vec<Told> {
        let told = self.desk.0.told.borrow();
        told.iter().filter_map(|it| if let ToPage::Told(it) = it { Some(it.clone()) } else { None }).collect()
    }

    /// What a page was sent since this was last asked, in order.
    pub fn take_sent(&self) -> Vec<ToPage> {
        self.desk.0.told.take()
    }

    /// The disk of whoever has unlocked the tablet.
    pub async fn disk(&mut self) -> MemoryDisk {
        let session = self.tablet.engine().expect("somebody is at the tablet").session();
        let name = format!("{}-{}", session.studio, session.person);
        self.desk.0.shelf.open(&name).await.expect("a shelf in memory opens").rows
    }

    /// The transactions on the tablet's disks since this was last asked, in order.
    pub fn take_commits(&self) -> Vec<Vec<Op>> {
        self.desk.0.shelf.take_commits()
    }

    /// Fills the tablet's disks up, or makes room again.
    pub fn set_full(&self, is_full: bool) {
        self.desk.0.shelf.set_full(is_full);
    }

    /// Lets the tablet work until something is so.
    pub async fn until(&mut self, is_so: impl Fn(&mut Self) -> bool) {
        self.try_until(is_so).await.expect("the tablet comes to that");
    }

    /// Asks something and waits for the answer, but not for ever.
    pub async fn try_ask(&mut self, ask: Ask) -> Result<Answer, Stuck> {
        self.next_ask += 1;
        let id = self.next_ask;
        self.tablet.page(ToEngine::Ask(id, Box::new(ask))).await;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.desk.take_answer(id) {
                return Ok(answer);
            }
            self.step(deadline).await?;
        }
    }

    /// Lets the tablet work until something is so, but not for ever.
    pub async fn try_until(&mut self, is_so: impl Fn(&mut Self) -> bool) -> Result<(), Stuck> {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            self.step(deadline).await?;
        }
        Ok(())
    }

    /// Lets the tablet work until a topic shows something, but not for ever.
    pub async fn until_shown<T>(
        &mut self,
        topic: &Topic,
        find: impl Fn(View) -> Option<T>,
    ) -> Result<T, Stuck> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let view = match self.tablet.engine() {
                Some(engine) => engine.view(topic).await,
                None => None,
            };
            if let Some(found) = view.and_then(&find) {
                return Ok(found);
            }
            self.step(deadline).await?;
        }
    }

    /// Takes the next input, or a tick if none comes.
    async fn step(&mut self, deadline: Instant) -> Result<(), Stuck> {
        if Instant::now() >= deadline {
            return Err(Stuck);
        }
        let wake_in_ms = self.desk.0.wake_ms.get().saturating_sub(self.desk.now_ms());
        let wait = TICK.min(Duration::from_millis(wake_in_ms));
        let input = tokio::time::timeout(wait, self.inputs.recv()).await;
        // the desk holds the other end
        self.take(input.ok().flatten().unwrap_or(Input::Tick)).await;
        Ok(())
    }
}

/// The tablet finds the relay again and comes to rest.
pub async fn come_back(tablet: &mut NativeTablet) {
    tablet.until(|it| it.tablet.engine().is_some_and(|engine| !engine.is_up_to(u64::MAX))).await;
    tablet.tablet.input(Input::Wake).await;
    tablet.up_to_date().await;
}

/// Everybody works until nothing moves any more.
pub async fn come_to_rest(tablets: &mut [&mut NativeTablet]) {
    for _ in 0..3 {
        for tablet in tablets.iter_mut() {
            let until = Instant::now() + Duration::from_millis(300);
            tablet.until(|_| Instant::now() >= until).await;
            tablet.up_to_date().await;
        }
    }
}

impl Clock for Desk {
    fn now_ms(&self) -> u64 {
        SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as u64)
    }
}

impl Link for Desk {
    fn dial(&self) {
        if self.0.is_away.get() {
            let _ = self.0.inputs.send(Input::Down);
            return;
        }
        let (sender, mut out) = mpsc::unbounded_channel::<Vec<u8>>();
        *self.0.out.borrow_mut() = Some(sender);
        // the desk itself is not held: a tablet that is dropped hangs up
        let (relay, inputs) = (self.0.relay, self.0.inputs.clone());
        tokio::task::spawn_local(async move {
            if let Some(mut socket) = net::connect(relay).await {
                let _ = inputs.send(Input::Up);
                loop {
                    tokio::select! {
                        frame = out.recv() => match frame {
                            Some(frame) if socket.send(Message::Binary(frame.clone().into())).await.is_ok() => {}
                            Some(_) | None => break,
                        },
                        message = socket.next() => match message {
                            Some(Ok(Message::Binary(bytes))) => {
                                let _ = inputs.send(Input::Frame(bytes.into()));
                            }
                            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                            Some(Ok(_) | Err(_)) | None => break,
                        },
                    }
                }
            }
            let _ = inputs.send(Input::Down);
        });
    }

    fn send(&self, frame: Vec<u8>) {
        if let Some(out) = &*self.0.out.borrow() {
            // a socket that is gone loses what was meant for it
            let _ = out.send(frame);
        }
    }

    async fn post(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, PostError> {
        if self.0.is_away.get() {
            return Err(PostError::Offline);
        }
        let cookies = self.0.cookies.borrow().join("; ");
        let answered = net::request(self.0.relay, path, &body, &cookies).await;
        let Answered { status, cookies, body } = answered.map_err(|_| PostError::Offline)?;
        let mut kept = self.0.cookies.borrow_mut();
        for cookie in cookies {
            // one of the same name is replaced, as a browser would
            let name = cookie.split('=').next().unwrap_or_default().to_owned();
            kept.retain(|it| it.split('=').next() != Some(&name));
            kept.push(cookie);
        }
        drop(kept);
        if status == 200 { Ok(body) } else { Err(PostError::Refused(ApiError::read(&body))) }
    }

    fn origin(&self) -> String {
        net::origin(self.0.relay)
    }
}

impl Host for Desk {
    type Disk = NotedDisk;
    type Record = record::Document;

    fn tell(&self, frame: ToPage) {
        self.0.told.borrow_mut().push(frame);
    }

    fn doing(&self, doing: Option<Doing>) {
        self.0.traps.doing(doing);
    }

    fn wake(&self, at_ms: u64) {
        self.0.wake_ms.set(at_ms);
    }
}

impl Desk {
    fn take_answer(&self, id: u32) -> Option<Answer> {
        let mut told = self.0.told.borrow_mut();
        let at = told.iter().position(|it| matches!(it, ToPage::Answer(of, _) if *of == id))?;
        match told.remove(at) {
            ToPage::Answer(_, answer) => Some(answer),
            ToPage::View(..) | ToPage::Told(_) | ToPage::Resume(_) => None,
        }
    }
}

/// A socket for one errand.
pub struct NativeWire {
    out: mpsc::UnboundedSender<Vec<u8>>,
    frames: RefCell<Option<Frames>>,
}

impl Wire for NativeWire {
    fn send(&self, frame: Vec<u8>) {
        let _ = self.out.send(frame);
    }

    async fn receive(&self) -> Option<Vec<u8>> {
        let mut frames = self.frames.borrow_mut().take()?;
        let frame = frames.recv().await;
        *self.frames.borrow_mut() = Some(frames);
        frame
    }
}

impl Surroundings for Desk {
    type Shelf = NotedShelf;
    type Host = Self;
    type Wire = NativeWire;

    fn shelf(&self) -> &NotedShelf {
        &self.0.shelf
    }

    fn host(&self) -> Self {
        self.clone()
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("a system without randomness starts no program");
        seed
    }

    async fn wire(&self) -> Option<NativeWire> {
        let mut socket = net::connect(self.0.relay).await?;
        let (out, mut outgoing) = mpsc::unbounded_channel::<Vec<u8>>();
        let (incoming, frames) = mpsc::unbounded_channel();
        tokio::task::spawn_local(async move {
            loop {
                tokio::select! {
                    frame = outgoing.recv() => match frame {
                        Some(frame) if socket.send(Message::Binary(frame.clone().into())).await.is_ok() => {}
                        Some(_) | None => break,
                    },
                    message = socket.next() => match message {
                        Some(Ok(Message::Binary(bytes))) if incoming.send(bytes.to_vec()).is_ok() => {}
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(_) | Err(_)) | None => break,
                    },
                }
            }
        });
        Some(NativeWire { out, frames: RefCell::new(Some(frames)) })
    }

    async fn stretch(&self, passphrase: String, salt: Salt) -> Result<Stretched, WeakPassphrase> {
        stretch(&passphrase, &salt)
    }

    async fn room(&self) -> Room {
        Room { used: 0, quota: 0, is_kept: true }
    }
}
