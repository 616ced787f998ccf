//! The day's page.

use super::*;

#[test]
fn today_tells_what_is_due_what_is_to_review_and_whose_words_do_not_stand() {
    assert_snapshot!(chinese(|| today(busy_day())), @r"
    11月23日 星期一
    早上好，王芳
    12
    在办案件
    1
    到期提醒
    2
    待核对
    《张某与物业停车费》的当事人 · 电话：您写的“12000002002”没有采用，现为“12000003003”。
    原来是“12000001001”。 决定：周敏 · 办公室 · 07:42。 理由：打通了
    知道了
    待办
    张某与物业停车费
    草稿
    两个版本
    T-P03-1123-01
    张某、某物业公司
    ○
    已存本机
    继续上次
    张某与物业停车费
    草稿
    两个版本
    T-P03-1123-01
    张某、某物业公司
    ○
    已存本机
    ");
}

#[test]
fn whose_words_do_not_stand_is_told_what_was_what_is_and_who_decided_when_and_why() {
    let told = english(|| today(busy_day()));
    let lines: Vec<&str> = told.lines().collect();
    let at = lines.iter().position(|it| it.contains("does not stand")).unwrap();
    assert_eq!(
        lines[at],
        "Party · Phone of “张某与物业停车费”: what you wrote, “12000002002”, does not stand; now it is “12000003003”."
    );
    assert_eq!(lines[at + 1], "Before: “12000001001”. Decided: 周敏 · 办公室 · 07:42. Reason: 打通了");
    let mut row = self::told();
    row.told.place = record::Place::root("lead");
    row.told.lost = record::value::Fact::Name(person(2).0.to_vec());
    row.told.stands = record::value::Fact::Name(person(99).0.to_vec());
    (row.told.before, row.told.reason) = (None, None);
    let told = chinese(move || today(TodayView { told: vec![row.clone()], ..busy_day() }));
    assert!(told.contains("您写的“周敏”没有采用"), "{told}");
    assert!(!told.contains("6363"), "nobody reads the digits of an id: {told}");
}

#[test]
fn an_empty_today_says_how_to_begin() {
    let empty = TodayView {
        open: 0,
        due: vec![],
        latest: vec![],
        review: 0,
        told: vec![],
        names: vec![],
        due_in_all: 0,
    };
    assert_snapshot!(chinese(move || today(empty.clone())), @r"
    11月23日 星期一
    早上好，王芳
    0
    在办案件
    0
    到期提醒
    0
    待核对
    待办
    近期没有到期的事项。
    继续上次
    还没有记录。点“新建”，两步就能开始。
    ");
}

#[test]
fn what_is_due_is_counted_in_all_also_where_not_all_of_it_is_listed() {
    let day = || TodayView { due_in_all: 231, ..busy_day() };
    let told = chinese(move || today(day()));
    assert!(told.contains("231\n到期提醒") && told.contains("另有 230 件到期"), "{told}");
}
