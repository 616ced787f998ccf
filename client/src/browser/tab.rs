//! One window of a tablet runs the engine.
//!
//! Two locks see to that. `parlor-tab` says which window is in charge: another asks the person, then takes it away, and
//! the one that lost it ends its worker. `parlor-disk` is held by the worker from before it opens the disk: it is never
//! taken away and ends with the worker, so that two engines never number entries side by side, however slow a
//! window is to hear that it lost.

use super::engine_worker::{EngineWorker, Said};
use super::{glue, lock};
use crate::engine::guard::Doing;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const TAB: &str = "parlor-tab";
const DISK: &str = "parlor-disk";
const TAKE_OVER: &str = "parlor-take-over";
/// An engine that breaks more often than this within a minute breaks on what it reads, and starting it again does not help:
/// twice it may take until an entry that breaks it is known by name.
const CRASHES_MAX: usize = 4;
const CRASHES_WITHIN_MS: f64 = 60_000.0;

/// The engine behind this window. It outlives its workers: when one breaks, the next takes its place.
#[derive(Clone)]
pub struct Engine(Rc<Inner>);

struct Inner {
    worker: RefCell<Option<EngineWorker>>,
    /// When it broke lately.
    crashes: RefCell<Vec<f64>>,
    /// Which of the workers that were started it is: one that is replaced already is not heard.
    turn: Cell<u32>,
    on_said: Box<dyn Fn(FromEngine)>,
}

/// What the engine tells the page.
pub enum FromEngine {
    /// A message.
    Bytes(Vec<u8>),
    /// The engine was started again from the disk, because the person left or because it broke, at this if it had noted
    /// it: what was asked and not answered is to be asked again.
    Restarted(Option<Doing>),
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Engine {
    /// Posts a message to the engine. While there is no worker it is dropped: whoever hears of a restart asks again.
    pub fn post(&self, bytes: &[u8]) {
        if let Some(worker) = self.0.worker.borrow().as_ref() {
            worker.post(bytes);
        }
    }

    fn start(&self) {
        let engine = self.clone();
        let turn = self.0.turn.get() + 1;
        self.0.turn.set(turn);
        let started = EngineWorker::start(move |said| match said {
            // A worker that broke says so more than once.
            _ if engine.0.turn.get() != turn => {}
            Said::Bytes(bytes) => (engine.0.on_said)(FromEngine::Bytes(bytes)),
            Said::Crashed(at) => {
                engine.0.turn.set(turn + 1);
                engine.restart(at);
            }
        });
        match started {
            Ok(worker) => drop(self.0.worker.replace(Some(worker))),
            Err(_) => glue::crashed("the worker does not start"),
        }
    }

    fn restart(&self, failed_at: Option<Doing>) {
        let now = js_sys::Date::now();
        let is_often = {
            let mut crashes = self.0.crashes.borrow_mut();
            crashes.retain(|at| (now - at).abs() < CRASHES_WITHIN_MS);
            crashes.push(now);
            crashes.len() > CRASHES_MAX
        };
        if is_often {
            self.stop();
            glue::crashed("the engine breaks each time");
            return;
        }
        self.replace(failed_at);
    }

    /// Ends the worker and starts another from the disk: nothing that was in its memory is there any more.
    pub fn renew(&self) {
        self.replace(None);
    }

    fn replace(&self, failed_at: Option<Doing>) {
        let engine = self.clone();
        // Not from inside the worker's own event, which would end the closure that runs.
        spawn_local(async move {
            engine.stop();
            engine.start();
            (engine.0.on_said)(FromEngine::Restarted(failed_at));
        });
    }

    /// Ends the worker. What it had not saved was not called saved.
    pub fn stop(&self) {
        drop(self.0.worker.take());
    }
}

/// Waits until this window is in charge, then starts the engine. Until then, and after it has lost that to another
/// window, the page is covered by a sentence that says so and a button that takes it back.
pub async fn take_charge(on_said: impl Fn(FromEngine) + 'static) -> Option<Engine> {
    let held = match taken_over() {
        true => lock::steal(TAB).await,
        false => match lock::try_take(TAB).await {
            Ok(Some(held)) => Ok(held),
            Ok(None) => {
                ask_to_take_over().await;
                lock::steal(TAB).await
            }
            Err(error) => Err(error),
        },
    };
    let Ok(held) = held else {
        let _ = glue::overlay("old");
        return None;
    };
    let inner = Inner {
        worker: RefCell::default(),
        crashes: RefCell::default(),
        turn: Cell::default(),
        on_said: Box::new(on_said),
    };
    let engine = Engine(Rc::new(inner));
    engine.start();
    spawn_local(give_way(held, engine.clone()));
    Some(engine)
}

/// Ends the engine when another window takes charge.
async fn give_way(held: lock::Held, engine: Engine) {
    held.lost().await;
    engine.stop();
    ask_to_take_over().await;
    if let Some(window) = web_sys::window() {
        // What this page shows is old by now: it is opened anew, and takes charge without asking twice.
        if let Ok(Some(storage)) = window.session_storage() {
            let _ = storage.set_item(TAKE_OVER, "1");
        }
        let _ = window.location().reload();
    }
}

async fn ask_to_take_over() {
    // The promise of the button never rejects.
    let _ = JsFuture::from(glue::overlay("elsewhere")).await;
    glue::hide_overlay();
}

fn taken_over() -> bool {
    let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    let Some(storage) = storage else { return false };
    let asked = storage.get_item(TAKE_OVER).ok().flatten().is_some();
    let _ = storage.remove_item(TAKE_OVER);
    asked
}

/// In the worker: waits until every other engine of this tablet has ended. To be kept for as long as the disk is used.
pub async fn wait_for_disk() -> Result<lock::Held, lock::NoLocks> {
    lock::wait(DISK).await
}
