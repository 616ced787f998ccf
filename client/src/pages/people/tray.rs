//! Late entries: what somebody handed in after their right had ended, to be taken in or thrown away.

use yew::prelude::*;

use crate::components::{Blank, Button, Sheet, Sure, Weight, Wrong};
use crate::engine::api::{Answer, Ask, TrayRow, TrayView};
use crate::hooks::{trouble_of, use_engine};
use crate::words::{Words, use_words};

/// Props of [`Late`].
#[derive(Properties, PartialEq)]
pub(super) struct LateProps {
    /// Called when the sheet is put away.
    pub onclose: Callback<()>,
}

/// The sheet: it asks the relay when it is opened, and again after everything that is done.
#[component]
pub(super) fn Late(props: &LateProps) -> Html {
    let words = use_words();
    let engine = use_engine();
    let view = use_state_eq(|| None::<TrayView>);
    let wrong = use_state_eq(|| None::<AttrValue>);
    let onact = {
        let (view, wrong, words) = (view.setter(), wrong.setter(), words.clone());
        Callback::from(move |ask: Ask| {
            let (view, wrong, words, again) = (view.clone(), wrong.clone(), words.clone(), engine.clone());
            let onanswer = Callback::from(move |answer: Answer| {
                wrong.set(trouble_of(&answer).map(|it| words.trouble(it)));
                let view = view.clone();
                let onseen = Callback::from(move |answer| {
                    if let Answer::Tray(seen) = answer {
                        view.set(Some(seen));
                    }
                });
                match answer {
                    Answer::Tray(_) => onseen.emit(answer),
                    _ => again.ask(Ask::Tray, onseen),
                }
            });
            engine.ask(ask, onanswer);
        })
    };
    {
        let onact = onact.clone();
        use_effect_with((), move |()| onact.emit(Ask::Tray));
    }
    html! {
        <Sheet title={words.say("tray-heading")} onclose={props.onclose.clone()}>
            <div class="stack">
                <p class="soft">{ words.say("tray-means") }</p>
                if let Some(text) = (*wrong).clone() {
                    <Wrong {text} />
                }
                <TrayRows view={(*view).clone()} {onact} />
            </div>
        </Sheet>
    }
}

/// Props of [`TrayRows`].
#[derive(Properties, PartialEq)]
pub(in crate::pages) struct TrayRowsProps {
    /// What lies there, once it is known.
    pub view: Option<TrayView>,
    /// Called to take in, to throw away, to look again.
    pub onact: Callback<Ask>,
}

/// What lies in the trays. Throwing away asks once.
#[component]
pub(in crate::pages) fn TrayRows(props: &TrayRowsProps) -> Html {
    let words = use_words();
    let sure = use_state_eq(|| None::<TrayRow>);
    let Some(view) = &props.view else { return html! { <p class="soft">{ words.say("loading") }</p> } };
    if let Some(row) = (*sure).clone() {
        let put = |ask: Option<Ask>| {
            let (sure, onact) = (sure.setter(), props.onact.clone());
            Callback::from(move |()| {
                sure.set(None);
                ask.iter().for_each(|ask| onact.emit(ask.clone()));
            })
        };
        let text = [("name", row.name.as_str().into()), ("n", row.count.into())];
        return html! {
            <Sure
                text={words.tell("tray-dismiss-sure", &text)}
                label={words.say("tray-dismiss")}
                onsure={put(Some(Ask::Dismiss(row.doc, row.device, row.up_to)))}
                oncancel={put(None)}
            />
        };
    }
    html! {
        <div class="stack">
            if view.rows.is_empty() {
                <Blank text={words.say("tray-none")} />
            }
            <ul class="rows">
                for row in &view.rows {
                    <li key={format!("{} {}", row.doc, row.device)} class="item">
                        <div class="grow">
                            <div class="strong">{ title(&words, row) }</div>
                            <div class="under"><span>{ words.tell("tray-row", &[
                                ("name", row.name.as_str().into()),
                                ("label", row.label.as_str().into()),
                                ("n", row.count.into()),
                            ]) }</span></div>
                        </div>
                        <Button
                            label={words.say("tray-adopt")}
                            weight={Weight::Main}
                            onpress={props.onact.reform({
                                let ask = Ask::Adopt(row.doc, row.device, row.up_to);
                                move |()| ask.clone()
                            })}
                        />
                        <Button
                            label={words.say("tray-dismiss")}
                            weight={Weight::Grave}
                            onpress={{
                                let (sure, row) = (sure.setter(), row.clone());
                                Callback::from(move |()| sure.set(Some(row.clone())))
                            }}
                        />
                    </li>
                }
            </ul>
            <Button label={words.say("tray-look-again")} onpress={props.onact.reform(|()| Ask::Tray)} />
        </div>
    }
}

fn title(words: &Words, row: &TrayRow) -> AttrValue {
    if row.title.is_empty() { words.say("tray-new-case") } else { row.title.clone().into() }
}
