//! Somebody's right ends: what they had written comes in late, is taken in by a keeper, and from then on nothing that
//! they ever held opens anything new. Tablets without a browser, over real sockets.

use std::collections::BTreeMap;

use client::engine::Session;
use client::engine::api::{
    Answer, Ask, CaseScreen, Invitee, LogIn, NewMember, NewStudio, Topic, TrayView, View,
};
use record::enums::{Channel, PartyKind, PartyRole};
use record::{Edit, Heads, ItemId, people};
use server::Limits;
use shared::api::{AskTray, path};
use shared::codec;
use shared::entry::{Entry, Kind};
use shared::ids::{DocId, DocKind, PersonId};
use shared::keys::{BoxKey, BoxPublic, DocKey, Purpose};
use shared::roll::{GrantBody, Group, Role, Roll};
use shared::sync::{Delivered, ToDevice, ToRelay};
use tests::Scratch;
use tests::relay::RunningRelay;
use tests::relay::socket::{Said, Socket};
use tests::tablet::NativeTablet;

const PASSPHRASE: &str = "eight words or so";
const NEW_PASSPHRASE: &str = "another eight words";
const PARTY: ItemId = ItemId([1; 16]);

/// A test is one large future, and in a debug build a deep one: it gets a stack of its own.
fn run<T: AsyncFnOnce(RunningRelay) + Send + 'static>(limits: Limits, test: T) {
    let thread = std::thread::Builder::new().stack_size(32 << 20).spawn(move || run_here(limits, test));
    if let Err(panic) = thread.expect("a thread starts").join() {
        std::panic::resume_unwind(panic);
    }
}

fn run_here(limits: Limits, test: impl AsyncFnOnce(RunningRelay)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let local = tokio::task::LocalSet::new();
    let scratch = Scratch::new("removal");
    // a test is one large future, which lies on the heap
    let test = Box::pin(async {
        test(RunningRelay::start_within(scratch.path(), limits).expect("the relay starts")).await;
    });
    local.block_on(&runtime.expect("a runtime starts"), test);
}

async fn found(relay: &RunningRelay) -> NativeTablet {
    let mut office = NativeTablet::new(relay.address).await;
    let new = NewStudio {
        token: relay.token.clone().expect("a new relay prints a link"),
        studio_name: "样例工作室".to_owned(),
        person_name: "许示例".to_owned(),
        login: "xushili".to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        label: "办公室".to_owned(),
        office: true,
    };
    let answer = office.ask(Ask::Found(new)).await;
    assert!(matches!(answer, Answer::Founded(_)), "{answer:?}");
    settled(&mut office).await;
    office
}

async fn join(relay: &RunningRelay, office: &mut NativeTablet, login: &str, role: Role) -> NativeTablet {
    let invitee = Invitee { name: login.to_owned(), roles: vec![role], again: None };
    let Answer::Invitation(it) = office.ask(Ask::Invite(invitee)).await else { panic!("no invitation") };
    let mut tablet = NativeTablet::new(relay.address).await;
    let member = NewMember {
        code: it.code,
        login: login.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        label: login.to_uppercase(),
        office: false,
    };
    assert_eq!(tablet.ask(Ask::Join(member)).await, Answer::Done);
    settled(&mut tablet).await;
    tablet
}

async fn settled(tablet: &mut NativeTablet) {
    tablet.until(|it| it.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX))).await;
}

fn session(tablet: &mut NativeTablet) -> Session {
    tablet.tablet.engine().expect("somebody is at the tablet").session().clone()
}

fn trouble(answer: &Answer) -> Option<&str> {
    if let Answer::Trouble(trouble) = answer { Some(&trouble.code) } else { None }
}

fn phone(number: &str) -> Edit {
    Edit::People(people::Edit::SetPhone { party: PARTY, number: number.to_owned(), label: String::new() })
}

fn write(case: DocId, number: &str) -> Ask {
    Ask::Write(case.sibling(DocKind::People), phone(number), Heads::default())
}

async fn phones(tablet: &mut NativeTablet, case: DocId) -> Vec<String> {
    let Some(engine) = tablet.tablet.engine() else { return Vec::new() };
    let Some(View::Case(screen)) = engine.view(&Topic::Case(case)).await else { return Vec::new() };
    let parties = screen.people.map(|it| it.parties).unwrap_or_default();
    parties.iter().flat_map(|it| &it.phones).map(|phone| phone.number.clone()).collect()
}

