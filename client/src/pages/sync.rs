//! What has arrived and what has not: the pill in the top bar and the sheet behind it.

use yew::prelude::*;

use crate::components::{Blank, Button, Icon, Notice, Reach, Shape, Sheet, Tick, Tone};
use crate::words::{Moment, Words, use_words};

/// What is known about the way to the relay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delivery {
    /// Whether the relay answers.
    pub is_online: bool,
    /// Entries without a receipt.
    pub unsent: usize,
    /// How many bytes they are.
    pub unsent_bytes: u64,
    /// When the relay last answered.
    pub last_contact: Option<Moment>,
    /// Documents still to be fetched, after joining.
    pub wanted: usize,
    /// What somebody must see to: messages.
    pub needs: Vec<AttrValue>,
    /// What lies in the outbox, and what lately left it.
    pub items: Vec<Outgoing>,
}

/// A record with something on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What the engine knows it by.
    pub key: AttrValue,
    /// What people know it by.
    pub title: AttrValue,
    /// How far the least of it has come.
    pub reach: Reach,
    /// How many bytes are unsent.
    pub unsent_bytes: u64,
    /// Why it does not go out: a message.
    pub reason: Option<AttrValue>,
}

impl Delivery {
    fn pill(&self) -> (&'static str, Shape, &'static str) {
        if !self.needs.is_empty() {
            return ("needs", Shape::Attention, "sync-needs");
        }
        match (self.is_online, self.unsent, self.wanted) {
            (true, 0, 0) => ("done", Shape::Delivered, "sync-done"),
            (true, 0, _) => ("busy", Shape::Sending, "sync-fetching"),
            (true, _, _) => ("busy", Shape::Sending, "sync-sending"),
            (false, 0, _) => ("", Shape::Offline, "sync-offline"),
            (false, _, _) => ("", Shape::Offline, "sync-offline-waiting"),
        }
    }

    /// The state in words.
    pub fn said(&self, words: &Words) -> AttrValue {
        let (_, _, message) = self.pill();
        words.tell(message, &[("n", self.unsent.into()), ("wanted", self.wanted.into())])
    }
}

/// Props of [`SyncPill`].
#[derive(Properties, PartialEq)]
pub struct SyncPillProps {
    /// What is known.
    pub delivery: Delivery,
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
    let (class, shape, _) = props.delivery.pill();
    let set = |open: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(open))
    };
    html! {
        <div>
            <button type="button" class={classes!("pill", class)} onclick={set(true).reform(|_: MouseEvent| ())}>
                <Icon {shape} />
                <span>{ props.delivery.said(&words) }</span>
                if let Some(at) = props.delivery.last_contact {
                    <span class="small not-on-phone">
                        { words.tell("as-of", &[("time", words.moment(at, props.now).as_str().into())]) }
                    </span>
                }
            </button>
            <div>
                if *is_open {
                    <Sheet title={words.say("sync-heading")} onclose={set(false)}>
                        <SyncSheet
                            delivery={props.delivery.clone()}
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
    let delivery = &props.delivery;
    let contact = delivery.last_contact.map_or_else(
        || words.say("sync-no-contact"),
        |at| words.tell("sync-last-contact", &[("time", words.moment(at, props.now).as_str().into())]),
    );
    html! {
        <div class="stack">
            <div class="row apart">
                <div class="grow">
                    <div class="strong">{ delivery.said(&words) }</div>
                    <div class="soft small">{ contact }</div>
                </div>
                <Button label={words.say("sync-retry")} onpress={props.onretry.clone()} />
            </div>
            <ul class="stack tight">
                for need in &delivery.needs {
                    <li key={need.to_string()}>
                        <Notice tone={Tone::Amber}>{ words.say(need) }</Notice>
                    </li>
                }
            </ul>
            if delivery.items.is_empty() {
                <Blank shape={Shape::Delivered} text={words.say("sync-nothing-waits")} />
            } else {
                <ul class="rows">
                    for item in &delivery.items {
                        <OutgoingRow key={item.key.to_string()} item={item.clone()} />
                    }
                </ul>
            }
            <dl class="stack tight small">
                for reach in [Reach::Device, Reach::Relay, Reach::Office] {
                    <div key={reach.message()} class="row">
                        <Tick {reach} with_words=true />
                        <span class="soft">{ words.say(&format!("{}-means", reach.message())) }</span>
                    </div>
                }
            </dl>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OutgoingRowProps {
    item: Outgoing,
}

#[component]
fn OutgoingRow(props: &OutgoingRowProps) -> Html {
    let words = use_words();
    let item = &props.item;
    html! {
        <li class="item">
            <span class="grow">
                <span class="name">{ &item.title }</span>
                <span class="under">
                    if item.unsent_bytes > 0 {
                        <span>{ words.size(item.unsent_bytes) }</span>
                    }
                    if let Some(reason) = &item.reason {
                        <span class="grave">{ words.say(reason) }</span>
                    }
                </span>
            </span>
            <Tick reach={item.reach} with_words=true />
        </li>
    }
}
