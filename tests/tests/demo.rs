//! Is the demo studio what the demo file says, to somebody who logs in on a tablet that has never seen it?

use std::collections::BTreeMap;

use client::engine::api::{Answer, Ask, LogIn, Search, Topic, View};
use tests::Scratch;
use tests::demo::{self, Account, NoDemo, PASSPHRASE, Written};
use tests::relay::RunningRelay;
use tests::tablet::NativeTablet;

fn run(test: impl AsyncFnOnce()) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    tokio::task::LocalSet::new().block_on(&runtime.expect("a runtime starts"), test());
}

fn account<'a>(written: &'a Written, key: &str) -> &'a Account {
    written.accounts.iter().find(|it| it.key == key).expect("the demo file has this person")
}

/// Number, title and status of every case that somebody sees who logs in on a new tablet.
async fn seen(relay: &RunningRelay, account: &Account) -> BTreeMap<String, (Option<String>, String)> {
    let mut tablet = NativeTablet::new(relay.address).await;
    let (login, passphrase) = (account.login.clone(), PASSPHRASE.to_owned());
    let log_in = LogIn { login, passphrase, label: account.key.clone(), office: false };
    assert_eq!(tablet.ask(Ask::LogIn(log_in)).await, Answer::Done, "{}", account.key);
    tablet.until(|it| it.tablet.engine().is_some_and(|engine| engine.is_up_to(u64::MAX))).await;
    let engine = tablet.tablet.engine().expect("somebody is at the tablet");
    let search = Search { rows: u32::MAX, ..Search::default() };
    let Some(View::Cases(found)) = engine.view(&Topic::Cases(search)).await else {
        panic!("a list of cases")
    };
    assert_eq!((found.total as usize, found.wanted), (found.rows.len(), 0));
    let rows = found.rows.into_iter().map(|it| it.row);
    rows.map(|row| (row.number, (row.title, row.status.code().to_owned()))).collect()
}

/// The same as the demo file has it.
fn in_file(sees: impl Fn(&str) -> bool) -> BTreeMap<String, (Option<String>, String)> {
    let file: serde_json::Value = serde_json::from_str(demo::FILE).expect("the demo file is JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("it is a text").to_owned();
    let cases = file["cases"].as_array().expect("it lists cases").iter();
    let cases = cases.filter(|case| sees(&text(&case["id"])));
    cases.map(|it| (text(&it["case_no"]), (Some(text(&it["title"])), text(&it["final_status"])))).collect()
}

#[test]
fn a_clerk_sees_every_case_of_the_demo_an_auditor_no_title_and_everybody_else_those_they_work_on() {
    run(async || {
        let data = Scratch::new("demo");
        let written = demo::write(data.path()).await.expect("the demo studio is written");
        let relay = RunningRelay::start_on(data.path()).expect("a relay starts on what was written");
        assert_eq!(relay.token, None, "the studio is founded");

        let all = seen(&relay, account(&written, "S01")).await;
        assert_eq!(all.len(), 12);
        assert_eq!(all, in_file(|_| true));
        let untitled = all.into_iter().map(|(number, (_, status))| (number, (None, status))).collect();
        assert_eq!(seen(&relay, account(&written, "A01")).await, untitled);
        assert_eq!(account(&written, "A01").cases.len(), 12);
        for (key, cases) in [("M07", &["C01", "C05", "C10"][..]), ("M05", &["C05", "C06", "C12"])] {
            assert_eq!(
                seen(&relay, account(&written, key)).await,
                in_file(|case| cases.contains(&case)),
                "{key}"
            );
            assert_eq!(account(&written, key).cases, cases, "what is printed is what is seen");
        }
        assert_eq!(account(&written, "M02").cases.len(), 12, "conveners keep every case");
        relay.stop().await.expect("the relay stops");

        let again = demo::write(data.path()).await;
        assert!(matches!(again, Err(NoDemo::Taken(_))), "a studio that is there is left alone");
    });
}

#[test]
fn programs_are_told_who_can_log_in_and_where_the_cases_are() {
    run(async || {
        let data = Scratch::new("demo");
        let written = demo::write(data.path()).await.expect("the demo studio is written");
        let json: serde_json::Value =
            serde_json::from_str(&written.to_json().expect("it is text")).expect("JSON");
        let member = &json["accounts"][7];
        assert_eq!((&member["key"], &member["login"]), (&"M08".into(), &"niucankao".into()));
        assert_eq!((&member["passphrase"], &member["sees"][1]), (&PASSPHRASE.into(), &"C07".into()));
        assert_eq!(json["cases"]["C12"], written.cases[11].doc.to_string());
        let mut said = Vec::new();
        written.print(&mut said).expect("memory takes everything");
        let said = String::from_utf8(said).expect("it is text");
        assert!(
            said.contains("niucankao") && said.contains("of C01: ") && said.contains("12 activities"),
            "{said}"
        );
    });
}
