//! A WebSocket: whole frames of bytes, and the news that it has opened or closed.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// A network that swallows everything must not look like one that is slow.
const OPENS_WITHIN_MS: u32 = 15_000;

/// What a socket tells.
pub enum News {
    /// It is open.
    Up,
    /// A frame came.
    Frame(Vec<u8>),
    /// It is closed, or never opened. Nothing comes after that.
    Down,
}

/// A socket. Dropping it closes it, and nothing more is told.
pub struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
    _patience: Timeout,
}

impl Socket {
    /// Begins to open a socket at a path of the page's own origin. None if the browser refuses the address.
    pub fn open(origin: &str, path: &str, on_news: impl Fn(News) + Clone + 'static) -> Option<Self> {
        // `http` becomes `ws`, `https` becomes `wss`.
        let socket = WebSocket::new(&format!("ws{}{path}", origin.strip_prefix("http")?)).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (on_open, on_message, on_close) = (on_news.clone(), on_news.clone(), on_news);
        let listeners = [
            EventListener::new(&socket, "open", move |_| on_open(News::Up)),
            EventListener::new(&socket, "message", move |event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                // The relay sends no text; a frame of text is not one of ours.
                if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
                    on_message(News::Frame(Uint8Array::new(buffer).to_vec()));
                }
            }),
            // An error is always followed by the close.
            EventListener::new(&socket, "close", move |_| on_close(News::Down)),
        ];
        let patience = {
            let socket = socket.clone();
            Timeout::new(OPENS_WITHIN_MS, move || {
                if socket.ready_state() == WebSocket::CONNECTING {
                    // Closing what has not opened tells of the close.
                    let _ = socket.close();
                }
            })
        };
        Some(Self { socket, _listeners: listeners, _patience: patience })
    }

    /// Sends a frame; on a socket that is not open it is lost.
    pub fn send(&self, frame: &[u8]) {
        if self.socket.ready_state() == WebSocket::OPEN {
            // What is lost with the socket is sent again on the next.
            let _ = self.socket.send_with_u8_array(frame);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Closing twice does no harm.
        let _ = self.socket.close();
    }
}
