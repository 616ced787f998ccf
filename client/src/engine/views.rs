//! The views of each topic, put together from cards, documents, the roll and the outbox.

mod sync;

use std::collections::BTreeSet;

use record::View as DocView;
use record::search::Query;
use record::studio::ClockDays;
use shared::ids::{DeviceId, DocId, DocKind, PersonId};
use shared::roll::{Act, Recipient, Right, Role, may_act};

use super::api::{
    CaseRow, CaseScreen, CasesView, Chip, DeviceView, MemberView, Named, PastRow, PeopleView, Reader,
    ReviewRow, ReviewView, Search, Tick, TodayView, ToldRow,
};
use super::batch::record_roles;
use super::guard::Doing;
use super::trouble::Failure;
use super::{Engine, Host, Record};

const DAY_MS: i64 = 86_400_000;
/// What is due within a week is listed.
const SOON_MS: i64 = 7 * DAY_MS;
/// The most rows of one part of the day's page, and of what is on its way.
const ROWS_MAX: usize = 200;
/// The most rows of one answer to a search: more cases than a studio has. The page asks for few, and for more of them
/// when somebody wants to see more.
const LISTED_MAX: usize = 20_000;
/// The most cases whose documents are opened to list what is to review.
const REVIEWED_MAX: usize = 100;

impl<H: Host> Engine<H> {
    pub(super) async fn today_view(&mut self) -> Option<TodayView> {
        let now = self.host.now_ms() as i64;
        let days = self.clock_days().await;
        let me = self.session.person;
        let (mut due, mut latest) = (Vec::new(), Vec::new());
        let (mut open, mut review, mut told_in) = (0, 0, Vec::new());
        for (case, listed) in self.cards.cases() {
            let row = &listed.row;
            review += row.review.open();
            if row.review.told.contains(&me) {
                told_in.push(case);
            }
            if row.last.as_ref().is_some_and(|last| last.person == me) {
                latest.push((std::cmp::Reverse(row.last.as_ref().map(|last| last.recorded_ms)), case));
            }
            if is_ended(row) {
                continue;
            }
            open += 1;
            if let Some(at) = due_ms(row, &days).filter(|at| *at < now + SOON_MS)
                && is_of(row, me)
            {
                due.push((at, case));
            }
        }
        due.sort_unstable();
        let due_in_all = due.len() as u32;
        latest.sort_unstable();
        let due = due.into_iter().take(ROWS_MAX).filter_map(|(_, case)| self.case_row(case, &days)).collect();
        let latest = latest.into_iter().take(5).filter_map(|(_, case)| self.case_row(case, &days)).collect();
        let told = self.told_rows(told_in).await;
        let names = if told.is_empty() { Vec::new() } else { self.names().await };
        Some(TodayView { open, due, latest, review, told, names, due_in_all })
    }

    async fn told_rows(&mut self, cases: Vec<DocId>) -> Vec<ToldRow> {
        let mut rows = Vec::new();
        for case in cases.into_iter().take(REVIEWED_MAX) {
            let title = self.title(case);
            let views = self.document_views(case).await;
            let parties = called(&views);
            let reasons: Vec<_> = views.iter().flat_map(|(_, view)| reasons(view)).collect();
            for (doc, view) in &views {
                let mine = view.review().told.iter().filter(|told| told.person == self.session.person);
                rows.extend(mine.map(|told| {
                    let mut told = told.clone();
                    let given = reasons.iter().find(|it| it.of == told.decision).map(|it| it.text.clone());
                    told.reason = told.reason.or(given);
                    ToldRow { doc: *doc, title: title.clone(), told, parties: parties.clone() }
                }));
            }
        }
        rows
    }

