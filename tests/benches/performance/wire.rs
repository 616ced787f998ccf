//! A device on a socket: the device's half of the conversation that ships, without an engine behind it, so that what
//! is measured is the relay.

use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use shared::entry::Entry;
use shared::ids::{DeviceId, DocId, StudioId};
use shared::keys::SignKey;
use shared::sync::{
    Delivered, DeviceEffect, DeviceEvent, Kept, Proof, Receipt, Short, Talk, ToDevice, Wanted,
};
use tests::net::{self, Socket};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::Broken;

/// Whoever waits longer than this waits in vain.
const PATIENCE: Duration = Duration::from_secs(30);

/// A device on a socket.
pub(crate) struct Wire {
    socket: Socket,
    talk: Talk,
    who: Who,
    origin: String,
    /// How far it has read the log.
    pub(crate) cursor: Option<(u64, Short)>,
    /// What came and went, with the framing of the socket.
    pub(crate) traffic: Traffic,
    /// Documents that came whole, and the entries in them.
    pub(crate) fetched: (usize, usize),
}

/// What came and went.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    /// Frames each way.
    pub(crate) frames: usize,
    /// Bytes each way.
    pub(crate) bytes: usize,
}

/// Who connects.
#[derive(Clone)]
pub(crate) struct Who {
    pub(crate) studio: StudioId,
    pub(crate) key: SignKey,
    pub(crate) office: bool,
    /// Says nothing of itself, so it may only push and is fed nothing: a locked tablet.
    pub(crate) is_courier: bool,
}

/// What a frame brought.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) fed: Vec<Kept>,
}

impl Wire {
    /// Opens a socket. Nothing has been said yet.
    pub(crate) async fn open(
        relay: SocketAddr,
        who: &Who,
        cursor: Option<(u64, Short)>,
    ) -> Result<Self, Broken> {
        let socket = net::connect(relay).await.ok_or(Broken::Socket("it does not open"))?;
        let mut talk = Talk::new(who.studio, who.office, cursor, Vec::new());
        talk.handle(DeviceEvent::Up);
        let (who, origin) = (who.clone(), net::origin(relay));
        let (traffic, fetched) = (Traffic::default(), (0, 0));
        Ok(Self { socket, talk, who, origin, cursor, traffic, fetched })
    }

    /// Opens a socket and is welcomed.
    pub(crate) async fn connect(
        relay: SocketAddr,
        who: &Who,
        cursor: Option<(u64, Short)>,
    ) -> Result<Self, Broken> {
        let mut wire = Self::open(relay, who, cursor).await?;
        wire.greet().await?;
        Ok(wire)
    }

    /// Waits until the relay has welcomed the device.
    pub(crate) async fn greet(&mut self) -> Result<(), Broken> {
        while !self.talk.is_live() {
            self.hear().await?;
        }
        Ok(())
    }

    /// Takes the next frame and does what follows from it.
    pub(crate) async fn hear(&mut self) -> Result<News, Broken> {
        let frame = self.next().await?;
        let mut news = News::default();
        let mut effects: std::collections::VecDeque<_> = self.talk.handle(DeviceEvent::Frame(frame)).into();
        while let Some(effect) = effects.pop_front() {
            let next = match effect {
                DeviceEffect::Greet(nonce, _) => {
                    let Who { studio, key, is_courier, .. } = &self.who;
                    let proof = (!is_courier).then(|| Proof::sign(nonce, &self.origin, *studio, key));
                    let hello = self.talk.hello(Short::default(), proof);
                    self.send(hello.encode()).await?;
                    None
                }
                DeviceEffect::Send(frame) => {
                    self.send(frame.encode()).await?;
                    None
                }
                DeviceEffect::SaveRows(_, cursor) => {
                    self.cursor = cursor.or(self.cursor);
                    Some(DeviceEvent::RowsSaved)
                }
                DeviceEffect::SaveFeed(entries, up_to, hash) => {
                    news.fed.extend(entries);
                    self.cursor = Some((up_to, hash));
                    Some(DeviceEvent::FeedSaved(up_to, hash))
                }
                DeviceEffect::SaveGiven(doc, entries, delivered) => {
                    Some(self.given(doc, entries, delivered)?)
                }
                DeviceEffect::Receipts(receipts) => {
                    news.receipts.extend(receipts);
                    None
                }
                DeviceEffect::Refused(refused) => return Err(Broken::Refused(refused.reason)),
                DeviceEffect::Held(_) => return Err(Broken::Refused(shared::sync::Reason::Removed)),
                DeviceEffect::Forget(_)
                | DeviceEffect::Number(_)
                | DeviceEffect::HandIn(_)
                | DeviceEffect::RollAgreed
                | DeviceEffect::Healed(..) => return Err(Broken::Socket("the logs differ")),
                DeviceEffect::Live | DeviceEffect::Reached(_) | DeviceEffect::Recheck(_) => None,
            };
            effects.extend(next.into_iter().flat_map(|event| self.talk.handle(event)));
        }
        Ok(news)
    }