async fn screen(tablet: &mut NativeTablet, case: DocId) -> CaseScreen {
    let engine = tablet.tablet.engine().expect("somebody is at the tablet");
    match engine.view(&Topic::Case(case)).await {
        Some(View::Case(screen)) => *screen,
        other => panic!("no case: {other:?}"),
    }
}

async fn sees(tablet: &mut NativeTablet, case: DocId, number: &str) {
    for _ in 0..400 {
        if phones(tablet, case).await.iter().any(|it| it == number) {
            return;
        }
        tablet.work(50).await;
    }
    panic!("{number} did not arrive");
}

async fn new_case(tablet: &mut NativeTablet, number: &str) -> DocId {
    let party = people::Edit::AddParty {
        id: PARTY,
        role: PartyRole::Applicant,
        kind: PartyKind::Person,
        name: "赵样工".to_owned(),
    };
    let edits = vec![Edit::People(party), phone(number)];
    let Answer::Made(case) = tablet.ask(Ask::NewCase(Channel::FieldVisit, edits)).await else {
        panic!("no case was made");
    };
    case
}

async fn tray(tablet: &mut NativeTablet) -> TrayView {
    match tablet.ask(Ask::Tray).await {
        Answer::Tray(view) => view,
        other => panic!("no tray: {other:?}"),
    }
}

async fn done(tablet: &mut NativeTablet, ask: Ask) {
    let answer = tablet.ask(ask.clone()).await;
    assert_eq!(answer, Answer::Done, "{ask:?}");
}

/// Everything that the relay keeps of a document, as somebody who may read it gets it.
async fn entries(relay: &RunningRelay, who: &Session, doc: DocId) -> Vec<Entry> {
    let (mut socket, _) =
        Socket::greet(relay.address, who.studio, Some(&who.key), None).await.expect("it is welcome");
    let mut after = 0;
    let mut all = Vec::new();
    socket.send(&ToRelay::Want(doc, after)).await.expect("it listens");
    loop {
        let Said::Frame(frame) = socket.next().await.expect("it answers") else { panic!("hung up") };
        let ToDevice::Given(given) = frame else { continue };
        after = given.entries.last().map_or(after, |it| it.position);
        all.extend(given.entries.into_iter().map(|it| Entry::decode(Vec::from(it.entry)).expect("an entry")));
        match given.delivered {
            Delivered::More => socket.send(&ToRelay::Want(doc, after)).await.expect("it listens"),
            Delivered::Done => return all,
            Delivered::Gone => panic!("{doc:?} may not be read"),
        }
    }
}

/// The group keys that a person's box keys open, by everything that ever stood on the roll.
fn group_keys(roll: &Roll, who: &Session) -> BTreeMap<BoxPublic, BoxKey> {
    let mut keys = BTreeMap::new();
    for group in Group::ALL {
        for epoch in roll.epochs(group).iter().rev() {
            let purpose = Purpose::Member(who.studio, group, epoch.public, who.person);
            let envelope = epoch.secrets.get(&who.person);
            for own in who.vault.box_keys() {
                let secret = envelope.and_then(|it| own.open_secret(it, &purpose).ok());
                keys.extend(secret.map(|it| (epoch.public, BoxKey::from_bytes(&it))));
            }
        }
    }
    keys
}

/// Of a document's changes, those that somebody with these keys could read if the relay gave them everything.
async fn readable(relay: &RunningRelay, reader: &Session, who: &Session, doc: DocId) -> Vec<bool> {
    let mut roll = Roll::new(who.studio);
    for entry in entries(relay, reader, DocId::ZERO).await {
        let _ = roll.take(&entry);
    }
    let groups = group_keys(&roll, who);
    let mut keys: Vec<DocKey> = Vec::new();
    let all = entries(relay, reader, doc).await;
    for entry in all.iter().filter(|it| it.header.kind == Kind::Grant) {
        let body: GrantBody = codec::decode(entry.body()).expect("a grant");
        let purpose = Purpose::Document(who.studio, doc, body.key);
        let own = who.vault.box_keys();
        for give in &body.gives {
            let opened = own
                .iter()
                .chain(groups.values())
                .find_map(|key| key.open_secret(&give.envelope, &purpose).ok());
            keys.extend(opened.map(DocKey));
        }
        for key in keys.clone() {
            let plain = key.open(&body.earlier, &doc.0).ok();
            let earlier = plain.and_then(|plain| codec::decode::<Vec<codec::Bytes>>(&plain));
            let earlier = earlier.into_iter().flatten().filter_map(|it| Vec::from(it).try_into().ok());
            keys.extend(earlier.map(DocKey));
        }
    }
    let changes = all.iter().filter(|it| it.header.kind == Kind::Change);
    changes.map(|it| keys.iter().any(|key| it.open(key).is_ok())).collect()
}

