//! The worker as a place for a tablet: IndexedDB, one socket, `fetch`, the clock, timers.

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use gloo::timers::callback::Timeout;
use js_sys::Date;
use shared::api::path::SOCKET;
use shared::codec;
use shared::keys::{Salt, Stretched, WeakPassphrase};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::WorkerGlobalScope;

use super::disk::{IdbDisk, IdbShelf};
use super::glue;
use super::host::Page;
use super::relay;
use super::socket::{News, Socket};
use super::stretcher;
use crate::engine::api::{Room, ToPage};
use crate::engine::courier::Wire;
use crate::engine::guard::Doing;
use crate::engine::tablet::Surroundings;
use crate::engine::{Clock, Host, Input, Link, PostError};

/// The longest that a timer of the browser waits, in milliseconds.
const TIMER_MAX_MS: u64 = 1 << 30;

/// Where a tablet runs. Clones are the same place.
#[derive(Clone)]
pub struct Station(Rc<Inner>);

struct Inner {
    page: Page,
    scope: WorkerGlobalScope,
    shelf: IdbShelf,
    inputs: UnboundedSender<Input>,
    socket: RefCell<Option<Socket>>,
    timer: RefCell<Option<Timeout>>,
}

impl Station {
    /// This worker, and what comes to the engine from its socket and its timer.
    pub fn new(page: Page) -> (Self, UnboundedReceiver<Input>) {
        let (inputs, coming) = mpsc::unbounded();
        let inner = Inner {
            page,
            scope: js_sys::global().unchecked_into(),
            shelf: IdbShelf::default(),
            inputs,
            socket: RefCell::default(),
            timer: RefCell::default(),
        };
        (Self(Rc::new(inner)), coming)
    }

    /// Closes the socket and stops the timer of whoever has left.
    pub fn hush(&self) {
        self.0.socket.take();
        self.0.timer.take();
    }
}

impl Clock for Station {
    fn now_ms(&self) -> u64 {
        Date::now() as u64
    }
}

impl Link for Station {
    fn dial(&self) {
        // The older one is closed first, and is not heard of again.
        self.0.socket.take();
        let inputs = self.0.inputs.clone();
        let on_news = move |news| {
            let input = match news {
                News::Up => Input::Up,
                News::Frame(bytes) => Input::Frame(bytes),
                News::Down => Input::Down,
            };
            // The receiver is dropped only when the worker ends.
            let _ = inputs.unbounded_send(input);
        };
        match Socket::open(&self.origin(), SOCKET, on_news) {
            Some(socket) => drop(self.0.socket.replace(Some(socket))),
            None => drop(self.0.inputs.unbounded_send(Input::Down)),
        }
    }

    fn send(&self, frame: Vec<u8>) {
        if let Some(socket) = &*self.0.socket.borrow() {
            socket.send(&frame);
        }
    }

    async fn post(&self, path: &str, body: Vec<u8>) -> Result<Vec<u8>, PostError> {
        relay::ask(path, &body).await
    }

    fn origin(&self) -> String {
        self.0.scope.location().origin()
    }
}

impl Host for Station {
    type Disk = IdbDisk;
    type Record = record::Document;

    fn tell(&self, frame: ToPage) {
        self.0.page.post(&codec::encode(&frame));
    }

    fn doing(&self, doing: Option<Doing>) {
        glue::doing(doing.map(|it| js_sys::Uint8Array::from(codec::encode(&it).as_slice())));
    }

    fn wake(&self, at_ms: u64) {
        let wait = at_ms.saturating_sub(self.now_ms()).min(TIMER_MAX_MS);
        let inputs = self.0.inputs.clone();
        let tick = move || drop(inputs.unbounded_send(Input::Tick));
        self.0.timer.replace(Some(Timeout::new(wait as u32, tick)));
    }
}

impl Surroundings for Station {
    type Shelf = IdbShelf;
    type Host = Self;
    type Wire = BrowserWire;

    fn shelf(&self) -> &IdbShelf {
        &self.0.shelf
    }

    fn host(&self) -> Self {
        self.clone()
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        // A browser without randomness has no secure context either, and then the page does not start.
        #[expect(clippy::expect_used, reason = "keys made without randomness would be worse than none")]
        getrandom::fill(&mut seed).expect("the browser gives random bytes");
        seed
    }

    async fn wire(&self) -> Option<BrowserWire> {
        let (tell, mut news) = mpsc::unbounded();
        let on_news = move |it| drop(tell.unbounded_send(it));
        let socket = Socket::open(&self.origin(), SOCKET, on_news)?;
        match news.next().await? {
            News::Up => Some(BrowserWire { socket, news: RefCell::new(Some(news)) }),
            News::Frame(_) | News::Down => None,
        }
    }

    async fn stretch(&self, passphrase: String, salt: Salt) -> Result<Stretched, WeakPassphrase> {
        stretcher::stretch_elsewhere(&passphrase, &salt).await
    }

    async fn room(&self) -> Room {
        let storage = self.0.scope.navigator().storage();
        let of = async |name| match storage.estimate() {
            Ok(promise) => relay::number_of(promise, name).await,
            Err(_) => 0,
        };
        let is_kept = match storage.persisted() {
            Ok(promise) => JsFuture::from(promise).await.is_ok_and(|it| it.is_truthy()),
            Err(_) => false,
        };
        Room { used: of("usage").await, quota: of("quota").await, is_kept }
    }
}

/// A socket for one errand.
pub struct BrowserWire {
    socket: Socket,
    news: RefCell<Option<UnboundedReceiver<News>>>,
}

impl Wire for BrowserWire {
    fn send(&self, frame: Vec<u8>) {
        self.socket.send(&frame);
    }

    async fn receive(&self) -> Option<Vec<u8>> {
        let mut news = self.news.borrow_mut().take()?;
        let next = news.next().await;
        self.news.replace(Some(news));
        match next? {
            News::Frame(bytes) => Some(bytes),
            News::Up | News::Down => None,
        }
    }
}
