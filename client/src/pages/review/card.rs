//! One thing to review: what stood there, what each wrote, and what can be done about it.

use gloo::events::EventListener;
use record::enums::Level;
use record::review::{Candidate, Choice, Edit as ReviewEdit, Item, Topic};
use record::value::Fact;
use record::{ChangeId, Edit, ItemId, Written};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::choices::{may_keep_both, may_rewrite, may_use};
use crate::components::draft::{Draft, use_kept_draft};
use crate::components::field::{Line, Lines};
use crate::components::{Button, Face, Notice, Shape, Tone, Weight, Wrong};
use crate::engine::api::{HandedIn, ReviewRow, Trouble};
use crate::hooks::{Names, trouble_of, use_engine};
use crate::pages::facts;
use crate::words::{Moment, Words, use_words};

/// Props of [`ReviewCard`].
#[derive(Properties, PartialEq)]
pub struct ReviewCardProps {
    /// What is to review.
    pub row: ReviewRow,
    /// Names for the people in it.
    pub names: Names,
    /// The present moment.
    pub now: Moment,
    /// Called when it was settled, with the decision's name if there is one to undo.
    pub onsettled: Callback<Option<ItemId>>,
    /// Called to go to the next.
    pub onnext: Callback<()>,
    /// Called to go to the one before.
    pub onprevious: Callback<()>,
}

/// The letters of the writings, in their order.
const LETTERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// The card.
#[component]
pub fn ReviewCard(props: &ReviewCardProps) -> Html {
    let words = use_words();
    let draft = use_kept_draft(props.row.doc, &format!("review {}", props.row.item.key.0));
    let is_rewriting = use_state_eq(|| !draft.get("value").is_empty());
    let wrong = use_state_eq(|| None::<Trouble>);
    let hand = use_hand(props, &draft, &wrong);
    use_keys(props, &hand, &is_rewriting);
    let ReviewCardProps { row, .. } = props;
    let item = &row.item;
    html! {
        <article class="stack">
            <header class="stack tight">
                <h1>{ facts::label(&words, &item.place) }</h1>
                <div class="row">
                    <span class="soft">{ &row.title }</span>
                    <span class={classes!("tag", tone(item))}>{ words.say(topic(item)) }</span>
                    if item.is_reopened {
                        <span class="tag seal">{ words.say("review-reopened") }</span>
                    }
                </div>
            </header>
            <p class="soft">{ words.say(&format!("{}-means", topic(item))) }</p>
            if let Some(base) = &item.base {
                <p>{ words.tell("review-base", &[
                    ("value", facts::say(&words, &item.place, base, &props.names).as_str().into()),
                ]) }</p>
            }
            <ul class="versus">
                for (at, candidate) in item.candidates.iter().enumerate() {
                    <Writing
                        key={candidate.change.to_string()}
                        row={row.clone()}
                        {at}
                        candidate={candidate.clone()}
                        names={props.names.clone()}
                        now={props.now}
                        onuse={hand.reform({
                            let change = candidate.change;
                            move |()| Deed::Use(change)
                        })}
                    />
                }
            </ul>
            <Rest
                row={row.clone()}
                draft={draft.clone()}
                hand={hand.clone()}
                is_rewriting={*is_rewriting}
                onrewrite={Callback::from({ let set = is_rewriting.setter(); move |open| set.set(open) })}
            />
            if let Some(wrong) = (*wrong).clone() {
                <Wrong text={words.trouble(&wrong)} />
            }
        </article>
    }
}

/// What a tap or a key means. Whoever may not decide proposes.
#[derive(Debug, Clone, PartialEq)]
enum Deed {
    Use(ChangeId),
    KeepBoth,
    Rewrite(Fact),
    Later,
}