#[test]
fn whoever_is_removed_while_away_hands_everything_in_and_is_wiped_and_a_keeper_takes_it_in() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut gone = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let mut other = join(&relay, &mut office, "luoxuni", Role::Member).await;
        let mut auditor = join(&relay, &mut office, "chashili", Role::Auditor).await;
        settled(&mut gone).await;
        let case = new_case(&mut gone, "12000001001").await;
        let sharee = session(&mut other);
        knows(&mut gone, &sharee).await;
        let who = sharee.person;
        done(&mut gone, Ask::Share(case, who)).await;
        settled(&mut gone).await;
        sees(&mut office, case, "12000001001").await;
        sees(&mut other, case, "12000001001").await;

        gone.set_away(true).await;
        for number in ["12000001002", "12000001003"] {
            assert!(matches!(gone.ask(write(case, number)).await, Answer::Written(_)));
        }
        let late_case = new_case(&mut gone, "12000001009").await;
        let ghost = session(&mut gone);
        done(&mut office, Ask::RemovePerson(ghost.person)).await;
        // a document gets a new key at its next write by somebody who has seen the removal
        other.until(|it| it.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX))).await;
        sees(&mut other, case, "12000001001").await;
        other.work(300).await;
        assert!(matches!(other.ask(write(case, "12000001004")).await, Answer::Written(_)));
        sees(&mut office, case, "12000001004").await;

        gone.set_away(false).await;
        gone.until(|it| it.tablet.engine().is_none()).await;
        let door = gone.tablet.door().await;
        assert!(door.tiles.is_empty(), "the tile is gone");
        assert_eq!(door.wiped, ["wenyangben"]);

        // auditors and members who keep nothing see no tray, the office does
        assert!(tray(&mut auditor).await.rows.is_empty());
        assert!(tray(&mut other).await.rows.is_empty());
        let rows = tray(&mut office).await.rows;
        let row = rows.iter().find(|it| it.doc == case.sibling(DocKind::People)).expect("it lies there");
        assert_eq!((row.name.as_str(), row.label.as_str()), ("wenyangben", "WENYANGBEN"));
        assert!(rows.iter().any(|it| it.doc == late_case), "and the case that nobody knew");
        assert!(!phones(&mut office, case).await.iter().any(|it| it == "12000001003"));

        for row in &rows {
            done(&mut office, Ask::Adopt(row.doc, row.device, row.up_to)).await;
        }
        sees(&mut office, case, "12000001003").await;
        sees(&mut other, case, "12000001003").await;
        sees(&mut office, late_case, "12000001009").await;
        assert!(tray(&mut office).await.rows.is_empty());
        let engine = office.tablet.engine().expect("it is open");
        let Some(View::Case(screen)) = engine.view(&Topic::Case(case)).await else { panic!("it is here") };
        let office_person = session(&mut office).person;
        let adopted =
            screen.adopted.iter().find(|it| it.device == ghost.device).expect("it says who took it in");
        assert_eq!(adopted.written.person, office_person);
        let again = office.ask(Ask::Adopt(row.doc, row.device, row.up_to)).await;
        assert_eq!(trouble(&again), Some("refused"), "nothing is taken in twice");

        assert!(matches!(office.ask(write(case, "12000001005")).await, Answer::Written(_)));
        settled(&mut office).await;
        let reader = session(&mut office);
        let doc = case.sibling(DocKind::People);
        let all = readable(&relay, &reader, &ghost, doc).await;
        let own = entries(&relay, &reader, doc).await;
        let changes = own.iter().filter(|it| it.header.kind == Kind::Change);
        let new = changes
            .zip(&all)
            .filter(|(it, _)| [reader.device, session(&mut other).device].contains(&it.header.device));
        let new: Vec<bool> = new.map(|(_, opens)| *opens).collect();
        assert_eq!(new, [false, false], "what was written since opens with no key they ever had");
        assert!(all.iter().any(|opens| *opens), "what they wrote themselves does");
        let everybody = readable(&relay, &reader, &session(&mut other), doc).await;
        assert!(everybody.iter().all(|opens| *opens), "whoever stayed reads all of it");
    });
}

