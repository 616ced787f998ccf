//! The people of the studio, and one's own page.

use super::*;

#[test]
fn leaving_is_refused_while_something_is_unsent() {
    assert_snapshot!(chinese(|| settings(3)), @r"
    王
    王芳
    召集人、委员 · 平板 P03
    锁定，换人
    成员与邀请
    显示
    语言
    中文
    English
    字号
    标准
    大
    特大
    最大
    委员工作室，有事好商量。
    惯用手
    右手
    左手
    亮度
    亮
    暗
    本机空间
    已用 1.2 GB，可用 18.0 GB
    浏览器还没有答应长期保存这里的内容，空间紧张时可能会清掉。
    请浏览器长期保存
    密语
    现在的密语
    新密语
    再输入一次新密语
    更换密语
    从这台平板退出
    退出会删除您在这台平板上的全部内容。只是换人，请用“锁定”。
    还有 3 项没有送达，现在退出会丢失，所以不能退出。请连上网络，等全部送达。
    立即重试
    (not now)
    退出并删除
    会客厅 0.1.0
    ");
    let sent = english(|| settings(0));
    assert!(!sent.contains("you cannot") && !sent.contains("(not now)"), "{sent}");
}

#[test]
fn the_people_are_listed_with_their_roles_and_devices() {
    let member = |n: u8, name: &str, roles: Vec<shared::roll::Role>, devices: Vec<(String, bool)>| {
        let device = |(label, office)| {
            let device = shared::ids::DeviceId([n; 16]);
            api::DeviceView { device, label, office, may_remove: n > 1 }
        };
        let devices = devices.into_iter().map(device).collect();
        let (person, name, may) = (person(n), name.into(), n > 1);
        MemberView {
            person,
            name,
            roles,
            devices,
            may_remove: may,
            may_set_roles: may,
            may_invite_again: may,
        }
    };
    let view = PeopleView {
        members: vec![
            member(1, "王芳", vec![shared::roll::Role::FirstConvener], vec![("P03".into(), false)]),
            member(2, "周敏", vec![shared::roll::Role::Clerk], vec![("O1".into(), true)]),
            member(3, "", vec![shared::roll::Role::Member], vec![]),
        ],
        may_invite: true,
        may_give: vec![shared::roll::Role::Member],
        redo: 0,
    };
    let people = move || {
        html! {
            <People
                view={view.clone()}
                me={person(1)}
                origin="https://parlor.example"
                invitation={None}
                now={NOW}
                oninvite={Callback::noop()}
                ondone={Callback::noop()}
            />
        }
    };
    assert_snapshot!(chinese(people), @r"
    成员 3 人
    补交的改动
    邀请
    王
    王芳
    您
    第一召集人
    P03
    周
    周敏
    联络员/秘书（办公室）
    O1 · 办公室
    更改
    新
    新成员
    尚未加入
    委员
    更改
    ");
}

#[test]
fn late_changes_say_whose_they_are_and_can_be_taken_in_or_thrown_away() {
    let row = |title: &str| api::TrayRow {
        doc: case_doc(),
        title: title.into(),
        device: shared::ids::DeviceId([2; 16]),
        name: "周敏".into(),
        label: "P07".into(),
        count: 3,
        up_to: 9,
        since_ms: NOW.0,
        written_ms: (NOW.0, NOW.0),
    };
    let view = api::TrayView { rows: vec![row("张某与物业停车费"), row("")] };
    let tray = move || {
        let view = Some(view.clone());
        html! { <crate::pages::people::TrayRows {view} onact={Callback::noop()} /> }
    };
    let said = chinese(tray.clone());
    for line in ["张某与物业停车费", "尚未见过的案件", "周敏 · P07 · 3 条", "收入案件", "丢弃"]
    {
        assert!(said.contains(line), "{line} is missing in {said}");
    }
    assert!(english(tray).contains("Take into the case"));
}

#[test]
fn ones_own_page_leads_to_the_people_of_the_studio() {
    let html = render(Language::Chinese, || settings(0));
    assert!(html.contains("href=\"/people\""), "{html}");
}

fn colleague(roles: Vec<shared::roll::Role>) -> MemberView {
    MemberView {
        person: person(2),
        name: "周敏".into(),
        roles,
        devices: vec![api::DeviceView {
            device: shared::ids::DeviceId([2; 16]),
            label: "P07".into(),
            office: false,
            may_remove: true,
        }],
        may_remove: true,
        may_set_roles: true,
        may_invite_again: true,
    }
}

#[test]
fn somebody_with_two_roles_is_shown_with_both_and_can_be_invited_again() {
    use shared::roll::Role;
    let sheet = || {
        html! {
            <crate::pages::people::MemberSheet
                member={colleague(vec![Role::Member, Role::Clerk])}
                name="周敏"
                may_give={vec![Role::Convener, Role::Member, Role::Clerk]}
                wrong={None}
                onact={Callback::noop()}
                oninvite={Callback::noop()}
                onclose={Callback::noop()}
            />
        }
    };
    let html = render(Language::Chinese, sheet);
    assert_eq!(html.matches("aria-pressed=\"true\"").count(), 2, "{html}");
    let said = read(&html);
    assert!(said.contains("再次邀请") && said.contains("移出设备 P07"), "{said}");
    assert!(said.contains("(not now)\n改为这些角色"), "nothing was changed yet: {said}");
}
