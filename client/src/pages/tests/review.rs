//! The inbox of what waits for a decision.

use super::*;

#[test]
fn a_review_card_shows_both_values_and_every_choice() {
    assert_snapshot!(chinese(|| review(true)), @r"
    待核对 1
    当事人 · 电话
    张某与物业停车费
    两个版本
    返回
    当事人 · 电话
    张某与物业停车费
    两个版本
    两个人在互相看不到的时候，写了不同的内容。现行的一个先用着，另一个没有丢。
    原值：12000001001
    A
    现行
    12000002002
    王
    王芳 · P03 · 记录 07:46 · 尚未到服务器
    用 A
    1
    B
    12000003003
    周
    周敏 · 办公室 · 记录 07:42 · 到服务器 07:43
    用 B
    2
    理由（可不填）
    都留
    3
    改写
    E
    稍后
    L
    ");
}

#[test]
fn who_may_not_decide_is_asked_for_an_opinion() {
    assert_snapshot!(english(|| review(false)), @r"
    1 to review
    Party · Phone
    张某与物业停车费
    two versions
    Back
    Party · Phone
    张某与物业停车费
    two versions
    Two people wrote different things without seeing each other’s. The one in force is used for now; the other is not lost.
    Before: 12000001001
    A
    in force
    12000002002
    王
    王芳 · P03 · recorded 07:46 · not at the server yet
    I would use A
    1
    B
    12000003003
    周
    周敏 · 办公室 · recorded 07:42 · at the server 07:43
    I would use B
    2
    You can say which you would use; a convener or the office decides.
    Later
    L
    ");
}

#[test]
fn whoever_takes_a_decision_back_is_told_whether_it_was_or_why_not() {
    let bar = |way: Way| move || html! { <Settled way={way.clone()} onway={Callback::noop()} /> };
    let refused = |code: &str| Way::Refused(Trouble { code: code.into(), detail: String::new() });
    let open = Way::Open(case_doc(), id(50));
    assert_eq!(chinese(bar(open.clone())), "已处理\n撤销");
    assert_eq!(english(bar(open)), "Settled\nUndo");
    assert_eq!(chinese(bar(Way::Gone)), "已撤销，该事项重新待核对。");
    assert_eq!(english(bar(Way::Gone)), "Undone: it is open again.");
    let went_on = refused("edit-went-on");
    assert!(render(Language::Chinese, bar(went_on.clone())).contains("role=\"alert\""));
    assert_eq!(
        english(bar(went_on)),
        "Not undone. The case has gone on since this was decided. Move it on from where it stands now.\nI see"
    );
    assert_eq!(
        chinese(bar(refused("edit-not-yours"))),
        format!("没有撤销。{}\n知道了", Words::new(Language::Chinese).say("trouble-edit-not-yours"))
    );
    assert_eq!(chinese(bar(Way::Over)), "");
}

#[test]
fn an_inbox_that_is_not_whole_says_how_much_more_waits() {
    let view = ReviewView { rows: vec![review_row()], names: named(), more: 7 };
    let seen = chinese(move || html! { <ReviewPage view={view.clone()} now={NOW} /> });
    assert!(seen.contains("还有 7 处待核对"), "{seen}");
    assert!(seen.contains("待核对 8"), "{seen}");
}