#[test]
fn whoever_loses_a_case_hands_in_what_is_unsent_before_it_goes_and_gets_it_whole_when_let_in_again() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut member = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let case = new_case(&mut office, "12000001001").await;
        let sharee = session(&mut member);
        knows(&mut office, &sharee).await;
        let person = sharee.person;
        done(&mut office, Ask::Share(case, person)).await;
        sees(&mut member, case, "12000001001").await;
        let shared = screen(&mut office, case).await;
        let may_take =
            |screen: &CaseScreen| screen.readers.iter().map(|it| (it.person, it.may_take)).collect();
        let (by_office, by_member): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (may_take(&shared), may_take(&screen(&mut member, case).await));
        assert_eq!((by_office.get(&person), by_member.get(&person)), (Some(&true), Some(&false)));
        member.set_away(true).await;
        assert!(matches!(member.ask(write(case, "12000001002")).await, Answer::Written(_)));
        done(&mut office, Ask::Unshare(case, person)).await;
        let left = screen(&mut office, case).await;
        assert!(left.readers.iter().all(|it| it.person != person), "{:?}", left.readers);
        assert!(matches!(office.ask(write(case, "12000001003")).await, Answer::Written(_)));
        settled(&mut office).await;
        let (reader, who) = (session(&mut office), session(&mut member));
        let doc = case.sibling(DocKind::People);
        let opens = readable(&relay, &reader, &who, doc).await;
        assert_eq!((opens.first(), opens.last()), (Some(&true), Some(&false)), "{opens:?}");

        member.set_away(false).await;
        member.until(|it| it.tablet.engine().is_some_and(|engine| engine.outbox_len() == 0)).await;
        member.work(500).await;
        let engine = member.tablet.engine().expect("the person stays");
        assert!(engine.view(&Topic::Case(case)).await.is_none(), "nothing of the case is left");
        let Some(View::Cases(list)) = engine.view(&Topic::Cases(Default::default())).await else { panic!() };
        assert_eq!(list.total, 0);
        let refused = member.ask(write(case, "12000001004")).await;
        assert_eq!(trouble(&refused), Some("not-here"));

        let rows = tray(&mut office).await.rows;
        let row = rows.iter().find(|it| it.doc == doc).expect("the unsent number lies in the tray");
        done(&mut office, Ask::Adopt(doc, row.device, row.up_to)).await;
        sees(&mut office, case, "12000001002").await;
        let taken = screen(&mut office, case).await.adopted;
        let adopted = taken.first().expect("it is said that something came late");
        assert_eq!((adopted.doc, adopted.device, adopted.written.person), (doc, row.device, reader.person));
        done(&mut office, Ask::Share(case, person)).await;
        for number in ["12000001001", "12000001002", "12000001003"] {
            sees(&mut member, case, number).await;
        }
        assert!(matches!(member.ask(write(case, "12000001005")).await, Answer::Written(_)));
        sees(&mut office, case, "12000001005").await;
    });
}

