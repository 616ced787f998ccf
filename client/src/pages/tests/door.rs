//! Founding, joining and unlocking.

use super::*;

#[test]
fn unlocking_shows_who_lives_here_and_what_is_unsent() {
    assert_snapshot!(chinese(|| unlock(None)), @r"
    样例区第一委员工作室 · P03
    标准
    大
    特大
    最大
    中文
    English
    请选择您的名字
    王
    王芳
    委员
    3 项待上传
    李
    李国强
    委员
    没有待上传
    用邀请代码加入
    我已是成员，第一次用这台平板
    未送达的内容已加密保存，换人不会丢失，也会自动上传。
    先选名字，再输入密语。
    ");
}

#[test]
fn a_wrong_passphrase_is_said_beside_the_field_of_the_one_who_lives_here() {
    let alone = || {
        html! {
            <Unlock
                tiles={tiles().into_iter().take(1).collect::<Vec<_>>()}
                knock={Knock { is_busy: false, wrong: Some("密语不对，请再试一次。".into()) }}
                onunlock={Callback::noop()}
                onjoin={Callback::noop()}
                onlogin={Callback::noop()}
            />
        }
    };
    assert_snapshot!(chinese(alone), @r"
    样例区第一委员工作室 · P03
    标准
    大
    特大
    最大
    中文
    English
    请选择您的名字
    王
    王芳
    委员
    3 项待上传
    用邀请代码加入
    我已是成员，第一次用这台平板
    未送达的内容已加密保存，换人不会丢失，也会自动上传。
    王芳
    密语
    密语不对，请再试一次。
    打开
    忘记密语
    请召集人重新邀请您，或用打印的恢复单。本机未送达的内容不会因此丢失。
    ");
}

#[test]
fn founding_asks_for_names_a_passphrase_and_a_label() {
    let found = || html! { <Found knock={Knock::default()} onfound={Callback::noop()} /> };
    assert_snapshot!(english(found), @r"
    Parlor
    Normal
    Large
    Larger
    Largest
    中文
    English
    Found a studio
    You will be its first convener. Everything here can be changed later, save the label of the tablet.
    Name of the studio
    Such as: First Members’ Studio of Example District
    Your name
    What the other members see
    Login name
    3 to 32 letters or digits, for logging in on another tablet
    Passphrase
    At least 8 characters. Known to you alone, not even to the server
    Passphrase once more
    To be sure it was typed right
    Label of this tablet
    Such as P01; it stands in numbers given offline
    This is a device of the office
    Only what a device of the office has counts as “at the office”
    Found the studio
    ");
}

#[test]
fn an_invitation_says_who_is_meant_before_anything_is_typed() {
    let invited = Invited {
        studio_name: me().studio_name,
        person_name: "赵新".into(),
        inviter_name: "王芳".into(),
        roles: vec![shared::roll::Role::Clerk],
    };
    let join = move || {
        html! {
            <Join
                invited={Some(invited.clone())}
                knock={Knock::default()}
                tablet="P03"
                oncode={Callback::noop()}
                onjoin={Callback::noop()}
                onback={Callback::noop()}
            />
        }
    };
    assert_snapshot!(chinese(join), @r"
    加入工作室
    标准
    大
    特大
    最大
    中文
    English
    加入样例区第一委员工作室，这是您吗？
    赵
    赵新
    联络员/秘书（办公室）
    王芳 邀请您加入。
    登录名
    3 到 32 个英文字母或数字，在别的平板上登录时用
    密语
    至少 8 个字。只有您知道，服务器也不知道
    再输入一次密语
    确认没有输错
    这台平板的编号
    例如 P01，会写在离线时的临时编号里
    这是办公室的设备
    办公室设备收到的内容，才显示“办公室已收”
    是我，加入
    不是我
    ");
}
