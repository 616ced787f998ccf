//! One socket: the relay's half of the conversation, driven by what comes and by what the log brings.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::entry::Entry;
use shared::sync::{
    BadFrame, Closing, FRAME_MAX, Outcome, Reading, RelayEffect, RelayEvent, RelaySocket, Short, ToRelay,
};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::app::App;
use crate::metrics::OpenSocket;
use crate::store::{Page, StoreError};
use crate::studio::Studio;
use crate::system::{now_ms, random};
use crate::writer::Signed;

/// About so many bytes of the log are read at once.
const READ_BYTES: usize = 1 << 20;

/// Opens a socket for a page of a known origin.
pub(crate) async fn upgrade(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !app.knows_origin(origin) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(seat) = Seat::take(&app, peer.ip()).await else {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let origin = origin.to_owned();
    upgrade
        .max_message_size(FRAME_MAX)
        .max_frame_size(FRAME_MAX)
        .on_upgrade(move |socket| async move { Talk::new(app, socket, seat).run(origin).await })
}

/// A place among the sockets of an address that have not said who they are.
struct Seat {
    app: Arc<App>,
    address: IpAddr,
}

impl Seat {
    async fn take(app: &Arc<App>, address: IpAddr) -> Option<Self> {
        let until = Instant::now() + app.limits.greet_within;
        while Instant::now() < until {
            {
                let mut greeting = app.greeting.lock().unwrap_or_else(PoisonError::into_inner);
                let taken = greeting.entry(address).or_default();
                if *taken < app.limits.greeting {
                    *taken += 1;
                    return Some(Self { app: app.clone(), address });
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        None
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut greeting = self.app.greeting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = greeting.get_mut(&self.address) {
            *taken -= 1;
            if *taken == 0 {
                greeting.remove(&self.address);
            }
        }
    }
}

struct Talk {
    app: Arc<App>,
    socket: WebSocket,
    studio: Option<Arc<Studio>>,
    moved: Option<watch::Receiver<()>>,
    /// Given back with the Hello.
    seat: Option<Seat>,
    _open: OpenSocket,
}

/// The socket has ended, for whatever reason.
struct Ended;

impl Talk {
    fn new(app: Arc<App>, socket: WebSocket, seat: Seat) -> Self {
        let open = app.metrics.socket();
        Self { app, socket, studio: None, moved: None, seat: Some(seat), _open: open }
    }

    async fn run(mut self, origin: String) {
        let (mut half, hello) = RelaySocket::open(Short(random()), origin, now_ms());
        if let RelayEffect::Send(frame) = hello
            && self.send(frame.encode()).await.is_err()
        {
            return;
        }
        let greet_until = Instant::now() + self.app.limits.greet_within;
        loop {
            let silent_until = Instant::now() + self.app.limits.silent_for;
            let until = if half.has_greeted() { silent_until } else { greet_until };
            let event = match self.next(until, half.has_greeted()).await {
                Ok(Some(event)) => event,
                Ok(None) => continue,
                Err(Some(closing)) => return self.close(closing).await,
                Err(None) => return,
            };
            if self.carry_out(&mut half, event).await.is_err() {
                return;
            }
            if half.has_greeted() {
                self.seat = None;
            }
        }
    }

    /// The next thing that happens: a frame, or news.
    async fn next(
        &mut self,
        until: Instant,
        has_greeted: bool,
    ) -> Result<Option<RelayEvent>, Option<Closing>> {
        let moved = async {
            match &mut self.moved {
                Some(moved) => moved.changed().await.is_ok(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            moved = moved => if moved { Ok(Some(RelayEvent::Moved)) } else { Err(None) },
            message = timeout_at(until, self.socket.recv()) => match message {
                Err(_) => Err(Some(if has_greeted { Closing::Silent } else { Closing::Late })),
                Ok(None) => Err(None),
                Ok(Some(Err(error))) => Err(is_too_large(&error).then_some(Closing::TooLarge)),
                Ok(Some(Ok(Message::Binary(bytes)))) => {
                    self.app.metrics.came(bytes.len());
                    match ToRelay::decode(&bytes) {
                        Ok(frame) => Ok(Some(RelayEvent::Frame(frame))),
                        Err(BadFrame::TooLarge) => Err(Some(Closing::TooLarge)),
                        Err(BadFrame::Malformed | BadFrame::TooMany) => Err(Some(Closing::Malformed)),
                    }
                }
                Ok(Some(Ok(Message::Text(_)))) => Err(Some(Closing::Malformed)),
                Ok(Some(Ok(Message::Close(_)))) => Err(None),
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => Ok(None),
            },
        }
    }

    /// Hands an event to the pure half and does all that follows.
    async fn carry_out(&mut self, half: &mut RelaySocket, event: RelayEvent) -> Result<(), Ended> {
        if let (RelayEvent::Frame(ToRelay::Hello(hello)), None) = (&event, &self.studio) {
            self.studio = self.app.studios.get(hello.studio);
            self.moved = self.studio.as_ref().map(|studio| studio.moved.subscribe());
        }
        let Some(studio) = self.studio.clone() else {
            // nobody can say anything but Hello, and the studio that it named is not here
            self.close(Closing::Unknown).await;
            return Err(Ended);
        };
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let effects = half.handle(event, &*studio.state.read().await);
            for effect in effects {
                match effect {
                    RelayEffect::Send(frame) => self.send(frame.encode()).await?,
                    RelayEffect::Append(entries) => {
                        let entries = self.check_signatures(&studio, entries).await;
                        let outcomes = self.app.writer.push(studio.clone(), entries).await;
                        let outcomes: Vec<Outcome> = outcomes.map_err(|_| Ended)?;
                        events.push_back(RelayEvent::Appended(outcomes));
                    }
                    RelayEffect::Read(reading) => match self.read(&studio, reading).await {
                        Ok(event) => events.push_back(event),
                        Err(error) => {
                            tracing::error!("the log cannot be read: {error}");
                            self.close(Closing::Busy).await;
                            return Err(Ended);
                        }
                    },
                    RelayEffect::Reached(position) => studio.reach(position).await,
                    RelayEffect::Close(closing) => {
                        self.close(closing).await;
                        return Err(Ended);
                    }
                }
            }
        }
        Ok(())
    }

    /// Signatures are checked here, on the socket's own turn, so that the one writer does not have to.
    async fn check_signatures(&mut self, studio: &Studio, entries: Vec<Entry>) -> Vec<Signed> {
        let mut keys = Vec::with_capacity(entries.len());
        {
            let state = studio.state.read().await;
            keys.extend(
                entries.iter().map(|it| state.roll.device(it.header.device).map(|device| device.key)),
            );
        }
        let signed = entries.into_iter().zip(keys).map(|(entry, key)| {
            let is_signed = key.is_some_and(|key| entry.verify(&key).is_ok());
            Signed { entry, is_signed }
        });
        signed.collect()
    }

    async fn read(&mut self, studio: &Arc<Studio>, reading: Reading) -> Result<RelayEvent, StoreError> {
        if let Reading::Log(after) = reading {
            let page = studio.ring.read().unwrap_or_else(PoisonError::into_inner).after(after, READ_BYTES);
            if let Some(page) = page {
                return Ok(log(page));
            }
        }
        let (store, id) = (self.app.store.clone(), studio.id);
        let read = move || match reading {
            Reading::HashAt(position) => store.hash_at(id, position).map(RelayEvent::HashAt),
            Reading::Log(after) => store.log(id, after, READ_BYTES).map(log),
            Reading::Doc(doc, after) => {
                let page = store.doc(id, doc, after, READ_BYTES)?;
                Ok(RelayEvent::Doc(doc, page.entries, page.more))
            }
            Reading::Docs => store.docs(id).map(RelayEvent::Docs),
        };
        // a thread that ends without an answer has stopped with the relay
        tokio::task::spawn_blocking(read).await.unwrap_or(Err(StoreError::Damaged("a reading was cut short")))
    }

    async fn send(&mut self, frame: Vec<u8>) -> Result<(), Ended> {
        self.app.metrics.went(frame.len());
        self.socket.send(Message::Binary(Bytes::from(frame))).await.map_err(|_| Ended)
    }

    async fn close(&mut self, closing: Closing) {
        self.app.metrics.closed(closing);
        let frame = CloseFrame { code: closing.code(), reason: closing.to_string().into() };
        // the other end may be gone
        let _ = self.socket.send(Message::Close(Some(frame))).await;
    }
}

fn log(page: Page) -> RelayEvent {
    RelayEvent::Log(page.entries, page.up_to, page.hash)
}

fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long") || error.to_string().contains("too big")
}
