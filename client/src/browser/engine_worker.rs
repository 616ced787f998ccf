//! The worker as the page sees it: bytes in, bytes out, and the news that it has ended.

use super::glue;
use crate::engine::guard::Doing;
use gloo::events::EventListener;
use js_sys::{Array, Reflect, Uint8Array};
use shared::codec;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

/// What the worker says.
pub enum Said {
    /// A message of the engine.
    Bytes(Vec<u8>),
    /// The engine is broken and this worker does no more work: what it was doing, if it had noted that.
    Crashed(Option<Doing>),
}

/// A running worker. Dropping it ends it at once, in the middle of whatever it does; the disk is made for that.
pub struct EngineWorker {
    worker: Worker,
    /// What is to be posted once the worker is ready; nothing any more afterwards.
    early: Rc<RefCell<Option<Vec<Uint8Array>>>>,
    _listeners: [EventListener; 2],
}

impl EngineWorker {
    /// Starts the worker.
    pub fn start(on_said: impl Fn(Said) + 'static) -> Result<Self, JsValue> {
        let worker = glue::start_engine()?;
        let early = Rc::new(RefCell::new(Some(Vec::new())));
        let on_said = Rc::new(on_said);
        let on_message = {
            let (worker, early, on_said) = (worker.clone(), early.clone(), on_said.clone());
            move |event: &web_sys::Event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
                    on_said(Said::Bytes(bytes.to_vec()));
                } else if has(&data, "ready") {
                    early.take().into_iter().flatten().for_each(|bytes| post(&worker, &bytes));
                } else if has(&data, "crashed") {
                    on_said(Said::Crashed(doing(&data)));
                }
            }
        };
        let listeners = [
            EventListener::new(&worker, "message", on_message),
            // The worker's script did not load, or failed before it could say so itself.
            EventListener::new(&worker, "error", move |_| on_said(Said::Crashed(None))),
        ];
        Ok(Self { worker, early, _listeners: listeners })
    }

    /// Posts a message. One that comes before the worker is ready waits for it.
    pub fn post(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        match self.early.borrow_mut().as_mut() {
            Some(early) => early.push(bytes),
            None => post(&self.worker, &bytes),
        }
    }
}

impl Drop for EngineWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Hands the bytes over instead of copying them.
fn post(worker: &Worker, bytes: &Uint8Array) {
    // A plain array of bytes is always taken.
    let _ = worker.post_message_with_transfer(bytes, &Array::of1(&bytes.buffer()));
}

fn doing(data: &JsValue) -> Option<Doing> {
    let noted = Reflect::get(data, &"doing".into()).ok()?;
    codec::decode(&noted.dyn_into::<Uint8Array>().ok()?.to_vec())
}

fn has(data: &JsValue, name: &str) -> bool {
    Reflect::get(data, &name.into()).is_ok_and(|value| value.is_truthy())
}
