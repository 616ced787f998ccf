//! Two give two numbers, a third a third one, the office decides, then takes it back: who sees what, and who is told.

use client::engine::api::{ReviewRow, TodayView};
use record::review::{Choice, Edit as Decision, Item};
use record::value::Fact;

use super::*;

const PARTY: ItemId = ItemId([1; 16]);

async fn until<T>(tablet: &mut NativeTablet, topic: Topic, find: impl Fn(View) -> Option<T>) -> T {
    tablet.until_shown(&topic, find).await.expect("it is shown")
}

/// The one question, once so many writings stand in it.
async fn asked(tablet: &mut NativeTablet, writings: usize) -> ReviewRow {
    let one = move |view| match view {
        View::Review(it) => it.rows.into_iter().find(|row| row.item.candidates.len() == writings),
        _ => None,
    };
    until(tablet, Topic::Review, one).await
}

async fn settled(tablet: &mut NativeTablet) {
    let none = |view| matches!(&view, View::Review(it) if it.rows.is_empty()).then_some(());
    until(tablet, Topic::Review, none).await;
}

async fn today(tablet: &mut NativeTablet, tellings: usize) -> TodayView {
    let told = move |view| match view {
        View::Today(it) => (it.told.len() == tellings).then_some(it),
        _ => None,
    };
    until(tablet, Topic::Today, told).await
}

async fn written(tablet: &mut NativeTablet, doc: DocId, edit: Edit) {
    let answer = tablet.ask(Ask::Write(doc, edit, Heads::default())).await;
    assert!(matches!(answer, Answer::Written(_)), "{answer:?}");
}

fn candidate(item: &Item, number: &str) -> Choice {
    let number = Fact::Text(number.to_owned());
    let of = item.candidates.iter().find(|it| it.value == number).expect("it stands there");
    Choice::Use(of.change)
}

#[test]
fn a_decision_taken_back_on_one_tablet_is_open_again_on_another() {
    run(async |relay| {
        let mut office = found(relay.address, relay.token.clone()).await;
        let code = invite(&mut office, "温样本", Role::Member).await;
        let mut tablet = join(relay.address, &code, "wenyangben", "P01").await;
        let edits = vec![visitor(PARTY), phone(PARTY, "12000001001")];
        let Answer::Made(case) = tablet.ask(Ask::NewCase(Channel::FieldVisit, edits)).await else {
            panic!("no case was made");
        };
        wait_for(&mut office, case, "12000001001").await;
        let doc = case.sibling(DocKind::People);

        // both write without knowing of each other; then the member gives a third number
        tablet.set_away(true).await;
        written(&mut tablet, doc, phone(PARTY, "12000001002")).await;
        written(&mut office, doc, phone(PARTY, "12000001003")).await;
        office.up_to_date().await;
        tablet.set_away(false).await;
        asked(&mut tablet, 2).await;
        written(&mut tablet, doc, phone(PARTY, "12000001004")).await;
        let row = asked(&mut office, 3).await;
        assert!(row.may_decide);

        let decide = |id: u8, item: &Item, number: &str| {
            let (id, choice) = (ItemId([id; 16]), candidate(item, number));
            Edit::Review(Decision::Decide { id, item: item.key, choice, reason: "打通了".to_owned() })
        };
        written(&mut office, doc, decide(50, &row.item, "12000001003")).await;
        settled(&mut tablet).await;
        let day = today(&mut tablet, 2).await;
        let told = &day.told[0].told;
        assert_eq!(told.stands, Fact::Text("12000001003".to_owned()));
        assert_eq!(told.before, Some(Fact::Text("12000001001".to_owned())));
        assert_eq!(told.reason.as_deref(), Some("打通了"));
        let decider =
            day.names.iter().find(|it| it.person == told.by.person).expect("the decider has a name");
        assert_eq!(decider.name, "许示例");
        assert!(decider.devices.contains(&(told.by.device, "办公室".to_owned())));

        // the office takes it back: on the tablet all three stand again and nobody has lost
        let reason = "拨错了".to_owned();
        let undo = Decision::Undo { id: ItemId([51; 16]), decision: ItemId([50; 16]), reason };
        written(&mut office, doc, Edit::Review(undo.clone())).await;
        let again = asked(&mut tablet, 3).await;
        assert!(!again.may_decide && !again.item.is_reopened);
        today(&mut tablet, 0).await;

        // whoever takes it back once more, or may not, is told so
        let twice = office.ask(Ask::Write(doc, Edit::Review(undo.clone()), Heads::default())).await;
        assert_eq!(trouble(&twice), Some("edit-changed"));
        let row = asked(&mut office, 3).await;
        written(&mut office, doc, decide(52, &row.item, "12000001004")).await;
        settled(&mut tablet).await;
        let undo =
            Decision::Undo { id: ItemId([53; 16]), decision: ItemId([52; 16]), reason: "不服".to_owned() };
        let refused = tablet.ask(Ask::Write(doc, Edit::Review(undo), Heads::default())).await;
        assert_eq!(trouble(&refused), Some("edit-not-yours"));
        let day = today(&mut tablet, 1).await;
        assert_eq!(day.told[0].told.lost, Fact::Text("12000001002".to_owned()));

        // nothing that was written is gone
        let Answer::Past(rows) = tablet.ask(Ask::Past(case)).await else { panic!("the past is told") };
        let [row] = &rows[..] else { panic!("one place") };
        let was: Vec<&Fact> = row.past.values.iter().filter(|it| !it.stands).map(|it| &it.value).collect();
        for number in ["12000001001", "12000001002", "12000001003"] {
            assert!(was.contains(&&Fact::Text(number.to_owned())), "{number}");
        }
    });
}