    pub(super) async fn cases_view(&mut self, search: &Search) -> CasesView {
        let now = self.host.now_ms() as i64;
        let days = self.clock_days().await;
        let query = Query::parse(&search.text);
        let me = self.session.person;
        let is_meant = |row: &record::Row| match search.chip {
            Chip::All => true,
            Chip::Open => !is_ended(row),
            Chip::Mine => is_of(row, me),
            Chip::Due => !is_ended(row) && due_ms(row, &days).is_some_and(|at| at < now + SOON_MS),
            Chip::TwoVersions => row.review.versions > 0,
        };
        let found = self.cards.cases().filter(|(_, it)| is_meant(&it.row) && query.matches(&it.words));
        let newest = |row: &record::Row| row.last.as_ref().map_or(0, |last| last.recorded_ms);
        let mut found: Vec<_> = found.map(|(case, it)| (std::cmp::Reverse(newest(&it.row)), case)).collect();
        found.sort_unstable();
        let count = (search.rows as usize).min(LISTED_MAX);
        let page = found.iter().skip(search.from as usize).take(count);
        CasesView {
            total: self.cards.cases().count() as u32,
            found: found.len() as u32,
            rows: page.filter_map(|(_, case)| self.case_row(*case, &days)).collect(),
            wanted: self.talk.wanted() as u32,
        }
    }

    fn case_row(&self, case: DocId, days: &ClockDays) -> Option<CaseRow> {
        let row = self.cards.case(case)?.row.clone();
        Some(CaseRow { case, tick: self.case_tick(case), due_ms: due_ms(&row, days), row })
    }

    async fn main_cases(&mut self, view: &record::case::CaseView) -> Vec<CaseRow> {
        let days = self.clock_days().await;
        view.merged_into.values.iter().filter_map(|it| self.case_row(it.value, &days)).collect()
    }

    /// How far the least of this device's entries for a case has come.
    fn case_tick(&self, case: DocId) -> Tick {
        let docs = CASE_KINDS.map(|kind| case.sibling(kind));
        if docs.iter().any(|doc| self.outbox.holds(*doc) || self.cards.is_held(*doc)) {
            return Tick::Saved;
        }
        let is_there = |doc: &DocId| {
            let (own, office_reads) = self.cards.own(*doc);
            own == 0 || (office_reads && own <= self.standing.reached)
        };
        if docs.iter().all(is_there) { Tick::Reached } else { Tick::Kept }
    }

    pub(super) async fn case_view(&mut self, case: DocId) -> Option<CaseScreen> {
        let case = case.sibling(DocKind::Case);
        let mut screen: Option<CaseScreen> = None;
        let (mut story, mut people) = (None, None);
        let mut ticks = Vec::new();
        let mut set_aside = Vec::new();
        let mut adopted = Vec::new();
        for (doc, view) in self.document_views(case).await {
            if let Some(loaded) = self.documents.get(doc) {
                set_aside.push((doc, loaded.aside.clone()));
                adopted.extend(loaded.adopted.iter().cloned());
            }
            ticks.extend(self.ticks(doc));
            match view {
                DocView::Case(view) => {
                    screen = Some(CaseScreen {
                        doc: case,
                        main_cases: self.main_cases(&view).await,
                        case: *view,
                        story: None,
                        people: None,
                        row: self.cards.case(case)?.row.clone(),
                        ticks: Vec::new(),
                        tick: self.case_tick(case),
                        names: self.names().await,
                        may_write: self.may_write(case),
                        steps: Vec::new(),
                        set_aside: Vec::new(),
                        adopted: Vec::new(),
                        readers: self.readers(case),
                        may_share: self.keeps(case),
                    });
                }
                DocView::Story(view) => story = Some(*view),
                DocView::People(view) => people = Some(*view),
                DocView::Studio(_) => {}
            }
        }
        let mut screen = screen?;
        let roles = record_roles(self.roll.now().roles(self.session.person));
        screen.steps = record::case::offers(&screen.case, roles, self.around(case));
        screen.adopted = adopted;
        (screen.story, screen.people, screen.ticks) = (story, people, ticks);
        for (doc, devices) in set_aside {
            screen.set_aside.extend(self.unread(doc, &devices).await);
        }
        Some(screen)
    }