/// The hand that writes the decision, with the reason that was given, and then goes on to the next.
#[hook]
fn use_hand(
    props: &ReviewCardProps,
    draft: &Draft,
    wrong: &UseStateHandle<Option<Trouble>>,
) -> Callback<Deed> {
    let engine = use_engine();
    let (row, draft, wrong, onsettled) =
        (props.row.clone(), draft.clone(), wrong.setter(), props.onsettled.clone());
    Callback::from(move |deed: Deed| {
        let choice = match (deed, row.may_decide) {
            (Deed::Use(change), true) => Choice::Use(change),
            (Deed::Use(change), false) => Choice::Propose(change),
            (Deed::KeepBoth, _) => Choice::KeepBoth,
            (Deed::Rewrite(fact), _) => Choice::Rewrite(fact),
            (Deed::Later, _) => Choice::Later,
        };
        let id = engine.draw();
        let settles = !matches!(choice, Choice::Later | Choice::Propose(_));
        let is_later = choice == Choice::Later;
        let decide = ReviewEdit::Decide { id, item: row.item.key, choice, reason: draft.get("reason") };
        // Whoever puts it off finds their words when they come back.
        let of = if is_later { HandedIn::default() } else { draft.all() };
        let (wrong, onsettled, draft) = (wrong.clone(), onsettled.clone(), draft.clone());
        let onanswer = Callback::from(move |answer| {
            let trouble = trouble_of(&answer).cloned();
            if trouble.is_none() {
                if !is_later {
                    draft.begin_anew();
                }
                onsettled.emit(settles.then_some(id));
            }
            wrong.set(trouble);
        });
        engine.hand_in(row.doc, Edit::Review(decide), row.heads.clone(), of, onanswer);
    })
}

/// 1 and 2 use, 3 keeps both, E rewrites, L puts off, J and K turn. Never while something is typed.
#[hook]
fn use_keys(props: &ReviewCardProps, hand: &Callback<Deed>, is_rewriting: &UseStateHandle<bool>) {
    let (row, hand, is_rewriting) = (props.row.clone(), hand.clone(), is_rewriting.setter());
    let (onnext, onprevious) = (props.onnext.clone(), props.onprevious.clone());
    use_effect(move || {
        let page = web_sys::window().and_then(|it| it.document());
        let listener = page.map(|page| {
            EventListener::new(&page, "keydown", move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>().filter(|it| is_command(it)) else { return };
                let nth = |at: usize| row.item.candidates.get(at).filter(|_| may_use(&row.item));
                match key.key().as_str() {
                    "1" => nth(0).into_iter().for_each(|it| hand.emit(Deed::Use(it.change))),
                    "2" => nth(1).into_iter().for_each(|it| hand.emit(Deed::Use(it.change))),
                    "3" if may_keep_both(&row.item) && row.may_decide => hand.emit(Deed::KeepBoth),
                    "e" | "E" if may_rewrite(&row.item) && row.may_decide => {
                        // The letter must not land in the field that it opens.
                        event.prevent_default();
                        is_rewriting.set(true);
                    }
                    "l" | "L" => hand.emit(Deed::Later),
                    "j" | "J" => onnext.emit(()),
                    "k" | "K" => onprevious.emit(()),
                    _ => {}
                }
            })
        });
        move || drop(listener)
    });
}

