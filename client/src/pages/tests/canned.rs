//! Views to show: made by the documents themselves, so that a screen is tested with what it will really get.

use record::case::{Edit as CaseEdit, offers};
use record::digest::join;
use record::enums::*;
use record::people::Edit as PeopleEdit;
use record::story::{Edit as StoryEdit, SetOf, TextField};
use record::{Around, Author, Document, Edit, Heads, Incoming, ItemId, Origin, View, Writer};
use shared::ids::{DeviceId, DocId, DocKind, PersonId, StudioId, TabletId};
use shared::roll;
use yew::prelude::*;

use crate::engine::api::*;
use crate::hooks::Engine;
use crate::pages::case::Shown;
use crate::words::Moment;

/// 23 November 2026, 09:41:22 in the studio.
pub(crate) const NOW: Moment = Moment(1_795_398_082_000);

const MINUTE_MS: u64 = 60_000;

pub(crate) fn case_doc() -> DocId {
    DocId([7; 16]).sibling(DocKind::Case)
}

pub(crate) fn id(n: u8) -> ItemId {
    ItemId([n; 16])
}

pub(crate) fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

/// Somebody with a document on a tablet.
struct Desk {
    doc: Document,
    author: Author,
    n: u64,
    now_ms: u64,
}

impl Desk {
    fn new(kind: DocKind, who: u8, now_ms: u64) -> Self {
        let author = Author { person: person(who), device: DeviceId([who; 16]) };
        Desk { doc: Document::new(kind).unwrap(), author, n: 0, now_ms }
    }

    fn write(&mut self, edit: Edit) -> (Vec<u8>, Origin) {
        self.n += 1;
        self.now_ms += MINUTE_MS;
        let roles = Roles::of(&[Role::FirstConvener, Role::Clerk, Role::Member]);
        let around =
            Around { has_visitor: true, has_consent: true, has_appeal: true, has_answer: false, blocks: 0 };
        let writer = Writer {
            author: self.author,
            roles,
            start: [1; 8],
            now_ms: self.now_ms,
            n: self.n,
            around,
            seen: Heads::default(),
        };
        let chunk = self.doc.edit(&edit, &writer).unwrap().expect("the edit changes something");
        let (n, recorded_ms) = (self.n, self.now_ms);
        (chunk, Origin { author: self.author, roles, n, recorded_ms, position: None, kept_ms: None })
    }

    fn take(&mut self, (chunk, origin): &(Vec<u8>, Origin)) {
        let origin = Origin {
            position: Some(origin.n),
            kept_ms: Some(origin.recorded_ms + MINUTE_MS),
            ..origin.clone()
        };
        self.doc.take(Incoming { chunks: &[chunk.as_slice()], origin: &origin, continues: &[] }).unwrap();
    }
}

/// Two people at one document: what both know, then what each writes without knowing of the other.
fn meet(kind: DocKind, known: Vec<Edit>, mine: Vec<Edit>, theirs: Vec<Edit>) -> Document {
    let start = NOW.0 - 120 * MINUTE_MS;
    let (mut me, mut other) = (Desk::new(kind, 1, start), Desk::new(kind, 2, start));
    for edit in known {
        let entry = me.write(edit);
        other.take(&entry);
    }
    for edit in mine {
        me.write(edit);
    }
    for edit in theirs {
        let entry = other.write(edit);
        me.take(&entry);
    }
    me.doc
}

fn case_document() -> Document {
    let open = CaseEdit::Open {
        step: id(90),
        temp_no: "T-P03-1123-01".into(),
        channel: Channel::DutyShift,
        received_ms: NOW.to_ms() - 7_200_000,
        received_by: person(1),
    };
    let known = vec![
        Edit::Case(open),
        Edit::Case(CaseEdit::SetCategory(Category::PropertyMgmt)),
        Edit::Case(CaseEdit::SetAppealKind(AppealKind::Dispute)),
        Edit::Case(CaseEdit::SetUrgency(Urgency::Urgent)),
        Edit::Case(CaseEdit::SetLead(person(1))),
        Edit::Case(CaseEdit::SetTown("样例街道".into())),
    ];
    meet(DocKind::Case, known, vec![], vec![])
}

fn story_document() -> Document {
    let splice = |field, insert: &str| {
        let (at, insert) = (Heads::default(), insert.to_owned());
        Edit::Story(StoryEdit::SpliceText { field, at, index: 0, delete: 0, insert })
    };
    let interview = StoryEdit::AddInterview {
        id: id(3),
        kind: InterviewKind::Reception,
        start_ms: NOW.to_ms() - 1_800_000,
        interviewer: person(1),
        recorder: person(2),
        supplement_to: None,
    };
    let note = |n: u8, text: &str| {
        Edit::Story(StoryEdit::AddNote {
            id: id(n),
            text: text.into(),
            happened_ms: NOW.to_ms() - 86_400_000 * 2,
        })
    };
    let known = vec![
        Edit::Story(StoryEdit::SetTitle("张某与物业停车费".into())),
        splice(TextField::Appeal, "请求退还自七月起加收的停车费，并公示收费标准。"),
        Edit::Story(interview),
        splice(TextField::Narrative(id(3)), "申请人称自七月起物业每月加收停车费50元，未公示依据。"),
        Edit::Story(StoryEdit::SetInterviewPlace(id(3), "样例站".into())),
        Edit::Story(StoryEdit::AddTo(id(3), SetOf::Present, "张某".into())),
    ];
    meet(DocKind::Story, known, vec![note(4, "已电话约物业经理明日到站。")], vec![])
}

