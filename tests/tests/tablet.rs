//! What may befall a tablet: an entry that breaks its engine, a disk that takes nothing. And what its page is sent.

use client::engine::api::{
    Answer, Ask, CaseScreen, Chip, Drafted, HandedIn, Search, ToEngine, ToPage, Told, Topic, View,
};
use client::engine::disk::{Op, Table};
use client::engine::guard::Doing;
use record::enums::{Channel, PartyKind, PartyRole};
use record::{Edit, Heads, ItemId, people, story, studio};
use shared::ids::{DeviceId, DocId, DocKind};
use shared::roll::Role;
use tests::people::{found, invite, join, trouble};
use tests::relay::RunningRelay;
use tests::tablet::{NativeTablet, Trap};

const PARTY: ItemId = ItemId([1; 16]);
/// A number that no ask of the tablet itself has.
const ASKED: u32 = 7001;

fn run(test: impl AsyncFnOnce(RunningRelay)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime.expect("a runtime starts"), async {
        test(RunningRelay::start().expect("the relay starts")).await;
    });
}

/// A studio with its office, and a tablet in the field that has begun a case with one party.
async fn office_and_tablet(relay: &RunningRelay) -> (NativeTablet, NativeTablet, DocId) {
    let mut office = found(relay.address, relay.token.clone()).await;
    let code = invite(&mut office, "温样本", Role::Member).await;
    let mut tablet = join(relay.address, &code, "wenyangben", "P01").await;
    let party = people::Edit::AddParty {
        id: PARTY,
        role: PartyRole::Applicant,
        kind: PartyKind::Person,
        name: "赵样工".to_owned(),
    };
    let made = tablet.ask(Ask::NewCase(Channel::FieldVisit, vec![Edit::People(party)])).await;
    let Answer::Made(case) = made else { panic!("no case was made: {made:?}") };
    tablet.up_to_date().await;
    (office, tablet, case)
}

fn phone(case: DocId, number: &str) -> Ask {
    let edit = people::Edit::SetPhone { party: PARTY, number: number.to_owned(), label: String::new() };
    Ask::Write(case.sibling(DocKind::People), Edit::People(edit), Heads::default())
}

fn phones(screen: &CaseScreen) -> Vec<String> {
    let parties = screen.people.as_ref().map(|it| it.parties.as_slice()).unwrap_or_default();
    parties.iter().flat_map(|it| &it.phones).map(|phone| phone.number.clone()).collect()
}

/// Lets a tablet work until a case looks so.
async fn until_case(
    tablet: &mut NativeTablet,
    case: DocId,
    is_so: impl Fn(&CaseScreen) -> bool,
) -> CaseScreen {
    let find = |view| match view {
        View::Case(screen) if is_so(&screen) => Some(*screen),
        _ => None,
    };
    tablet.until_shown(&Topic::Case(case), find).await.expect("the case comes to look so")
}

/// The number of a device's last entry in a document, as the device's own disk has it.
async fn last_number(tablet: &mut NativeTablet, doc: DocId, device: DeviceId) -> u64 {
    let rows = tablet.disk().await.rows(Table::Entries, &[doc.0, device.0].concat());
    let (key, _) = rows.last().expect("it has written there");
    u64::from_be_bytes(key[32..].try_into().expect("the key ends in the number"))
}

#[test]
fn an_entry_that_breaks_the_engine_each_time_is_set_aside_by_name_and_the_record_goes_on() {
    run(async |relay| {
        let (mut office, mut tablet, case) = office_and_tablet(&relay).await;
        let people = case.sibling(DocKind::People);
        until_case(&mut office, case, |it| it.people.is_some()).await;
        tablet.set_away(true).await;
        assert!(matches!(office.ask(phone(case, "12000001001")).await, Answer::Written(_)));
        office.up_to_date().await;
        let device = office.tablet.engine().expect("somebody is there").session().device;
        let trap = Trap { doc: people, device, n: last_number(&mut office, people, device).await };

        // it comes, and whatever reads it breaks: first the record as a whole, then the entry that is named before
        tablet.arm(trap);
        tablet.set_away(false).await;
        tablet.until(|it| it.told().iter().any(|told| matches!(told, Told::SetAside(..)))).await;
        tablet.up_to_date().await;
        assert_eq!(tablet.broke_at(), [Doing::Read(people), Doing::Take(people, device, trap.n)]);

        // whose it is and where is said once, and stands in the case
        let told = tablet.told();
        let [unread] = &told
            .iter()
            .filter_map(|it| match it {
                Told::SetAside(unread, _) => Some(unread),
                _ => None,
            })
            .collect::<Vec<_>>()[..]
        else {
            panic!("told once: {told:?}")
        };
        assert_eq!((unread.doc, unread.author.as_str(), unread.entries), (people, "许示例", 1));
        let screen = until_case(&mut tablet, case, |it| it.people.is_some()).await;
        assert_eq!(screen.set_aside, [(*unread).clone()]);
        assert_eq!(phones(&screen), Vec::<String>::new(), "what breaks the engine is not shown");
        assert!(!unread.title.is_empty());

        // the record goes on, here and at the office
        assert!(matches!(tablet.ask(phone(case, "12000001002")).await, Answer::Written(_)));
        tablet.up_to_date().await;
        let both = until_case(&mut office, case, |it| phones(it).contains(&"12000001002".to_owned())).await;
        assert!(both.set_aside.is_empty(), "the office reads everything");
        assert_eq!(tablet.broke_at().len(), 2, "it breaks no more");
    });
}