/// Whether a key is meant for the card: not part of a word, not typed into a field, not a browser's shortcut.
fn is_command(key: &KeyboardEvent) -> bool {
    let element = key.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let types = element.is_some_and(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    // 229 is what a key that an input method has taken reports where isComposing is not set yet.
    let composes = key.is_composing() || key.key_code() == 229;
    !types && !composes && !key.ctrl_key() && !key.meta_key() && !key.alt_key()
}

#[derive(Properties, PartialEq)]
struct WritingProps {
    row: ReviewRow,
    at: usize,
    candidate: Candidate,
    names: Names,
    now: Moment,
    onuse: Callback<()>,
}

/// What one person wrote, with who, where and the three times.
#[component]
fn Writing(props: &WritingProps) -> Html {
    let words = use_words();
    let WritingProps { row, at, candidate, names, now, onuse } = props;
    let letter = LETTERS.get(*at).copied().unwrap_or("+");
    let name = names.person(&candidate.written.person);
    let use_it = if row.may_decide { "review-use" } else { "review-propose" };
    let proposals = row.item.proposals.iter().filter(|it| it.change == candidate.change);
    let proposals: Vec<String> = proposals.map(|it| names.person(&it.by.person).to_string()).collect();
    html! {
        <li class={(*at == 0).then_some("in-force")}>
            <div class="row">
                <span class="letter">{ letter }</span>
                if *at == 0 {
                    <span class="tag accent">{ words.say("in-force") }</span>
                }
            </div>
            <div class="value">{ facts::say(&words, &row.item.place, &candidate.value, names) }</div>
            <div class="row small">
                <Face {name} is_small=true />
                <span class="grow soft">{ times(&words, names, &candidate.written, *now) }</span>
            </div>
            if !proposals.is_empty() {
                <p class="small soft">
                    { words.tell("review-proposed-by", &[("names", proposals.join(&words.say("list-comma")).into())]) }
                </p>
            }
            if may_use(&row.item) {
                <Button
                    label={words.tell(use_it, &[("letter", letter.into())])}
                    weight={if *at == 0 { Weight::Main } else { Weight::Usual }}
                    key_hint={(*at < 2).then(|| (at + 1).to_string())}
                    is_wide=true
                    onpress={onuse.clone()}
                />
            }
        </li>
    }
}

/// "王芳 · P03 · recorded 09:05 · at the server 09:11".
pub fn times(words: &Words, names: &Names, written: &Written, now: Moment) -> String {
    let mut parts = vec![names.person(&written.person).to_string()];
    parts.extend(names.device(&written.device).map(|it| it.to_string()));
    let said = |message: &str, at: Moment| {
        words.tell(message, &[("time", words.moment(at, now).to_string().into())]).to_string()
    };
    parts.extend(written.happened_ms.and_then(Moment::from_ms).map(|it| said("time-happened", it)));
    parts.push(said("time-recorded", Moment(written.recorded_ms)));
    match written.kept_ms {
        Some(kept) => parts.push(said("time-kept", Moment(kept))),
        None => parts.push(words.say("time-not-kept").to_string()),
    }
    parts.join(" · ")
}

#[derive(Properties, PartialEq)]
struct RestProps {
    row: ReviewRow,
    draft: Draft,
    hand: Callback<Deed>,
    is_rewriting: bool,
    onrewrite: Callback<bool>,
}

/// The reason and the other choices.
#[component]
fn Rest(props: &RestProps) -> Html {
    let words = use_words();
    let RestProps { row, draft, hand, is_rewriting, onrewrite } = props;
    let item = &row.item;
    let onpress = {
        let (hand, draft) = (hand.clone(), draft.clone());
        let is_number = matches!(item.candidates.first().map(|it| &it.value), Some(Fact::Number(_)));
        Callback::from(move |()| {
            let typed = draft.get("value");
            match typed.parse() {
                _ if typed.is_empty() => {}
                Ok(number) if is_number => hand.emit(Deed::Rewrite(Fact::Number(number))),
                _ => hand.emit(Deed::Rewrite(Fact::Text(typed))),
            }
        })
    };
    html! {
        <div class="stack">
            if row.may_decide {
                { draft.left(&words) }
                <Lines
                    text={draft.exact("reason")}
                    label={words.say(if item.level == Level::Block { "review-reason-needed" } else { "review-reason" })}
                    length_max={record::bounds::REASON_CHARS_MAX}
                    oninput={draft.keep("reason")}
                />
            } else {
                <Notice shape={Shape::People}>{ words.say("review-not-yours") }</Notice>
            }
            if *is_rewriting {
                <div class="card stack">
                    <Line
                        label={words.say("review-rewrite-as")}
                        text={draft.exact("value")}
                        oninput={draft.keep("value")}
                        oncommit={draft.keep("value")}
                    />
                    <div class="row">
                        <Button label={words.say("review-rewrite-do")} weight={Weight::Main} {onpress} />
                        <Button label={words.say("cancel")} onpress={onrewrite.reform(|()| false)} />
                    </div>
                </div>
            }
            <div class="choices">
                if row.may_decide && may_keep_both(item) {
                    <Button
                        label={words.say(if may_use(item) { "review-keep-both" } else { "review-fine" })}
                        weight={if may_use(item) { Weight::Usual } else { Weight::Main }}
                        key_hint="3"
                        onpress={hand.reform(|()| Deed::KeepBoth)}
                    />
                }
                if row.may_decide && may_rewrite(item) {
                    <Button
                        label={words.say("review-rewrite")}
                        key_hint="E"
                        onpress={onrewrite.reform(|()| true)}
                    />
                }
                <Button
                    label={words.say("review-later")}
                    weight={Weight::Plain}
                    key_hint="L"
                    onpress={hand.reform(|()| Deed::Later)}
                />
            </div>
        </div>
    }
}

/// The message that says what an item is about; with `-means` behind it, the one that explains it.
pub(super) fn topic(item: &Item) -> &'static str {
    match item.topic {
        Topic::Values => "topic-values",
        Topic::Raised => "topic-raised",
        Topic::Paragraph => "topic-paragraph",
        Topic::Removed => "topic-removed",
        Topic::Status => "topic-status",
        Topic::Illegal => "topic-illegal",
        Topic::Consent => "topic-consent",
    }
}

/// How loudly an item asks.
pub(super) fn tone(item: &Item) -> &'static str {
    match item.level {
        Level::Block => Tone::Seal.class(),
        Level::Warn => Tone::Amber.class(),
        Level::Info | Level::Unknown(_) => Tone::Plain.class(),
    }
}
