//! What has arrived and what has not: the pill in the top bar and the sheet behind it.

use yew::prelude::*;

use crate::components::{Blank, Button, Icon, Notice, Shape, Sheet, TickMark, Tone, tick_message};
use crate::engine::api::{SyncItem, SyncView, Tick};
use crate::words::{Moment, Words, use_words};

/// How the pill looks and what it says.
fn pill(sync: &SyncView) -> (&'static str, Shape, &'static str) {
    if !sync.needs.is_empty() {
        return ("needs", Shape::Attention, "sync-needs");
    }
    match (sync.is_online, sync.unsent, sync.wanted) {
        (true, 0, 0) if sync.is_at_office => ("done", Shape::Delivered, "sync-done"),
        (true, 0, 0) => ("done", Shape::Kept, "reach-relay"),
        (true, 0, _) => ("busy", Shape::Sending, "sync-fetching"),
        (true, _, _) => ("busy", Shape::Sending, "sync-sending"),
        (false, 0, _) => ("", Shape::Offline, "sync-offline"),
        (false, _, _) => ("", Shape::Offline, "sync-offline-waiting"),
    }
}

/// The state in words.
fn said(sync: &SyncView, words: &Words) -> AttrValue {
    let (_, _, message) = pill(sync);
    words.tell(message, &[("n", sync.unsent.into()), ("wanted", sync.wanted.into())])
}

/// Props of [`SyncPill`].
#[derive(Properties, PartialEq)]
pub struct SyncPillProps {
    /// What has arrived where.
    pub sync: SyncView,
    /// The present moment, for times of day.
    pub now: Moment,
    /// Called for an immediate try.
    pub onretry: Callback<()>,
}

/// The pill: text and icon, and the sheet on a tap. Being offline is no reason for red: it is normal.
#[component]
pub fn SyncPill(props: &SyncPillProps) -> Html {
    let words = use_words();
    let is_open = use_state_eq(|| false);
    let (class, shape, _) = pill(&props.sync);
    let set = |open: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(open))
    };
    html! {
        <div>
            <button type="button" class={classes!("pill", class)} onclick={set(true).reform(|_: MouseEvent| ())}>
                <Icon {shape} />
                <span>{ said(&props.sync, &words) }</span>
                if let Some(at) = props.sync.contact_ms.map(Moment) {
                    <span class="small not-on-phone">
                        { words.tell("as-of", &[("time", words.moment(at, props.now).as_str().into())]) }
                    </span>
                }
            </button>
            <div>
                if *is_open {
                    <Sheet title={words.say("sync-heading")} onclose={set(false)}>
                        <SyncSheet
                            sync={props.sync.clone()}
                            now={props.now}
                            onretry={props.onretry.clone()}
                        />
                    </Sheet>
                }
            </div>
        </div>
    }
}

/// The sheet: what lies where, record by record.
#[component]
pub fn SyncSheet(props: &SyncPillProps) -> Html {
    let words = use_words();
    let sync = &props.sync;
    let contact = sync.contact_ms.map(Moment).map_or_else(
        || words.say("sync-no-contact"),
        |at| words.tell("sync-last-contact", &[("time", words.moment(at, props.now).as_str().into())]),
    );
    html! {
        <div class="stack">
            <div class="row apart">
                <div class="grow">
                    <div class="strong">{ said(sync, &words) }</div>
                    <div class="soft small">{ contact }</div>
                </div>
                <Button label={words.say("sync-retry")} onpress={props.onretry.clone()} />
            </div>
            <ul class="stack tight">
                for need in &sync.needs {
                    <li key={need.code.clone()}>
                        <Notice tone={Tone::Amber}>{ words.trouble(need) }</Notice>
                    </li>
                }
            </ul>
            if sync.items.is_empty() {
                <Blank shape={Shape::Kept} text={words.say("sync-nothing-waits")} />
            } else {
                <ul class="rows">
                    for item in &sync.items {
                        <OutgoingRow key={item.doc.to_string()} item={item.clone()} />
                    }
                </ul>
            }
            if sync.more > 0 {
                <p class="soft">{ words.tell("sync-more", &[("n", sync.more.into())]) }</p>
            }
            <dl class="stack tight small">
                for tick in [Tick::Saved, Tick::Kept, Tick::Reached] {
                    <div key={tick_message(tick)} class="row">
                        <TickMark {tick} with_words=true />
                        <span class="soft">{ words.say(&format!("{}-means", tick_message(tick))) }</span>
                    </div>
                }
            </dl>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OutgoingRowProps {
    item: SyncItem,
}

#[component]
fn OutgoingRow(props: &OutgoingRowProps) -> Html {
    let words = use_words();
    let item = &props.item;
    let title = if item.title.is_empty() { words.say("sync-studio") } else { item.title.clone().into() };
    html! {
        <li class="item">
            <span class="grow">
                <span class="name">{ title }</span>
                <span class="under">
                    if item.unsent_bytes > 0 {
                        <span>{ words.size(item.unsent_bytes) }</span>
                    }
                    if let Some(reason) = &item.reason {
                        <span class="grave">{ words.trouble(reason) }</span>
                    }
                </span>
            </span>
            <TickMark tick={item.tick} with_words=true />
        </li>
    }
}
