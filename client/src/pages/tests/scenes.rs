//! Screens as they are rendered again and again.

use super::*;

pub(super) fn tiles() -> Vec<Tile> {
    let tile = |n: u8, name: &str, unsent| Tile {
        studio: me().studio,
        person: person(n),
        studio_name: me().studio_name,
        name: name.into(),
        roles: vec![shared::roll::Role::Member],
        label: "P03".into(),
        unsent,
    };
    vec![tile(1, "王芳", 3), tile(2, "李国强", 0)]
}

pub(super) fn unlock(wrong: Option<&'static str>) -> Html {
    let knock = Knock { is_busy: false, wrong: wrong.map(AttrValue::from) };
    html! {
        <Unlock
            tiles={tiles()}
            {knock}
            onunlock={Callback::noop()}
            onjoin={Callback::noop()}
            onlogin={Callback::noop()}
        />
    }
}

pub(super) fn sync(is_online: bool, unsent: u32) -> SyncView {
    let item = |title: &str, tick, unsent_bytes, reason| SyncItem {
        doc: case_doc(),
        title: title.into(),
        tick,
        unsent: 1,
        unsent_bytes,
        reason,
    };
    let refused = Trouble { code: "refused".into(), detail: String::new() };
    SyncView {
        is_online,
        unsent,
        unsent_bytes: 5_000,
        contact_ms: Some(NOW.0 - 60_000),
        wanted: 0,
        items: vec![
            item("张某与物业停车费", Tick::Saved, 4_200, Some(refused)),
            SyncItem {
                doc: case_doc().sibling(shared::ids::DocKind::Studio),
                ..item("", Tick::Reached, 0, None)
            },
        ],
        needs: Vec::new(),
        clock_ahead_ms: 0,
        is_at_office: true,
        more: 0,
    }
}

pub(super) fn told() -> ToldRow {
    let people = screen().people.unwrap();
    let item = &people.review.items[0];
    ToldRow {
        doc: case_doc().sibling(shared::ids::DocKind::People),
        title: "张某与物业停车费".into(),
        told: record::review::Told {
            person: person(1),
            decision: id(77),
            place: item.place.clone(),
            lost: item.candidates[0].value.clone(),
            stands: item.candidates[1].value.clone(),
            by: item.candidates[1].written.clone(),
            before: item.base.clone(),
            reason: Some("打通了".into()),
        },
        parties: people.called(),
    }
}

pub(super) fn today(view: TodayView) -> Html {
    html! { <TodayPage {view} me={me()} now={NOW} /> }
}

pub(super) fn busy_day() -> TodayView {
    TodayView {
        open: 12,
        due: vec![case_row()],
        due_in_all: 1,
        latest: vec![case_row()],
        review: 2,
        told: vec![told()],
        names: named(),
    }
}

pub(super) fn review(may_decide: bool) -> Html {
    let row = ReviewRow { may_decide, ..review_row() };
    html! { <ReviewPage view={ReviewView { rows: vec![row], names: named(), more: 0 }} now={NOW} /> }
}

pub(super) fn settings(unsent: u32) -> Html {
    html! {
        <Me
            me={me()}
            {unsent}
            room={Some(Room { used: 1_200_000_000, quota: 18_000_000_000, is_kept: false })}
            version="0.1.0"
            onpersist={Callback::noop()}
            onlock={Callback::noop()}
            onlogout={Callback::noop()}
            onretry={Callback::noop()}
        />
    }
}
