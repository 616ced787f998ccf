//! How a page comes to what it shows: by watching the engine through a handle that never changes.
//!
//! The handle stands in a context and is equal to itself only, so no change of data ever wakes the whole tree: each page
//! wakes for the topics that it watches.

mod drafts;
mod engine;
mod names;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use gloo::timers::callback::Interval;
use yew::prelude::*;

pub(crate) use engine::RESTARTED;
pub use engine::{Engine, Fielded, Parting, Watch};
pub use names::Names;

use crate::engine::api::{Answer, DoorView, Me, SyncView, Topic, Trouble, View};
use crate::words::Moment;

/// How often what depends on the time of day is drawn anew.
const MINUTE_MS: u32 = 60_000;

/// What went wrong, if that is what the engine answers.
pub fn trouble_of(answer: &Answer) -> Option<&Trouble> {
    if let Answer::Trouble(trouble) = answer { Some(trouble) } else { None }
}

/// The engine behind the page.
#[hook]
pub fn use_engine() -> Engine {
    let given = use_context::<Engine>();
    // A component shown alone, in a test, talks to nobody.
    let nobody = use_memo(given.is_none(), |alone| alone.then(Engine::nobody));
    given.or_else(|| (*nobody).clone()).unwrap_or_else(Engine::nobody)
}

/// A topic as it stands; none until the engine has told.
#[hook]
pub fn use_topic(topic: Topic) -> Option<Rc<View>> {
    use_told(topic).0
}

/// A topic as it stands, and after how many restarts of the engine it was told.
#[hook]
pub fn use_told(topic: Topic) -> (Option<Rc<View>>, u32) {
    let engine = use_engine();
    let view = use_state_eq(|| engine.told(&topic));
    {
        let view = view.setter();
        use_effect_with((engine, topic), move |(engine, topic)| {
            let (told, of) = (engine.clone(), topic.clone());
            let onview = Callback::from(move |_| view.set(told.told(&of)));
            let watch = engine.watch(topic.clone(), onview);
            move || drop(watch)
        });
    }
    (*view).clone()
}

/// Hands in what is in a field before the person parts from it: when the field goes, when the page goes out of sight,
/// before the tablet is locked.
#[hook]
pub fn use_parting(onparting: Callback<Parting>) {
    let engine = use_engine();
    let newest = use_mut_ref(Callback::noop);
    newest.replace(onparting);
    use_effect_with(engine, move |engine| {
        let part = move |parting: Parting| {
            let onparting = newest.borrow().clone();
            onparting.emit(parting);
        };
        let field = engine.field(Callback::from(part.clone()));
        move || {
            drop(field);
            part(Parting::Leaving);
        }
    });
}

/// Who is at the tablet, or who may be.
#[hook]
pub fn use_door() -> Option<DoorView> {
    match use_topic(Topic::Door).as_deref() {
        Some(View::Door(door)) => Some(door.clone()),
        _ => None,
    }
}

/// Whoever has unlocked the tablet.
#[hook]
pub fn use_person() -> Option<Me> {
    use_door().and_then(|it| it.me)
}

/// What has arrived where.
#[hook]
pub fn use_sync() -> Option<SyncView> {
    match use_topic(Topic::Sync).as_deref() {
        Some(View::Sync(sync)) => Some(sync.clone()),
        _ => None,
    }
}

/// The present moment, to the minute.
#[hook]
pub fn use_now() -> Moment {
    let engine = use_engine();
    let now = use_state_eq(|| engine.now());
    {
        let now = now.setter();
        use_effect_with(engine, move |engine| {
            let engine = engine.clone();
            let beat = Interval::new(MINUTE_MS, move || now.set(engine.now()));
            move || drop(beat)
        });
    }
    *now
}
