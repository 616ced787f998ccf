//! One socket: the relay's half of the conversation, driven by what comes and by what the log brings.

mod readings;
mod signatures;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{FutureExt, SinkExt};
use shared::sync::{
    BadFrame, Closing, FRAME_MAX, Outcome, RelayEffect, RelayEvent, RelaySocket, Short, ToDevice, ToRelay,
};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::app::App;
use crate::door::{Asker, Pace, Seat};
use crate::metrics::OpenSocket;
use crate::studio::Studio;
use crate::system::random;

/// Pushes of one socket that may be on their way to the disk while the next is checked.
const PUSHES_AT_ONCE: usize = 2;
/// Frames that have come already are taken together, so many of them and about so many bytes.
const FRAMES_AT_ONCE: usize = 32;
const FRAMES_BYTES: usize = 64 << 10;

/// Whoever was held back has so long to be heard again.
const AFTER_PAUSE: Duration = Duration::from_secs(1);

/// Opens a socket for a page of a known origin.
pub(crate) async fn upgrade(
    State(app): State<Arc<App>>,
    Asker(address): Asker,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !app.knows_origin(origin) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(seat) = app.seats.socket(address).await else {
        app.metrics.turned_away();
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    };
    let origin = origin.to_owned();
    upgrade
        .max_message_size(FRAME_MAX)
        .max_frame_size(FRAME_MAX)
        .on_upgrade(move |socket| async move { Talk::new(app, socket, seat).run(origin).await })
}

struct Talk {
    app: Arc<App>,
    socket: WebSocket,
    studio: Option<Arc<Studio>>,
    moved: Option<watch::Receiver<()>>,
    /// Answers to pushes that are still to come, in the order of the pushes.
    appending: VecDeque<oneshot::Receiver<Vec<Outcome>>>,
    /// What came behind the frames that were taken together and is none of them.
    behind: Option<Came>,
    seat: Seat,
    /// Of the device, once it is known who that is.
    pace: Arc<Mutex<Pace>>,
    /// Nothing is read before: so much has come already.
    read_from: Instant,
    _open: OpenSocket,
}

/// What came: a frame and its length, something that is no event, or the reason to close.
type Came = Result<Option<(RelayEvent, usize)>, Option<Closing>>;

/// The socket has ended, for whatever reason.
struct Ended;

impl Talk {
    fn new(app: Arc<App>, socket: WebSocket, seat: Seat) -> Self {
        let open = app.metrics.socket();
        let (pace, read_from) = (Pace::new(&app.limits), Instant::now());
        let (studio, moved, appending, behind) = Default::default();
        Self { app, socket, studio, moved, appending, behind, seat, pace, read_from, _open: open }
    }

