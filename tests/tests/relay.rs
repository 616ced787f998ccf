//! Does the real relay keep what it is given, and pass it on? Tablets without a browser, over real sockets.

#[path = "relay/decisions.rs"]
mod decisions;

use std::time::Duration;

use client::engine::api::{Answer, Ask, LogIn, Tick, Topic, View};
use client::engine::tablet::Tablet;
use record::enums::{Category, Channel, PartyKind, PartyRole};
use record::{Edit, Heads, ItemId, case, people};
use shared::ids::{DocId, DocKind};
use shared::roll::Role;
use tests::Scratch;
use tests::people::{PASSPHRASE, found, invite, join, member, trouble};
use tests::relay::RunningRelay;
use tests::tablet::NativeTablet;

async fn phones(tablet: &mut NativeTablet, case: DocId) -> Vec<String> {
    let view = tablet.tablet.engine().expect("somebody is at the tablet").view(&Topic::Case(case)).await;
    let Some(View::Case(screen)) = view else { return Vec::new() };
    let parties = screen.people.map(|it| it.parties).unwrap_or_default();
    parties.iter().flat_map(|it| &it.phones).map(|phone| phone.number.clone()).collect()
}

async fn tick(tablet: &mut NativeTablet, case: DocId) -> Option<Tick> {
    match tablet.tablet.engine()?.view(&Topic::Case(case)).await? {
        View::Case(screen) => Some(screen.tick),
        _ => None,
    }
}

async fn wait_for(tablet: &mut NativeTablet, case: DocId, number: &str) {
    for _ in 0..600 {
        if phones(tablet, case).await.iter().any(|it| it == number) {
            return;
        }
        tablet.work(50).await;
    }
    panic!("{number} did not arrive");
}

fn visitor(party: ItemId) -> Edit {
    let (role, kind) = (PartyRole::Applicant, PartyKind::Person);
    Edit::People(people::Edit::AddParty { id: party, role, kind, name: "赵样工".to_owned() })
}

fn phone(party: ItemId, number: &str) -> Edit {
    Edit::People(people::Edit::SetPhone { party, number: number.to_owned(), label: String::new() })
}

fn run(test: impl AsyncFnOnce(RunningRelay)) {
    alone(async || test(RunningRelay::start().expect("the relay starts")).await);
}

/// The same without a relay: for whoever starts several.
fn alone(test: impl AsyncFnOnce()) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime.expect("a runtime starts"), test());
}

#[test]
fn a_code_of_yesterday_has_a_reason_of_its_own_and_one_of_this_morning_is_still_good() {
    const HOUR: Duration = Duration::from_secs(3600);
    alone(async || {
        let scratch = Scratch::new("yesterday");
        let relay = RunningRelay::start_on(scratch.path()).expect("the relay starts");
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        drop(office);
        relay.stop().await.expect("it stops");

        let relay = RunningRelay::start_ahead(scratch.path(), 23 * HOUR).expect("the relay starts");
        let opened = NativeTablet::new(relay.address).await.ask(Ask::OpenInvitation(code.clone())).await;
        assert!(matches!(opened, Answer::Invited(_)), "{opened:?}");
        relay.stop().await.expect("it stops");

        let relay = RunningRelay::start_ahead(scratch.path(), 25 * HOUR).expect("the relay starts");
        let mut late = NativeTablet::new(relay.address).await;
        let asks = [
            Ask::OpenInvitation(code.clone()),
            Ask::Join(member(&code, "wenyangben", "P01")),
            Ask::OpenInvitation("A".repeat(20)),
        ];
        let mut said = Vec::new();
        for ask in asks {
            said.push(trouble(&late.ask(ask).await).map(str::to_owned).unwrap_or_default());
        }
        assert_eq!(said, ["invitation-expired", "invitation-expired", "invitation-unknown"]);
    });
}

#[test]
fn what_is_written_on_one_tablet_comes_to_the_others_and_the_ticks_say_when() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut tablet = join(relay.address, &code, "wenyangben", "P01").await;

        let party = ItemId([1; 16]);
        let edits = vec![
            Edit::Case(case::Edit::SetCategory(Category::Wages)),
            visitor(party),
            phone(party, "12000001001"),
        ];
        let Answer::Made(case) = tablet.ask(Ask::NewCase(Channel::FieldVisit, edits)).await else {
            panic!("no case was made");
        };
        wait_for(&mut office, case, "12000001001").await;

        // the office answers; the tablet sees both the number and its own second tick
        let write = Ask::Write(case.sibling(DocKind::People), phone(party, "12000001002"), Heads::default());
        assert!(matches!(office.ask(write).await, Answer::Written(_)));
        wait_for(&mut tablet, case, "12000001002").await;
        for _ in 0..200 {
            if tick(&mut tablet, case).await == Some(Tick::Reached) {
                return;
            }
            office.work(50).await;
            tablet.work(50).await;
        }
        panic!("the second tick did not come");
    });
}