fn people_document() -> Document {
    let party = |n: u8, role, kind, name: &str| {
        Edit::People(PeopleEdit::AddParty { id: id(n), role, kind, name: name.into() })
    };
    let phone = |number: &str| {
        Edit::People(PeopleEdit::SetPhone { party: id(11), number: number.into(), label: String::new() })
    };
    let consent = PeopleEdit::RecordConsent {
        id: id(13),
        scope: ConsentScope::Basic,
        party: Some(id(11)),
        dept: String::new(),
        status: ConsentStatus::Granted,
        method: ConsentMethod::Oral,
        notice: "1".into(),
        at_ms: NOW.to_ms() - 7_000_000,
        note: String::new(),
    };
    let known = vec![
        party(11, PartyRole::Applicant, PartyKind::Person, "张样"),
        phone("12000001001"),
        party(12, PartyRole::Respondent, PartyKind::Org, "某物业公司"),
        Edit::People(consent),
    ];
    meet(DocKind::People, known, vec![phone("12000002002")], vec![phone("12000003003")])
}

pub(crate) fn named() -> Vec<Named> {
    let it = |n: u8, name: &str, label: &str| Named {
        person: person(n),
        name: name.into(),
        devices: vec![(DeviceId([n; 16]), label.into())],
        is_gone: false,
    };
    vec![it(1, "王芳", "P03"), it(2, "周敏", "办公室")]
}

pub(crate) fn me() -> Me {
    Me {
        studio: StudioId([9; 16]),
        studio_name: "样例区第一委员工作室".into(),
        person: person(1),
        name: "王芳".into(),
        roles: vec![roll::Role::Convener, roll::Role::Member],
        device: DeviceId([1; 16]),
        label: "P03".into(),
        tablet: TabletId([1; 16]),
        office: false,
        removed: false,
        renew: false,
    }
}

/// A case with an interview, a note, a consent, and two versions of a phone number.
pub(crate) fn screen() -> CaseScreen {
    let documents = [case_document(), story_document(), people_document()];
    let digests: Vec<_> = documents.iter().filter_map(Document::digest).collect();
    let (row, _) = join(&digests).unwrap();
    let [case, story, people] = documents.map(|it| it.view().unwrap());
    let (View::Case(case), View::Story(story), View::People(people)) = (case, story, people) else {
        unreachable!("each document shows its own kind")
    };
    let roles = Roles::of(&[Role::Convener, Role::Member]);
    CaseScreen {
        doc: case_doc(),
        steps: offers(&case, roles, row.around),
        case: *case,
        story: Some(*story),
        people: Some(*people),
        row,
        ticks: vec![(case_doc().sibling(DocKind::Story), 7, Tick::Saved)],
        tick: Tick::Kept,
        names: named(),
        may_write: true,
        set_aside: Vec::new(),
        adopted: Vec::new(),
        readers: vec![
            Reader { person: person(1), by_role: false, may_take: false },
            Reader { person: person(2), by_role: true, may_take: false },
        ],
        may_share: true,
        main_cases: Vec::new(),
    }
}

pub(crate) fn case_row() -> CaseRow {
    let row = screen().row;
    let due_ms = row.clock.as_ref().map(|clock| clock.due_ms(record::digest::days));
    CaseRow { case: case_doc(), row, tick: Tick::Saved, due_ms }
}

/// A row of the inbox: the two phone numbers.
pub(crate) fn review_row() -> ReviewRow {
    let people = screen().people.unwrap();
    ReviewRow {
        case: case_doc(),
        title: "张某与物业停车费".into(),
        doc: case_doc().sibling(DocKind::People),
        heads: people.heads.clone(),
        item: people.review.items[0].clone(),
        may_decide: true,
        parties: people.called(),
    }
}

/// Shows a part of a case as a page would.
#[derive(Properties, PartialEq)]
pub(crate) struct WithShownProps {
    pub(crate) screen: CaseScreen,
    pub(crate) part: Callback<Shown, Html>,
}

#[component]
pub(crate) fn WithShown(props: &WithShownProps) -> Html {
    let pen = crate::pages::case::use_pen(props.screen.doc, &Engine::nobody());
    let shown = Shown {
        names: crate::pages::case::named(&props.screen),
        view: std::rc::Rc::new(props.screen.clone()),
        me: Some(me()),
        now: NOW,
        pen,
        turn: 0,
    };
    props.part.emit(shown)
}