    async fn run(mut self, origin: String) {
        let (mut half, hello) = RelaySocket::open(Short(random()), origin, self.app.clock.now_ms());
        if let RelayEffect::Send(frame) = hello
            && (self.feed(&frame).await.is_err() || self.flush().await.is_err())
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
                self.seat.greeted();
            }
        }
    }

    /// The next things that happen: frames, or news.
    async fn next(
        &mut self,
        until: Instant,
        has_greeted: bool,
    ) -> Result<Option<VecDeque<RelayEvent>>, Option<Closing>> {
        if let Some(behind) = self.behind.take() {
            return self.and_more(behind);
        }
        let moved = async {
            match &mut self.moved {
                Some(moved) => moved.changed().await.is_ok(),
                None => std::future::pending().await,
            }
        };
        let has_room = self.appending.len() < PUSHES_AT_ONCE;
        let appended = async {
            match self.appending.front_mut() {
                Some(answer) => answer.await,
                None => std::future::pending().await,
            }
        };
        let (read_from, socket) = (self.read_from, &mut self.socket);
        let message = async {
            if read_from > Instant::now() {
                sleep_until(read_from).await;
            }
            timeout_at(until.max(read_from + AFTER_PAUSE), socket.recv()).await
        };
        let came = tokio::select! {
            moved = moved => if moved { Ok(Some((RelayEvent::Moved, 0))) } else { Err(None) },
            outcomes = appended => {
                self.appending.pop_front();
                // a writer that does not answer has stopped with the relay
                Ok(Some((RelayEvent::Appended(outcomes.map_err(|_| None)?), 0)))
            }
            message = message, if has_room => match message {
                Err(_) => Err(Some(if has_greeted { Closing::Silent } else { Closing::Late })),
                Ok(message) => self.read(message),
            },
        };
        self.and_more(came)
    }

    /// Adds the frames that have come already. They are taken together so that what they ask for is read together.
    fn and_more(&mut self, came: Came) -> Result<Option<VecDeque<RelayEvent>>, Option<Closing>> {
        let Some((first, mut bytes)) = came? else { return Ok(None) };
        let mut events = VecDeque::from([first]);
        let may_go_on = |talk: &Self| talk.appending.is_empty() && talk.read_from <= Instant::now();
        while bytes < FRAMES_BYTES && events.len() < FRAMES_AT_ONCE && may_go_on(self) {
            let Some(message) = self.socket.recv().now_or_never() else { break };
            match self.read(message) {
                Ok(Some((event, len))) => {
                    bytes += len;
                    events.push_back(event);
                }
                other => {
                    self.behind = Some(other);
                    break;
                }
            }
        }
        Ok(Some(events))
    }

    /// Reads what came, and notes how much that is.
    fn read(&mut self, message: Option<Result<Message, axum::Error>>) -> Came {
        let bytes = match &message {
            Some(Ok(Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes))) => bytes.len(),
            _ => 0,
        };
        let now = Instant::now();
        let wait = Pace::take(&self.pace, bytes, now);
        if !wait.is_zero() {
            self.app.metrics.slowed();
        }
        self.read_from = now + wait;
        read_message(&self.app, message)
    }

    /// Hands events to the pure half and does all that follows.
    async fn carry_out(
        &mut self,
        half: &mut RelaySocket,
        mut events: VecDeque<RelayEvent>,
    ) -> Result<(), Ended> {
        let mut readings = VecDeque::new();
        while let Some(event) = events.pop_front() {
            let studio = self.studio_for(&event).await?;
            let effects = half.handle(event, &*studio.state.read().await);
            for effect in effects {
                match effect {
                    RelayEffect::Send(frame) => self.feed(&frame).await?,
                    RelayEffect::Append(entries, hand) => {
                        let entries = signatures::check(&studio, entries, hand).await?;
                        let answer = self.app.writer.push(studio.clone(), entries).await;
                        self.appending.push_back(answer.map_err(|_| Ended)?);
                    }
                    RelayEffect::Read(reading) => readings.push_back(reading),
                    RelayEffect::Reached(position) => studio.reach(position).await,
                    RelayEffect::Close(closing) => {
                        self.close(closing).await;
                        return Err(Ended);
                    }
                }
            }
            if events.is_empty() && !readings.is_empty() {
                self.flush().await?;
                match readings::read(&self.app.store, &studio, &mut readings).await {
                    Ok(answers) => events.extend(answers),
                    Err(error) => {
                        tracing::error!("the log cannot be read: {error}");
                        self.close(Closing::Busy).await;
                        return Err(Ended);
                    }
                }
            }
        }
        self.flush().await
    }

    /// The studio of this socket, which its Hello names.
    async fn studio_for(&mut self, event: &RelayEvent) -> Result<Arc<Studio>, Ended> {
        if let (RelayEvent::Frame(ToRelay::Hello(hello)), None) = (event, &self.studio) {
            self.studio = self.app.studios.get(hello.studio);
            if let Some(proof) = &hello.proof {
                self.pace = self.app.paces.of(proof.device, &self.app.limits);
            }
            self.moved = self.studio.as_ref().map(|studio| studio.moved.subscribe());
        }
        if let Some(studio) = &self.studio {
            return Ok(studio.clone());
        }
        // nobody can say anything but Hello, and the studio that it named is not here
        self.close(Closing::Unknown).await;
        Err(Ended)
    }

    /// Puts a frame in line; it goes out with those after it, at the latest with [`Talk::flush`].
    async fn feed(&mut self, frame: &ToDevice) -> Result<(), Ended> {
        let bytes = frame.encode();
        self.app.metrics.went(bytes.len());
        self.socket.feed(Message::Binary(Bytes::from(bytes))).await.map_err(|_| Ended)
    }

    async fn flush(&mut self) -> Result<(), Ended> {
        self.socket.flush().await.map_err(|_| Ended)
    }

    async fn close(&mut self, closing: Closing) {
        self.app.metrics.closed(closing);
        let frame = CloseFrame { code: closing.code(), reason: closing.to_string().into() };
        // the other end may be gone
        let _ = self.socket.send(Message::Close(Some(frame))).await;
    }
}

/// What a message of the socket says.
fn read_message(app: &App, message: Option<Result<Message, axum::Error>>) -> Came {
    match message {
        None | Some(Ok(Message::Close(_))) => Err(None),
        Some(Err(error)) => Err(is_too_large(&error).then_some(Closing::TooLarge)),
        Some(Ok(Message::Binary(bytes))) => {
            app.metrics.came(bytes.len());
            match ToRelay::decode(&bytes) {
                Ok(frame) => Ok(Some((RelayEvent::Frame(frame), bytes.len()))),
                Err(BadFrame::TooLarge) => Err(Some(Closing::TooLarge)),
                Err(BadFrame::Malformed | BadFrame::TooMany) => Err(Some(Closing::Malformed)),
            }
        }
        Some(Ok(Message::Text(_))) => Err(Some(Closing::Malformed)),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long") || error.to_string().contains("too big")
}