#[test]
fn words_that_are_handed_in_leave_the_drafts_in_the_transaction_that_writes_them_or_neither_is_done() {
    run(async |relay| {
        let (_office, mut tablet, case) = office_and_tablet(&relay).await;
        let doc = case.sibling(DocKind::Story);
        tablet.take_commits();
        let drafted = Drafted { place: "note".to_owned(), text: "一句没有说完的话".to_owned() };
        assert_eq!(tablet.ask(Ask::KeepDraft(case, drafted.clone())).await, Answer::Done);
        let [kept] = &tablet.take_commits()[..] else { panic!("a draft is one transaction") };
        let [Op::Put(Table::Meta, draft, _)] = &kept[..] else { panic!("a draft is one row: {kept:?}") };
        let is_draft_gone = |op: &Op| matches!(op, Op::Delete(Table::Meta, key) if key == draft);
        let is_entry = |op: &Op| matches!(op, Op::Add(Table::Entries, key, _) if key.starts_with(&doc.0));
        let hand_in = |id| {
            let note =
                story::Edit::AddNote { id: ItemId([id; 16]), text: drafted.text.clone(), happened_ms: 1 };
            let places = vec![drafted.place.clone()];
            Ask::HandIn(doc, Edit::Story(note), Heads::default(), HandedIn { doc: case, places })
        };

        tablet.set_full(true);
        assert_eq!(trouble(&tablet.ask(hand_in(2)).await), Some("disk-full"));
        tablet.set_full(false);
        assert!(tablet.take_commits().is_empty());
        let disk = tablet.disk().await;
        assert!(disk.row(Table::Meta, draft).is_some(), "it was not written, so it is still a draft");

        assert!(matches!(tablet.ask(hand_in(3)).await, Answer::Written(_)));
        let commits = tablet.take_commits();
        let writing: Vec<_> = commits.iter().filter(|ops| ops.iter().any(is_entry)).collect();
        assert_eq!(writing.len(), 1, "one entry, one transaction");
        assert!(writing[0].iter().any(is_draft_gone), "and the draft goes in it: {:?}", writing[0]);
        assert_eq!(commits.iter().flatten().filter(|op| is_draft_gone(op)).count(), 1);
        let drafts = tablet.tablet.engine().expect("somebody is there").view(&Topic::Drafts(case)).await;
        assert_eq!(drafts, Some(View::Drafts(Vec::new())));
    });
}

#[test]
fn whoever_is_told_that_something_is_saved_sees_it_and_that_it_is_under_way_before_that() {
    run(async |relay| {
        let (_office, mut tablet, case) = office_and_tablet(&relay).await;
        for topic in [Topic::Case(case), Topic::Sync] {
            tablet.tablet.page(ToEngine::Watch(topic)).await;
        }
        tablet.take_sent();
        let number = "12000001001";
        tablet.tablet.page(ToEngine::Ask(ASKED, Box::new(phone(case, number)))).await;
        let sent = tablet.take_sent();
        let at = |what: &dyn Fn(&ToPage) -> bool| sent.iter().position(what);
        let under_way = at(&|it| matches!(it, ToPage::View(Topic::Sync, View::Sync(it)) if it.unsent == 1));
        let shown = at(
            &|it| matches!(it, ToPage::View(_, View::Case(screen)) if phones(screen).iter().any(|it| it == number)),
        );
        let answered = at(&|it| matches!(it, ToPage::Answer(ASKED, Answer::Written(_))));
        let order = [under_way, shown, answered];
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?} of {}", sent.len());
    });
}

/// The cases of a list, and when each is due, as a number of days after it was received.
async fn due_days(tablet: &mut NativeTablet, chip: Chip) -> Vec<Option<i64>> {
    let search = Search { chip, rows: 10, ..Search::default() };
    let engine = tablet.tablet.engine().expect("somebody is at the tablet");
    let Some(View::Cases(found)) = engine.view(&Topic::Cases(search)).await else {
        panic!("a list of cases")
    };
    let day = |row: &client::engine::api::CaseRow| Some((row.due_ms? - row.row.received_ms?) / 86_400_000);
    found.rows.iter().map(day).collect()
}

#[test]
fn a_case_is_due_after_the_days_that_the_office_gives_its_clock_on_every_tablet() {
    run(async |relay| {
        let (mut office, mut tablet, _) = office_and_tablet(&relay).await;
        office
            .until_shown(&Topic::Today, |view| matches!(view, View::Today(it) if it.open == 1).then_some(()))
            .await
            .expect("the case comes");
        for somebody in [&mut tablet, &mut office] {
            assert_eq!(due_days(somebody, Chip::Open).await, [Some(15)], "the usual days");
            assert_eq!(due_days(somebody, Chip::Due).await, [], "not within a week");
        }
        let doc = DocId::only(office.tablet.engine().expect("it is open").session().studio, DocKind::Studio);
        let set = |days| Edit::Studio(studio::Edit::SetDeadlineDays("acceptance".to_owned(), days));
        let written = office.ask(Ask::Write(doc, set(3), Heads::default())).await;
        assert!(matches!(written, Answer::Written(_)), "{written:?}");
        let today = |view| match view {
            View::Today(it) if !it.due.is_empty() => Some(it.due),
            _ => None,
        };
        let due = tablet.until_shown(&Topic::Today, today).await.expect("it stands on the page of the day");
        assert_eq!(due.len(), 1);
        for somebody in [&mut tablet, &mut office] {
            assert_eq!(due_days(somebody, Chip::Open).await, [Some(3)]);
            assert_eq!(due_days(somebody, Chip::Due).await, [Some(3)], "it is found among what is due");
        }
        let written = tablet.ask(Ask::Write(doc, set(9), Heads::default())).await;
        assert!(trouble(&written).is_some(), "a member gives the clocks no days: {written:?}");
    });
}