/// Whether the tablet believes that an office device has all of its own.
async fn is_at_office(tablet: &mut NativeTablet) -> bool {
    let view = tablet.tablet.engine().expect("somebody is at the tablet").view(&Topic::Sync).await;
    let Some(View::Sync(sync)) = view else { panic!("the delivery is shown") };
    sync.is_at_office
}

#[test]
fn nothing_is_called_delivered_while_the_office_is_away() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut tablet = join(relay.address, &code, "wenyangben", "P01").await;
        office.up_to_date().await;
        office.set_away(true).await;
        let Answer::Made(case) = tablet.ask(Ask::NewCase(Channel::Phone, Vec::new())).await else {
            panic!("no case was made");
        };
        tablet.up_to_date().await;
        assert_eq!(tick(&mut tablet, case).await, Some(Tick::Kept));
        assert!(!is_at_office(&mut tablet).await, "the relay has it, the office does not");
        office.set_away(false).await;
        for _ in 0..600 {
            if tick(&mut tablet, case).await == Some(Tick::Reached) {
                break;
            }
            office.work(20).await;
            tablet.work(20).await;
        }
        assert_eq!(tick(&mut tablet, case).await, Some(Tick::Reached));
        assert!(is_at_office(&mut tablet).await);
    });
}

#[test]
fn a_code_is_good_once_and_every_mistake_has_its_own_word() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "骆虚拟", Role::Member).await;
        let mut tablet = NativeTablet::new(relay.address).await;
        let short = tablet.ask(Ask::OpenInvitation("ABCDE".to_owned())).await;
        assert_eq!(trouble(&short), Some("code-length"));
        let odd = tablet.ask(Ask::OpenInvitation("O".repeat(20))).await;
        assert_eq!(trouble(&odd), Some("code-character"));
        let wrong = tablet.ask(Ask::OpenInvitation("A".repeat(20))).await;
        assert_eq!(trouble(&wrong), Some("invitation-unknown"));
        let Answer::Invited(invited) = tablet.ask(Ask::OpenInvitation(code.to_lowercase())).await else {
            panic!("the code opens its package");
        };
        assert_eq!((invited.person_name.as_str(), invited.inviter_name.as_str()), ("骆虚拟", "许示例"));
        assert_eq!(tablet.ask(Ask::Join(member(&code, "luoxuni", "P02"))).await, Answer::Done);
        let used = NativeTablet::new(relay.address).await.ask(Ask::OpenInvitation(code)).await;
        assert_eq!(trouble(&used), Some("invitation-used"));
    });
}

#[test]
fn a_locked_tablet_hands_in_what_is_unsent_and_opens_only_for_its_owner() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "邬演示", Role::Member).await;
        let mut tablet = join(relay.address, &code, "wuyanshi", "P03").await;
        let Answer::Made(case) = tablet.ask(Ask::NewCase(Channel::Phone, Vec::new())).await else {
            panic!("no case was made");
        };
        assert_eq!(tablet.ask(Ask::Lock).await, Answer::Done);
        assert!(tablet.tablet.engine().is_none(), "nobody is at the tablet");
        assert_eq!(tablet.deliver().await, 0, "what was unsent is handed in");
        for _ in 0..600 {
            let view = office.tablet.engine().expect("the office is open").view(&Topic::Case(case)).await;
            if view.is_some() {
                break;
            }
            office.work(50).await;
        }
        assert!(office.tablet.engine().expect("it is open").view(&Topic::Case(case)).await.is_some());

        let mut again = Tablet::open(tablet.tablet.surroundings().clone()).await.expect("the shelf is there");
        let tile = again.door().await.tiles.remove(0);
        assert_eq!((tile.name.as_str(), tile.unsent), ("邬演示", 0));
        let wrong = tablet.ask(Ask::Unlock(tile.studio, tile.person, "another phrase".to_owned())).await;
        assert_eq!(trouble(&wrong), Some("wrong-passphrase"));
        let right = tablet.ask(Ask::Unlock(tile.studio, tile.person, PASSPHRASE.to_owned())).await;
        assert_eq!(right, Answer::Done);

        // somebody else comes to live on the same tablet, which is called as it was
        tablet.ask(Ask::Lock).await;
        let code = invite(&mut office, "骆虚拟", Role::Member).await;
        assert_eq!(tablet.ask(Ask::Join(member(&code, "luoxuni", "P03"))).await, Answer::Done);
    });
}