    /// Everybody who may read a case, by name of the person or by a role.
    fn readers(&self, case: DocId) -> Vec<Reader> {
        let (now, me) = (self.roll.now(), self.session.person);
        let docs = CASE_KINDS.map(|kind| case.sibling(kind));
        let may_take = docs.iter().all(|doc| !self.rights.knows(*doc) || self.keeps(*doc));
        let (mut named, mut groups) = (BTreeSet::new(), BTreeSet::new());
        for (to, _) in docs.iter().flat_map(|doc| self.rights.readers(*doc)) {
            match to {
                Recipient::Person(person) => named.insert(person),
                Recipient::Group(group) => groups.insert(group),
            };
        }
        let reader = |person: PersonId| {
            let by_role = groups.iter().any(|group| now.is_in(person, *group));
            let by_name = named.contains(&person) && !now.roles(person).is_empty();
            let may_take = may_take && by_name && !by_role && person != me;
            (by_role || by_name).then_some(Reader { person, by_role, may_take })
        };
        self.roll.persons().filter_map(|(person, _)| reader(person)).collect()
    }

    /// Whether this person keeps a document.
    pub(super) fn keeps(&self, doc: DocId) -> bool {
        self.rights.now(self.roll.now(), doc, self.session.person) == Some(Right::Keep)
    }

    /// Whether this person was shut out of a case, and how much of it is still to be handed in.
    pub(super) fn closed_case(&self, case: DocId) -> Option<u32> {
        let docs = CASE_KINDS.map(|kind| case.sibling(kind));
        let is_closed = docs.iter().any(|doc| self.closed.contains(doc));
        let unsent = self.outbox.rows().filter(|(_, row)| docs.contains(&row.doc)).count();
        is_closed.then_some(unsent as u32)
    }

    /// Whether another device of this person was lost since their box key was made.
    pub fn is_renewal_due(&self) -> bool {
        let me = self.session.person;
        let since = self.roll.person(me).and_then(|it| it.keys.last()).map_or(0, |(from, ..)| *from);
        let own = self.roll.devices().filter(|(_, device)| device.person == me);
        let is_lost = own.filter_map(|(_, device)| device.removed).any(|at| at > since);
        // while the vault is ahead of the roll, the new key is on its way
        is_lost && self.roll.person(me).is_some_and(|it| it.vault >= self.vault_version)
    }

    /// The ticks of this device's entries for a document that are not at the last one.
    fn ticks(&mut self, doc: DocId) -> Vec<(DocId, u64, Tick)> {
        let mut ticks = self.all_ticks(doc);
        ticks.retain(|(.., tick)| *tick != Tick::Reached);
        ticks
    }

    /// What a screen may show at this moment of everything this device wrote to the documents in memory, and of their
    /// cases as a whole: for whoever compares.
    pub fn claims(&mut self) -> (Vec<(DocId, u64, Tick)>, Vec<(DocId, Tick)>) {
        let docs: Vec<DocId> = self.documents.names().collect();
        let ticks = docs.iter().flat_map(|doc| self.all_ticks(*doc)).collect();
        let cases = docs.into_iter().filter(|doc| doc.kind() == DocKind::Case);
        (ticks, cases.map(|case| (case, self.case_tick(case))).collect())
    }

    fn all_ticks(&mut self, doc: DocId) -> Vec<(DocId, u64, Tick)> {
        let reached = if self.cards.own(doc).1 { self.standing.reached } else { 0 };
        let Some(loaded) = self.documents.get(doc) else { return Vec::new() };
        let tick = |position: &Option<u64>| match position {
            None => Tick::Saved,
            Some(at) if *at <= reached => Tick::Reached,
            Some(_) => Tick::Kept,
        };
        loaded.own.iter().map(|(n, position)| (doc, *n, tick(position))).collect()
    }

    /// The views of a case's documents that are here.
    async fn document_views(&mut self, case: DocId) -> Vec<(DocId, DocView)> {
        let mut views = Vec::new();
        for kind in CASE_KINDS {
            let doc = case.sibling(kind);
            // a disk that does not answer shows nothing; saving says so
            if !self.load(doc).await.unwrap_or(false) {
                continue;
            }
            self.host.doing(Some(Doing::Read(doc)));
            let may_read = self.rights.now(self.roll.now(), doc, self.session.person).is_some();
            let view = self.documents.get(doc).and_then(|loaded| loaded.document.view());
            views.extend(view.filter(|_| may_read).map(|view| (doc, view)));
            self.host.doing(None);
        }
        views
    }

