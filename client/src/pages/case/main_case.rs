//! The case that this one becomes part of: chosen from a search, before the step 并案 is taken.

use record::Edit;
use record::case::Edit as CaseEdit;
use shared::ids::DocId;
use yew::prelude::*;

use super::bits::{Versions, said};
use super::{Shown, ShownProps};
use crate::components::field::Search as SearchField;
use crate::components::{Blank, Button, Shape, Sheet};
use crate::engine::api::{CaseRow, Chip, Search, Topic, View};
use crate::hooks::use_topic;
use crate::words::{Words, use_words};

/// So many are offered; more characters find the rest.
const OFFERED_MAX: u32 = 20;

/// What stands as the main case, and the sheet that changes it.
#[component]
pub(super) fn MainCase(props: &ShownProps) -> Html {
    let words = use_words();
    let is_open = use_state_eq(|| false);
    let shown = &props.shown;
    let field = &shown.case().merged_into;
    let set = |open: bool| {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(open))
    };
    let onchoose = {
        let (pen, is_open) = (shown.pen.clone(), is_open.setter());
        Callback::from(move |case: DocId| {
            pen.write(Edit::Case(CaseEdit::SetMergedInto(case)));
            is_open.set(false);
        })
    };
    let name = |it: &DocId| named(&words, &shown.view.main_cases, *it);
    let versions = said(field, &words, &shown.names, shown.now, name);
    if shown.is_read_only() && field.get().is_none() {
        return html! {};
    }
    html! {
        <div class="stack tight">
            <span class="label">{ words.say("field-merged_into") }</span>
            <div class="row apart">
                <span>{ field.get().map_or_else(|| words.say("not-chosen"), name) }</span>
                if !shown.is_read_only() {
                    <Button label={words.say("main-case-choose")} shape={Shape::Cases} onpress={set(true)} />
                }
            </div>
            <Versions said={versions} />
            if *is_open {
                <Chooser shown={shown.clone()} {onchoose} onclose={set(false)} />
            }
        </div>
    }
}

fn rows_of(view: Option<&View>) -> &[CaseRow] {
    if let Some(View::Cases(view)) = view { &view.rows } else { &[] }
}

fn named(words: &Words, rows: &[CaseRow], case: DocId) -> AttrValue {
    rows.iter()
        .find(|it| it.case == case)
        .map_or_else(|| words.say("main-case-not-here"), |it| title(words, it))
}

fn title(words: &Words, row: &CaseRow) -> AttrValue {
    format!("{} {}", words.case_title(row.row.title.as_deref()), row.row.number).into()
}

/// Props of [`Chooser`].
#[derive(Properties, PartialEq)]
struct ChooserProps {
    shown: Shown,
    onchoose: Callback<DocId>,
    onclose: Callback<()>,
}

#[component]
fn Chooser(props: &ChooserProps) -> Html {
    let words = use_words();
    let text = use_state_eq(String::new);
    let search = Search { text: (*text).clone(), chip: Chip::All, from: 0, rows: OFFERED_MAX };
    let found = use_topic(Topic::Cases(search));
    let oninput = {
        let text = text.setter();
        Callback::from(move |typed: String| text.set(typed.trim().to_owned()))
    };
    let mine = props.shown.view.doc;
    let others: Vec<&CaseRow> = rows_of(found.as_deref()).iter().filter(|it| it.case != mine).collect();
    html! {
        <Sheet title={words.say("main-case-choose")} onclose={props.onclose.clone()}>
            <SearchField label={words.say("search")} hint={words.say("search-hint")} {oninput} />
            if others.is_empty() {
                <Blank shape={Shape::Cases} text={words.say("cases-no-match")} />
            }
            <ul class="stack tight">
                for row in others {
                    <li key={row.case.to_string()}>
                        <Button
                            label={title(&words, row)}
                            is_wide=true
                            onpress={let (onchoose, case) = (props.onchoose.clone(), row.case);
                                Callback::from(move |()| onchoose.emit(case))}
                        />
                    </li>
                }
            </ul>
        </Sheet>
    }
}
