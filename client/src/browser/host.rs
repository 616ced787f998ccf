//! The page as the worker sees it.

use futures::channel::mpsc;
use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The page at the other end.
#[derive(Clone)]
pub struct Page(DedicatedWorkerGlobalScope);

impl Page {
    /// The page that started this worker; nothing outside a worker.
    pub fn of_this_worker() -> Option<Self> {
        js_sys::global().dyn_into().ok().map(Self)
    }

    /// What this worker was started as.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Posts a message.
    pub fn post(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        // A plain array of bytes is always taken.
        let _ = self.0.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
    }

    /// The messages of the page, from now on, in the order in which they were posted. The page posts none before the
    /// worker's start has ended.
    pub fn messages(&self) -> mpsc::UnboundedReceiver<Vec<u8>> {
        let (tell, told) = mpsc::unbounded();
        let listener = EventListener::new(&self.0, "message", move |event| {
            if let Some(bytes) = event.unchecked_ref::<MessageEvent>().data().dyn_ref::<Uint8Array>() {
                // The receiver is dropped only when the engine ends, and then nobody is to be told.
                let _ = tell.unbounded_send(bytes.to_vec());
            }
        });
        // A worker listens for as long as it lives.
        listener.forget();
        told
    }
}