    /// What was written in a case's documents and gave way to something else.
    pub(super) async fn past(&mut self, case: DocId) -> Vec<PastRow> {
        let mut rows = Vec::new();
        for (doc, _) in self.document_views(case.sibling(DocKind::Case)).await {
            let past = self.documents.get(doc).map(|loaded| loaded.document.past()).unwrap_or_default();
            rows.extend(past.into_iter().map(|past| PastRow { doc, past }));
        }
        rows
    }

    pub(super) async fn review_view(&mut self) -> ReviewView {
        let waits = |row: &record::Row| row.review.open() + row.review.info;
        let waiting = self.cards.cases().map(|(case, it)| (case, waits(&it.row)));
        let (cases, more) = opened(waiting.filter(|(_, n)| *n > 0));
        let roles = record_roles(self.roll.now().roles(self.session.person));
        let mut rows = Vec::new();
        for case in cases {
            let title = self.title(case);
            let views = self.document_views(case).await;
            let parties = called(&views);
            for (doc, view) in views {
                let Some(heads) = self.documents.get(doc).map(|it| it.document.heads()) else { continue };
                let may_write = self.may_write(doc);
                rows.extend(view.review().items.iter().map(|item| ReviewRow {
                    case,
                    title: title.clone(),
                    doc,
                    heads: heads.clone(),
                    item: item.clone(),
                    may_decide: may_write && record::review::may_decide(doc.kind(), item, roles),
                    parties: parties.clone(),
                }));
            }
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.item.level.clone()));
        ReviewView { rows, names: self.names().await, more }
    }

    pub(super) async fn people_view(&mut self) -> PeopleView {
        let names = self.names().await;
        let roll = self.roll.now();
        let (me, own) = (self.session.person, self.session.device);
        let members = names.into_iter().map(|Named { person, name, devices, .. }| {
            let is_first = roll.has(person, Role::FirstConvener);
            let may = |act| may_act(roll, me, act, is_first).is_ok();
            let is_there = !roll.roles(person).is_empty();
            let (may_remove, may_set_roles) = (may(Act::Remove), is_there && may(Act::SetRoles));
            let device = |(id, label): (DeviceId, String)| {
                let office = roll.device(id)?.office;
                let may_remove = id != own && (person == me || may_remove);
                Some(DeviceView { device: id, label, office, may_remove })
            };
            let devices = devices.into_iter().filter_map(device).collect();
            let may_remove = may_remove && is_there && person != me;
            let roles = roll.roles(person).to_vec();
            let may_invite_again = may(Act::Invite) && is_there && person != me;
            MemberView { person, name, roles, devices, may_remove, may_set_roles, may_invite_again }
        });
        let members = members.collect();
        let may = |act| roll.roles(self.session.person).iter().any(|role| role.may(act));
        let may_invite = may(Act::Invite);
        let is_first = may(Act::TouchFirstConvener);
        let may_give =
            Role::ALL.into_iter().filter(|role| may_invite && (is_first || *role != Role::FirstConvener));
        let redo = if may_invite { self.roll.to_redo() as u32 } else { 0 };
        PeopleView { members, may_invite, may_give: may_give.collect(), redo }
    }

    /// The names of everybody who ever was on the roll, and the labels of their devices.
    pub(super) async fn names(&mut self) -> Vec<Named> {
        let studio = self.studio_view().await;
        let named = self.roll.persons().map(|(person, _)| {
            let known = studio.as_ref().and_then(|view| view.display_name(person));
            let own = self.roll.devices().filter(|(_, device)| device.person == person);
            let devices = own.map(|(id, device)| (id, device.label.clone())).collect();
            let is_gone = self.roll.now().roles(person).is_empty();
            Named { person, name: known.unwrap_or_default().to_owned(), devices, is_gone }
        });
        named.collect()
    }

    /// What a person is called; empty until the studio's page has come.
    pub(super) async fn name_of(&mut self, person: PersonId) -> Result<String, Failure> {
        let studio = self.studio_view().await.ok_or(Failure::NotHere)?;
        Ok(studio.display_name(person).unwrap_or_default().to_owned())
    }

    /// What the door shows of whoever has unlocked the tablet: the studio's name, the person's name and roles.
    pub(super) async fn face(&mut self) -> (String, String, Vec<Role>) {
        let studio = self.studio_view().await.unwrap_or_default();
        let name = studio.display_name(self.session.person).unwrap_or_default().to_owned();
        let roles = self.roll.now().roles(self.session.person).to_vec();
        (studio.name.get().cloned().unwrap_or_default(), name, roles)
    }

    /// What the studio is called.
    pub(super) async fn studio_name(&mut self) -> Result<String, Failure> {
        let studio = self.studio_view().await.ok_or(Failure::NotHere)?;
        Ok(studio.name.get().cloned().unwrap_or_default())
    }

    async fn clock_days(&mut self) -> ClockDays {
        let doc = DocId::only(self.session.studio, DocKind::Studio);
        if !self.load(doc).await.unwrap_or(false) {
            return ClockDays::default();
        }
        self.documents.get(doc).map(|it| it.document.clock_days()).unwrap_or_default()
    }

    async fn studio_view(&mut self) -> Option<record::studio::StudioView> {
        let doc = DocId::only(self.session.studio, DocKind::Studio);
        if !self.load(doc).await.unwrap_or(false) {
            return None;
        }
        match self.documents.get(doc)?.document.view()? {
            DocView::Studio(view) => Some(*view),
            DocView::Case(_) | DocView::Story(_) | DocView::People(_) => None,
        }
    }

    pub(super) fn title(&self, case: DocId) -> String {
        let row = self.cards.case(case).map(|it| &it.row);
        row.map(|row| row.title.clone().unwrap_or_else(|| row.number.clone())).unwrap_or_default()
    }
}