#[test]
fn a_full_tray_takes_nothing_and_the_device_keeps_all_until_somebody_makes_room() {
    let limits = Limits { tray_device_bytes: 3000, ..Limits::default() };
    run(limits, async |relay| {
        let mut office = found(&relay).await;
        let mut gone = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let case = new_case(&mut gone, "12000001001").await;
        settled(&mut gone).await;
        sees(&mut office, case, "12000001001").await;
        gone.set_away(true).await;
        let mut written = Vec::new();
        for n in 0..8 {
            let number = format!("1200000200{n}");
            assert!(matches!(gone.ask(write(case, &number)).await, Answer::Written(_)));
            let other = case.sibling(if n % 2 == 0 { DocKind::Case } else { DocKind::Story });
            written.push((other, number));
        }
        let late = new_case(&mut gone, "12000001009").await;
        let person = session(&mut gone).person;
        done(&mut office, Ask::RemovePerson(person)).await;
        gone.set_away(false).await;
        gone.until(|it| it.tablet.engine().is_some_and(|engine| engine.is_removed())).await;
        gone.work(1500).await;
        let left = gone.tablet.engine().expect("nothing is wiped while anything is unsent").outbox_len();
        assert!(left > 0, "the tray is too small for all of it");
        let refused = gone.ask(write(late, "12000001010")).await;
        assert_eq!(trouble(&refused), Some("removed"));
        assert!(gone.tablet.engine().is_some());
        let row = tray(&mut office).await.rows.remove(0);
        done(&mut office, Ask::Dismiss(row.doc, row.device, row.up_to)).await;
        assert!(tray(&mut office).await.rows.iter().all(|it| it.doc != row.doc));
    });
}

#[test]
fn a_new_passphrase_holds_on_every_device_and_the_slower_of_two_is_told() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut second = second(&relay, "xushili", PASSPHRASE).await;
        settled(&mut second).await;
        let other = session(&mut second);
        let person = other.person;
        knows(&mut office, &other).await;
        let wrong = Ask::ChangePassphrase("not this one".to_owned(), NEW_PASSPHRASE.to_owned());
        assert_eq!(trouble(&office.ask(wrong).await), Some("wrong-passphrase"));
        let change = Ask::ChangePassphrase(PASSPHRASE.to_owned(), NEW_PASSPHRASE.to_owned());
        done(&mut office, change.clone()).await;
        office.work(500).await;
        let late = second.ask(change).await;
        assert!(matches!(trouble(&late), Some("vault-older" | "wrong-passphrase")), "{late:?}");
        until_vault_is(&mut second, 2).await;
        let studio = session(&mut second).studio;
        done(&mut second, Ask::Lock).await;
        let old = second.ask(Ask::Unlock(studio, person, PASSPHRASE.to_owned())).await;
        assert_eq!(trouble(&old), Some("wrong-passphrase"));
        done(&mut second, Ask::Unlock(studio, person, NEW_PASSPHRASE.to_owned())).await;
        let login =
            NativeTablet::new(relay.address).await.ask(Ask::LogIn(log_in("xushili", PASSPHRASE))).await;
        assert_eq!(trouble(&login), Some("relay-log-in"));
    });
}

#[test]
fn after_a_device_is_lost_its_person_renews_and_it_opens_nothing_new() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut home = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let mut lost = second(&relay, "wenyangben", PASSPHRASE).await;
        settled(&mut lost).await;
        let case = new_case(&mut home, "12000001001").await;
        sees(&mut lost, case, "12000001001").await;
        let thief = session(&mut lost);
        knows(&mut home, &thief).await;
        lost.set_away(true).await;
        done(&mut home, Ask::RemoveDevice(thief.device)).await;
        assert!(home.tablet.door().await.me.expect("somebody is there").renew, "a new passphrase is due");
        let change = Ask::ChangePassphrase(PASSPHRASE.to_owned(), NEW_PASSPHRASE.to_owned());
        done(&mut home, change).await;
        home.until(|it| it.tablet.engine().is_some_and(|engine| !engine.is_renewal_due())).await;
        home.work(500).await;
        assert!(matches!(home.ask(write(case, "12000001002")).await, Answer::Written(_)));
        settled(&mut home).await;
        sees(&mut office, case, "12000001002").await;
        let (reader, doc) = (session(&mut office), case.sibling(DocKind::People));
        let opens = readable(&relay, &reader, &thief, doc).await;
        assert_eq!((opens.first(), opens.last()), (Some(&true), Some(&false)), "{opens:?}");
        let opens = readable(&relay, &reader, &session(&mut home), doc).await;
        assert!(opens.iter().all(|it| *it), "the old box key stays in the vault");
        lost.set_away(false).await;
        lost.until(|it| it.tablet.engine().is_none()).await;
        let mut third = second(&relay, "wenyangben", NEW_PASSPHRASE).await;
        sees(&mut third, case, "12000001002").await;
    });
}

