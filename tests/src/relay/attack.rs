//! A bounded load of those who mean harm, each kind from an address of its own, and somebody honest who works meanwhile.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use shared::api::{LogIn, LoginName, MEDIA_TYPE, path};
use shared::codec;
use shared::entry::Entry;
use shared::ids::StudioId;
use shared::keys::{AuthSecret, SignKey};
use shared::sync::{FRAME_MAX, ToDevice, ToRelay};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::socket::{Gone, Said, Socket, connect_from};
use super::studio::Pen;

/// What is done to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attack {
    /// 300 connections that ask in very small pieces.
    SlowLoris,
    /// 1,000 sockets that never say who they are.
    SilentSockets,
    /// Frames that are too large.
    GiantFrames,
    /// A device that says the smallest thing as often as it can.
    TinyFrames,
    /// Log-ins that are guessed.
    LogIns,
}

impl Attack {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::SlowLoris, Self::SilentSockets, Self::GiantFrames, Self::TinyFrames, Self::LogIns];

    fn from(self) -> IpAddr {
        let last = 2 + Self::ALL.iter().position(|it| *it == self).unwrap_or_default() as u8;
        Ipv4Addr::new(127, 0, 0, last).into()
    }

    fn tasks(self) -> usize {
        match self {
            Self::SlowLoris => 300,
            Self::SilentSockets => 1000,
            Self::GiantFrames => 2,
            Self::TinyFrames => 2,
            Self::LogIns => 4,
        }
    }
}

/// Whom they attack, and with whose key, where one is needed.
#[derive(Clone)]
pub struct Target {
    /// The relay.
    pub relay: SocketAddr,
    /// The studio.
    pub studio: StudioId,
    /// A device that is on the roll and means harm.
    pub key: SignKey,
}

/// How often what happened to them.
#[derive(Debug, Default)]
pub struct Tally(Mutex<BTreeMap<String, u64>>);

impl Tally {
    fn add(&self, what: impl Into<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(what.into()).or_default() += 1;
    }