#[test]
fn people_who_share_a_tablet_never_draw_the_same_number() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "邬演示", Role::Member).await;
        let mut tablet = join(relay.address, &code, "wuyanshi", "P03").await;
        let first = [new_number(&mut tablet).await, new_number(&mut tablet).await];
        tablet.ask(Ask::Lock).await;
        let code = invite(&mut office, "骆虚拟", Role::Member).await;
        assert_eq!(tablet.ask(Ask::Join(member(&code, "luoxuni", "P03"))).await, Answer::Done);
        tablet.up_to_date().await;
        let second = new_number(&mut tablet).await;
        let day = first[0].strip_suffix("01").expect("the first of a day");
        assert!(day.starts_with("T-P03-"), "{day}");
        assert_eq!([first[1].clone(), second], [format!("{day}02"), format!("{day}03")]);
    });
}

/// Begins a case; answers with its number.
async fn new_number(tablet: &mut NativeTablet) -> String {
    let answer = tablet.ask(Ask::NewCase(Channel::Phone, Vec::new())).await;
    let Answer::Made(case) = answer else { panic!("no case was made: {answer:?}") };
    let view = tablet.tablet.engine().expect("it is open").view(&Topic::Case(case)).await;
    let Some(View::Case(view)) = view else { panic!("a case is shown") };
    view.case.temp_no.get().expect("it is numbered").clone()
}

#[test]
fn an_auditor_sees_what_became_of_a_case_and_neither_its_people_nor_its_story() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let edits = vec![Edit::Case(case::Edit::SetCategory(Category::Wages))];
        let Answer::Made(case) = office.ask(Ask::NewCase(Channel::Letter, edits)).await else {
            panic!("no case was made");
        };
        let code = invite(&mut office, "查示例", Role::Auditor).await;
        let mut auditor = join(relay.address, &code, "chashili", "P07").await;
        let view = auditor.tablet.engine().expect("it is open").view(&Topic::Case(case)).await;
        let Some(View::Case(seen)) = view else { panic!("the auditor sees the case") };
        assert_eq!(seen.case.category.get().map(|it| it.code().to_owned()), Some("wages".to_owned()));
        assert!(seen.story.is_none() && seen.people.is_none() && !seen.may_write && seen.steps.is_empty());
        assert!(seen.names.iter().any(|it| it.name == "许示例"), "an audit says who did what");
        let write = |doc, edit| Ask::Write(doc, edit, Heads::default());
        let changed = auditor.ask(write(case, Edit::Case(case::Edit::SetCategory(Category::Family)))).await;
        assert_eq!(trouble(&changed), Some("forbidden"));
        let people = case.sibling(DocKind::People);
        let read = auditor.ask(write(people, phone(ItemId([1; 16]), "12000001003"))).await;
        assert_eq!(trouble(&read), Some("not-here"));
        let begun = auditor.ask(Ask::NewCase(Channel::Phone, Vec::new())).await;
        assert_eq!(trouble(&begun), Some("forbidden"));
    });
}

#[test]
fn a_second_device_of_the_same_person_finds_everything() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let Answer::Made(case) = office.ask(Ask::NewCase(Channel::Letter, Vec::new())).await else {
            panic!("no case was made");
        };
        office.until(|it| it.tablet.engine().is_some_and(|engine| engine.outbox_len() == 0)).await;
        let mut second = NativeTablet::new(relay.address).await;
        let log_in = |passphrase: &str| LogIn {
            login: "xushili".to_owned(),
            passphrase: passphrase.to_owned(),
            label: "P09".to_owned(),
            office: false,
        };
        let wrong = second.ask(Ask::LogIn(log_in("not this one"))).await;
        assert_eq!(trouble(&wrong), Some("relay-log-in"));
        assert_eq!(second.ask(Ask::LogIn(log_in(PASSPHRASE))).await, Answer::Done);
        second.up_to_date().await;
        assert!(second.tablet.engine().expect("it is open").view(&Topic::Case(case)).await.is_some());
    });
}