const CASE_KINDS: [DocKind; 3] = [DocKind::Case, DocKind::Story, DocKind::People];

/// The cases whose documents are opened for the inbox, and how much waits in the rest.
fn opened(waiting: impl Iterator<Item = (DocId, u32)>) -> (Vec<DocId>, u32) {
    let mut cases: Vec<(DocId, u32)> = waiting.collect();
    let rest = cases.split_off(cases.len().min(REVIEWED_MAX));
    (cases.into_iter().map(|(case, _)| case).collect(), rest.into_iter().map(|(_, n)| n).sum())
}

/// The reasons that a story holds for what was done to its case.
fn reasons(view: &DocView) -> &[record::story::ReasonView] {
    if let DocView::Story(story) = view { &story.reasons } else { &[] }
}

/// What the parties of a case are called, as far as its documents are here and may be read.
fn called(views: &[(DocId, DocView)]) -> Vec<(u32, String)> {
    let people = views.iter().find_map(|(_, view)| match view {
        DocView::People(view) => Some(view.called()),
        DocView::Case(_) | DocView::Story(_) | DocView::Studio(_) => None,
    });
    people.unwrap_or_default()
}

fn is_ended(row: &record::Row) -> bool {
    use record::enums::Status;
    matches!(row.status, Status::Closed | Status::Archived)
}

fn is_of(row: &record::Row, person: PersonId) -> bool {
    row.lead.contains(&person)
        || row.assist.contains(&person)
        || (row.lead.is_empty() && row.received_by == Some(person))
}

fn due_ms(row: &record::Row, days: &ClockDays) -> Option<i64> {
    row.clock.as_ref().map(|clock| clock.due_ms(|deadline| days.of(deadline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_inbox_does_not_open_is_counted() {
        let case = |n: u8| DocId([n; 16]);
        let waiting = (0..110).map(|n| (case(n), 2));
        let (cases, more) = opened(waiting);
        assert_eq!((cases.len(), cases.first(), more), (100, Some(&case(0)), 20));
        assert_eq!(opened([(case(1), 3)].into_iter()), (vec![case(1)], 0));
    }
}