#[test]
fn a_removed_device_is_hung_up_within_five_seconds_and_given_its_removal_alone() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut gone = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let case = new_case(&mut office, "12000001001").await;
        settled(&mut office).await;
        let ghost = session(&mut gone);
        let (mut open, welcome) =
            Socket::greet(relay.address, ghost.studio, Some(&ghost.key), None).await.expect("it is welcome");
        let began = std::time::Instant::now();
        done(&mut office, Ask::RemovePerson(ghost.person)).await;
        while !matches!(open.next().await.expect("it is told"), Said::Closed(4010, _)) {}
        assert!(began.elapsed().as_secs() < 5);
        assert!(matches!(office.ask(write(case, "12000001002")).await, Answer::Written(_)));
        settled(&mut office).await;
        let (mut again, _) =
            Socket::greet(relay.address, ghost.studio, Some(&ghost.key), None).await.expect("it may hand in");
        again.send(&ToRelay::Want(DocId::only(ghost.studio, DocKind::Studio), 0)).await.expect("it listens");
        again.send(&ToRelay::Want(case, 0)).await.expect("it listens");
        again.send(&ToRelay::Ping).await.expect("it listens");
        let mut roll = Roll::new(ghost.studio);
        let mut is_answered = false;
        loop {
            match again.next().await.expect("it answers") {
                Said::Frame(ToDevice::Feed(entries, ..)) => {
                    for kept in entries {
                        let entry = Entry::decode(Vec::from(kept.entry)).expect("an entry");
                        assert_eq!(entry.header.kind, Kind::Roll, "nothing but the roll");
                        roll.take(&entry).expect("in order");
                    }
                }
                Said::Frame(ToDevice::Pong) => is_answered = true,
                other => panic!("{other:?} after head {}", welcome.head),
            }
            if is_answered && roll.device(ghost.device).is_some_and(|it| it.removed.is_some()) {
                break;
            }
        }
        assert!(roll.now().device(ghost.device).is_none());
    });
}

/// Waits until a tablet has heard of somebody's device.
async fn knows(tablet: &mut NativeTablet, who: &Session) {
    let has = |view: View| match view {
        View::People(view) => {
            view.members.iter().any(|it| it.devices.iter().any(|it| it.device == who.device)).then_some(())
        }
        _ => None,
    };
    tablet.until_shown(&Topic::People, has).await.expect("it hears of everybody");
}

fn log_in(login: &str, passphrase: &str) -> LogIn {
    LogIn {
        login: login.to_owned(),
        passphrase: passphrase.to_owned(),
        label: format!("{login} 2"),
        office: false,
    }
}

/// The same person on a further tablet.
async fn second(relay: &RunningRelay, login: &str, passphrase: &str) -> NativeTablet {
    let mut tablet = NativeTablet::new(relay.address).await;
    let mut it = log_in(login, passphrase);
    if passphrase == NEW_PASSPHRASE {
        it.label = format!("{login} 3");
    }
    assert_eq!(tablet.ask(Ask::LogIn(it)).await, Answer::Done);
    tablet
}

async fn until_vault_is(tablet: &mut NativeTablet, version: u64) {
    tablet.until(|it| it.tablet.engine().is_some_and(|engine| engine.vault_version() == version)).await;
}

#[test]
fn whoever_forgot_the_passphrase_is_invited_again_and_opens_what_was_theirs() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut member = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let case = new_case(&mut office, "12000001001").await;
        let before = session(&mut member);
        knows(&mut office, &before).await;
        done(&mut office, Ask::Share(case, before.person)).await;
        sees(&mut member, case, "12000001001").await;

        let invitee =
            Invitee { name: "闻样本".to_owned(), roles: vec![Role::Member], again: Some(before.person) };
        let Answer::Invitation(it) = office.ask(Ask::Invite(invitee)).await else { panic!("no invitation") };
        let mut again = NativeTablet::new(relay.address).await;
        let joining = NewMember {
            code: it.code,
            login: "wenyangben".to_owned(),
            passphrase: NEW_PASSPHRASE.to_owned(),
            label: "P09".to_owned(),
            office: false,
        };
        assert_eq!(again.ask(Ask::Join(joining)).await, Answer::Done);
        settled(&mut again).await;
        assert_eq!(session(&mut again).person, before.person, "the same person");
        office.work(1_000).await;
        sees(&mut again, case, "12000001001").await;
        assert!(matches!(again.ask(write(case, "12000001002")).await, Answer::Written(_)));
        sees(&mut office, case, "12000001002").await;

        let log_in = |passphrase: &str| {
            let (login, passphrase) = ("wenyangben".to_owned(), passphrase.to_owned());
            Ask::LogIn(LogIn { login, passphrase, label: "P10".to_owned(), office: false })
        };
        let mut other = NativeTablet::new(relay.address).await;
        assert_eq!(trouble(&other.ask(log_in(PASSPHRASE)).await), Some("relay-log-in"));
        assert_eq!(other.ask(log_in(NEW_PASSPHRASE)).await, Answer::Done);
    });
}