    fn given(&mut self, doc: DocId, entries: Vec<Kept>, delivered: Delivered) -> Result<DeviceEvent, Broken> {
        let reached = entries.last().map_or(0, |it| it.position);
        for kept in entries {
            Entry::decode(Vec::from(kept.entry)).map_err(|_| Broken::Socket("something is not an entry"))?;
            self.fetched.1 += 1;
        }
        if delivered == Delivered::Gone {
            return Err(Broken::Socket("a document is gone"));
        }
        self.fetched.0 += usize::from(delivered == Delivered::Done);
        Ok(DeviceEvent::GivenSaved(doc, reached, delivered))
    }

    /// Fetches every document there is.
    pub(crate) async fn fetch_all(&mut self) -> Result<(), Broken> {
        while self.cursor.is_none() || self.talk.wanted() > 0 {
            self.hear().await?;
        }
        Ok(())
    }

    /// Fetches one document.
    pub(crate) async fn fetch(&mut self, doc: DocId) -> Result<(), Broken> {
        let row = Wanted { doc, last: 0, reached: 0 };
        for effect in self.talk.handle(DeviceEvent::Want(row)) {
            if let DeviceEffect::Send(frame) = effect {
                self.send(frame.encode()).await?;
            }
        }
        while self.talk.wants(doc) {
            self.hear().await?;
        }
        Ok(())
    }

    /// Reads the log as far as a position.
    pub(crate) async fn read_to(&mut self, position: u64) -> Result<(), Broken> {
        while self.cursor.is_none_or(|(at, _)| at < position) {
            self.hear().await?;
        }
        Ok(())
    }

    /// Pushes frames as fast as they go, and waits for so many receipts. Answers with the furthest position.
    pub(crate) async fn upload(&mut self, frames: &[Bytes], entries: usize) -> Result<u64, Broken> {
        let (mut out, mut incoming) = (&mut self.socket).split();
        let send = async {
            for frame in frames {
                out.send(Message::Binary(frame.clone()))
                    .await
                    .map_err(|_| Broken::Socket("it does not send"))?;
            }
            Ok(())
        };
        let receive = async {
            let (mut kept, mut head) = (0, 0);
            while kept < entries {
                match read(incoming.next()).await?.0 {
                    ToDevice::Receipts(receipts) => {
                        kept += receipts.len();
                        head = receipts.iter().map(|it| it.position).max().unwrap_or(head).max(head);
                    }
                    ToDevice::Refused(refused) => return Err(Broken::Refused(refused.reason)),
                    ToDevice::Feed(_, up_to, hash) => self.cursor = Some((up_to, hash)),
                    _ => {}
                }
            }
            Ok(head)
        };
        let ((), head) = futures::future::try_join(send, receive).await?;
        Ok(head)
    }

    /// Sends a frame that was made beforehand.
    pub(crate) async fn send(&mut self, frame: impl Into<Bytes>) -> Result<(), Broken> {
        let frame = frame.into();
        self.count(frame.len() + MASK);
        self.socket.send(Message::Binary(frame)).await.map_err(|_| Broken::Socket("it does not send"))
    }

    /// Waits for the receipt of one entry of this device.
    pub(crate) async fn receipt(&mut self) -> Result<Receipt, Broken> {
        let device = self.who.key.public().device();
        loop {
            let news = self.hear().await?;
            if let Some(receipt) = news.receipts.into_iter().find(|it| it.device == device) {
                return Ok(receipt);
            }
        }
    }

    /// Waits until the Feed brings an entry of a device.
    pub(crate) async fn feed_of(&mut self, device: DeviceId) -> Result<(), Broken> {
        loop {
            for kept in self.hear().await?.fed {
                let entry = Entry::decode(Vec::from(kept.entry));
                if entry.map_err(|_| Broken::Socket("something is not an entry"))?.header.device == device {
                    return Ok(());
                }
            }
        }
    }

    async fn next(&mut self) -> Result<ToDevice, Broken> {
        let (frame, len) = read(self.socket.next()).await?;
        self.count(len);
        Ok(frame)
    }

    fn count(&mut self, len: usize) {
        self.traffic.frames += 1;
        self.traffic.bytes += len + if len < 126 { 2 } else { 4 };
    }
}

/// What a socket adds to every frame of a device.
const MASK: usize = 4;

async fn read(
    next: impl Future<Output = Option<Result<Message, tokio_tungstenite::tungstenite::Error>>>,
) -> Result<(ToDevice, usize), Broken> {
    match tokio::time::timeout(PATIENCE, next).await {
        Err(_) => Err(Broken::Stuck),
        Ok(Some(Ok(Message::Binary(bytes)))) => {
            let frame = ToDevice::decode(&bytes).map_err(|_| Broken::Socket("something is not a frame"))?;
            Ok((frame, bytes.len()))
        }
        Ok(Some(Ok(_))) => Err(Broken::Socket("the relay hangs up")),
        Ok(Some(Err(_)) | None) => Err(Broken::Socket("it is closed")),
    }
}