    /// What happened.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// They go on until this is dropped.
pub struct Attackers {
    /// What happened to them.
    pub tally: Arc<Tally>,
    _tasks: JoinSet<()>,
}

impl Attackers {
    /// Begins.
    pub fn start(attacks: &[Attack], target: &Target) -> Self {
        let (tally, mut tasks) = (Arc::new(Tally::default()), JoinSet::new());
        for attack in attacks {
            for n in 0..attack.tasks() {
                tasks.spawn(work(*attack, n, target.clone(), tally.clone()));
            }
        }
        Self { tally, _tasks: tasks }
    }
}

async fn work(attack: Attack, n: usize, target: Target, tally: Arc<Tally>) {
    // not all in the same moment
    sleep(Duration::from_millis(n as u64 % 500)).await;
    loop {
        let done = match attack {
            Attack::SlowLoris => ask_slowly(&target, attack.from(), &tally).await,
            Attack::SilentSockets => say_nothing(&target, attack.from(), &tally).await,
            Attack::GiantFrames => send_too_much(&target, attack.from(), &tally).await,
            Attack::TinyFrames => send_often(&target, attack.from(), &tally).await,
            Attack::LogIns => guess(&target, attack.from(), n, &tally).await,
        };
        if done.is_none() {
            tally.add(format!("{attack:?}: hung up on"));
        }
        sleep(Duration::from_millis(if attack == Attack::SilentSockets { 2000 } else { 50 })).await;
    }
}

async fn ask_slowly(target: &Target, from: IpAddr, tally: &Tally) -> Option<()> {
    let mut stream = connect_from(target.relay, from).await.ok()?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: parlor\r\n").await.ok()?;
    for _ in 0..60 {
        sleep(Duration::from_millis(500)).await;
        stream.write_all(b"X: y\r\n").await.ok()?;
    }
    tally.add("slow: still open after half a minute");
    Some(())
}

async fn say_nothing(target: &Target, from: IpAddr, tally: &Tally) -> Option<()> {
    let mut stream = connect_from(target.relay, from).await.ok()?;
    let (relay, socket) = (target.relay, path::SOCKET);
    let ask = format!(
        "GET {socket} HTTP/1.1\r\nHost: {relay}\r\nOrigin: http://{relay}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.ok()?;
    tally.add(format!("silent: {}", String::from_utf8_lossy(&head[9..])));
    if head.ends_with(b"101") {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.ok()?;
    }
    Some(())
}

async fn send_too_much(target: &Target, from: IpAddr, tally: &Tally) -> Option<()> {
    let mut socket = Socket::open_from(target.relay, from).await.ok()?;
    socket.hello(target.studio, None, None).await.ok()?;
    socket.next().await.ok()?;
    // it hangs up before all of it was sent
    let _ = socket.send_message(Message::Binary(vec![0; FRAME_MAX + 1].into())).await;
    match socket.next().await.ok()? {
        Said::Closed(code, _) => tally.add(format!("giant: {code}")),
        Said::Frame(_) => tally.add("giant: answered"),
    }
    Some(())
}

async fn send_often(target: &Target, from: IpAddr, tally: &Tally) -> Option<()> {
    let mut socket = Socket::open_from(target.relay, from).await.ok()?;
    socket.greet_as(target.studio, &target.key).await.ok()?;
    loop {
        for _ in 0..50 {
            socket.send(&ToRelay::Ping).await.ok()?;
        }
        let mut left = 50;
        while left > 0 {
            left -= u32::from(matches!(socket.next().await.ok()?, Said::Frame(ToDevice::Pong)));
        }
        tally.add("tiny: 50 answered");
    }
}

async fn guess(target: &Target, from: IpAddr, n: usize, tally: &Tally) -> Option<()> {
    let login = LoginName::parse(&format!("somebody{n}")).ok()?;
    let body = codec::encode(&LogIn { login, auth: AuthSecret([n as u8; 32]) });
    let (relay, len) = (target.relay, body.len());
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {relay}\r\nOrigin: http://{relay}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n\
         Content-Length: {len}\r\n\r\n",
        path::LOGIN
    );
    let mut stream = connect_from(target.relay, from).await.ok()?;
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    tally.add(format!("log-in: {}", String::from_utf8_lossy(answer.get(9..12)?)));
    Some(())
}

/// Somebody honest: one socket writes, another waits for what is written.
pub struct Honest {
    pen: Pen,
    writing: Socket,
    reading: Socket,
}

impl Honest {
    /// Connects both.
    pub async fn new(pen: Pen, target: &Target, reader: &SignKey) -> Result<Self, Gone> {
        let mut writing = Socket::open(target.relay).await?;
        writing.greet_as(target.studio, &pen.who.key).await?;
        let mut reading = Socket::open(target.relay).await?;
        reading.greet_as(target.studio, reader).await?;
        Ok(Self { pen, writing, reading })
    }

    /// Writes an edit and waits until the other socket has it. Answers with how long that took.
    pub async fn edit(&mut self) -> Result<Duration, Gone> {
        let entry = self.pen.write("a line of a talk");
        let began = Instant::now();
        self.writing.push(std::slice::from_ref(&entry)).await?;
        timeout(Duration::from_secs(20), self.comes(&entry)).await.map_err(|_| Gone)??;
        let took = began.elapsed();
        loop {
            match self.writing.next().await? {
                Said::Frame(ToDevice::Receipts(_)) => return Ok(took),
                Said::Frame(ToDevice::Refused(_)) | Said::Closed(..) => return Err(Gone),
                Said::Frame(_) => {}
            }
        }
    }

    async fn comes(&mut self, entry: &Entry) -> Result<(), Gone> {
        loop {
            match self.reading.next().await? {
                Said::Frame(ToDevice::Feed(kept, ..)) => {
                    if kept.iter().any(|kept| kept.entry[..] == entry.bytes()[..]) {
                        return Ok(());
                    }
                }
                Said::Frame(_) => {}
                Said::Closed(..) => return Err(Gone),
            }
        }
    }
}