/// Whether the relay still knows the sessions in these cookies.
async fn is_known(relay: &RunningRelay, cookies: &str, person: PersonId) -> bool {
    let ask = codec::encode(&AskTray { person, after: None });
    let answered = tests::net::request(relay.address, path::TRAY, &ask, cookies).await;
    answered.expect("the relay answers").status == 200
}

#[test]
fn whoever_leaves_a_tablet_has_no_session_left_at_the_relay_also_when_they_left_without_a_network() {
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut member = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let person = session(&mut member).person;
        tray(&mut member).await;
        let cookies = member.cookies();
        assert!(is_known(&relay, &cookies, person).await);
        done(&mut member, Ask::LogOut).await;
        assert!(!is_known(&relay, &cookies, person).await, "the session ends with the leaving");

        let again = LogIn {
            login: "wenyangben".to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            label: "P11".to_owned(),
            office: false,
        };
        done(&mut member, Ask::LogIn(again)).await;
        settled(&mut member).await;
        tray(&mut member).await;
        let cookies = member.cookies();
        member.set_away(true).await;
        done(&mut member, Ask::LogOut).await;
        assert!(is_known(&relay, &cookies, person).await, "nobody has told the relay yet");
        member.set_away(false).await;
        let other = LogIn {
            login: "xushili".to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            label: "P12".to_owned(),
            office: false,
        };
        done(&mut member, Ask::LogIn(other)).await;
        settled(&mut member).await;
        assert!(!is_known(&relay, &cookies, person).await, "the next contact ends it");
    });
}

#[test]
fn what_somebody_let_in_again_writes_takes_no_number_of_what_lies_in_the_tray_and_both_are_there_in_the_end()
{
    run(Limits::default(), async |relay| {
        let mut office = found(&relay).await;
        let mut member = join(&relay, &mut office, "wenyangben", Role::Member).await;
        let case = new_case(&mut office, "12000001001").await;
        let before = session(&mut member);
        knows(&mut office, &before).await;
        done(&mut office, Ask::Share(case, before.person)).await;
        sees(&mut member, case, "12000001001").await;
        member.set_away(true).await;
        assert!(matches!(member.ask(write(case, "12000001002")).await, Answer::Written(_)));
        done(&mut office, Ask::Unshare(case, before.person)).await;
        member.set_away(false).await;
        member.until(|it| it.tablet.engine().is_some_and(|engine| engine.outbox_len() == 0)).await;
        member.work(500).await;
        done(&mut office, Ask::Share(case, before.person)).await;
        sees(&mut member, case, "12000001001").await;

        // what was handed in is not here any more, and so its number seems to be free
        assert!(matches!(member.ask(write(case, "12000001003")).await, Answer::Written(_)));
        let goes_on = |it: &mut NativeTablet| {
            let engine = it.tablet.engine();
            engine.is_some_and(|it| it.session().device != before.device && it.is_up_to(u64::MAX))
        };
        // under a new key
        member.until(goes_on).await;
        sees(&mut office, case, "12000001003").await;
        for row in tray(&mut office).await.rows {
            done(&mut office, Ask::Adopt(row.doc, row.device, row.up_to)).await;
        }
        for number in ["12000001002", "12000001003"] {
            sees(&mut office, case, number).await;
            sees(&mut member, case, number).await;
        }
        assert_eq!(tray(&mut office).await.rows, []);
    });
}
