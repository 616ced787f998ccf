//! The engine in its worker: one thing after another, from the page, the socket and the timer.

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::mpsc::{self, UnboundedSender};
use futures::future::{AbortHandle, abortable};
use futures::stream::{StreamExt, select};
use shared::codec;
use wasm_bindgen_futures::spawn_local;

use super::host::Page;
use super::station::Station;
use super::tab;
use crate::engine::Input;
use crate::engine::api::{Ask, ToEngine};
use crate::engine::disk::DiskError;
use crate::engine::tablet::Tablet;

/// How often what locked people left unsent is tried again.
const ERRANDS_EVERY_MS: u32 = 60_000;

/// Why the engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum NoEngine {
    /// Without locks two engines could number entries side by side.
    #[error(transparent)]
    Locks(#[from] super::lock::NoLocks),
    /// The tablet's own disk cannot be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// What comes to the tablet.
enum Event {
    Page(ToEngine),
    Engine(Input),
    /// It is time to look after what locked people left.
    Errands,
    /// A courier has come back.
    Delivered,
}

/// Runs the tablet for as long as the worker lives.
pub async fn run(page: Page) -> Result<(), NoEngine> {
    // From the first moment on: the page posts as soon as the worker has started.
    let asked = page.messages().filter_map(async |bytes| codec::decode(&bytes).map(Event::Page));
    let _held = tab::wait_for_disk().await?;
    let (station, inputs) = Station::new(page);
    let mut tablet = Tablet::open(station.clone()).await?;
    let (errands, errand_events) = mpsc::unbounded();
    let mut couriers = Couriers { events: errands, running: None, is_out: Rc::default() };
    couriers.wake();
    let inside = select(inputs.map(Event::Engine), errand_events);
    let mut events = select(asked.boxed_local(), inside);
    while let Some(event) = events.next().await {
        match event {
            Event::Page(frame) => {
                let is_entry = is_entry(&frame);
                let is_time =
                    matches!(frame, ToEngine::Wake) || is_ask(&frame, |ask| matches!(ask, Ask::Lock));
                if is_entry {
                    couriers.call_back();
                }
                tablet.page(frame).await;
                if tablet.engine().is_none() {
                    station.hush();
                }
                if is_time || is_entry {
                    couriers.send_out(&tablet, &station).await;
                }
            }
            Event::Engine(input) => tablet.input(input).await,
            Event::Errands => {
                couriers.send_out(&tablet, &station).await;
                couriers.wake_later();
            }
            Event::Delivered => tablet.delivered().await,
        }
    }
    Ok(())
}

/// Whether somebody comes in by this: a courier must not carry for a person who is at the tablet.
fn is_entry(frame: &ToEngine) -> bool {
    is_ask(frame, |ask| matches!(ask, Ask::Unlock(..) | Ask::LogIn(_) | Ask::Recover(_)))
}

fn is_ask(frame: &ToEngine, is: impl Fn(&Ask) -> bool) -> bool {
    matches!(frame, ToEngine::Ask(_, ask) if is(ask))
}

/// Those who carry what locked people left unsent, one at a time, beside the engine.
struct Couriers {
    events: UnboundedSender<Event>,
    running: Option<AbortHandle>,
    is_out: Rc<Cell<bool>>,
}

impl Couriers {
    fn wake(&self) {
        // The receiver lives as long as the worker.
        let _ = self.events.unbounded_send(Event::Errands);
    }

    fn wake_later(&self) {
        let events = self.events.clone();
        let wake = move || drop(events.unbounded_send(Event::Errands));
        gloo::timers::callback::Timeout::new(ERRANDS_EVERY_MS, wake).forget();
    }

    /// Ends what is under way. What was sent is on its way; a receipt that is missed comes again.
    fn call_back(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
        self.is_out.set(false);
    }

    /// Sends somebody out, unless somebody is out.
    async fn send_out(&mut self, tablet: &Tablet<Station>, station: &Station) {
        if self.is_out.get() {
            return;
        }
        let errands = tablet.errands().await;
        if errands.is_empty() {
            return;
        }
        let (station, events, is_out) = (station.clone(), self.events.clone(), self.is_out.clone());
        is_out.set(true);
        let (carry, handle) = abortable(async move {
            for errand in errands {
                errand.run(&station).await;
                let _ = events.unbounded_send(Event::Delivered);
            }
            is_out.set(false);
        });
        self.running = Some(handle);
        // Called back or not, there is nobody to tell.
        spawn_local(async move {
            let _ = carry.await;
        });
    }
}
