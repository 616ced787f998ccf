//! What a screen says, word for word: rendered natively and read as a person would, tag by tag.

pub(crate) mod canned;

use futures::executor::block_on;
use insta::assert_snapshot;
use record::case::{Offer, StepNeed};
use record::enums::Status;
use record::value::Fact;
use yew::LocalServerRenderer;
use yew::prelude::*;

use self::canned::*;
use super::case::{CasePage, InterviewPage, Parties, PastList, Register, Shown, StepSheet, Timeline};
use super::door::{Found, Join, Knock, Unlock};
use super::review::{ReviewPage, Settled, Way};
use super::today::TodayPage;
use super::{Me, People, SyncSheet};
use crate::engine::api::{
    self, CaseScreen, Invited, MemberView, PastRow, PeopleView, ReviewRow, ReviewView, Room, SyncItem,
    SyncView, Tick, Tile, TodayView, ToldRow, Trouble,
};
use crate::words::{Language, Words};

#[derive(Properties, PartialEq)]
struct SceneProps {
    language: Language,
    draw: Callback<(), Html>,
}

#[component]
fn Scene(props: &SceneProps) -> Html {
    let words = Words::new(props.language);
    html! { <ContextProvider<Words> context={words}>{ props.draw.emit(()) }</ContextProvider<Words>> }
}

/// Renders to HTML.
fn render(language: Language, draw: impl Fn() -> Html + 'static) -> String {
    let props = SceneProps { language, draw: Callback::from(move |()| draw()) };
    block_on(LocalServerRenderer::<Scene>::with_props(props).hydratable(false).render())
}

/// What is read on a screen: one line for each piece of text, with what can be chosen and what cannot be pressed.
fn read(html: &str) -> String {
    let mut lines = Vec::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        let text = text.trim();
        if let Some(hint) = tag.split("placeholder=\"").nth(1).and_then(|it| it.split('"').next())
            && !hint.is_empty()
        {
            lines.push(format!("[{hint}]"));
        }
        if tag.starts_with("button") && tag.contains(" disabled") {
            lines.push("(not now)".to_owned());
        }
        if tag.starts_with("option") {
            lines.extend(tag.contains(" selected").then(|| format!("> {text}")));
        } else if !text.is_empty() {
            lines.push(text.to_owned());
        }
    }
    lines.join("\n").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn chinese(draw: impl Fn() -> Html + 'static) -> String {
    read(&render(Language::Chinese, draw))
}

fn english(draw: impl Fn() -> Html + 'static) -> String {
    read(&render(Language::English, draw))
}

fn part(part: fn(Shown) -> Html) -> impl Fn() -> Html {
    let screen = screen();
    move || html! { <WithShown screen={screen.clone()} part={Callback::from(part)} /> }
}

fn tiles() -> Vec<Tile> {
    let tile = |n: u8, name: &str, unsent| Tile {
        studio: me().studio,
        person: person(n),
        studio_name: me().studio_name,
        name: name.into(),
        roles: vec![shared::roll::Role::Member],
        label: "P03".into(),
        unsent,
    };
    vec![tile(1, "王芳", 3), tile(2, "李国强", 0)]
}

fn unlock(wrong: Option<&'static str>) -> Html {
    let knock = Knock { is_busy: false, wrong: wrong.map(AttrValue::from) };
    html! {
        <Unlock
            tiles={tiles()}
            {knock}
            onunlock={Callback::noop()}
            onjoin={Callback::noop()}
            onlogin={Callback::noop()}
        />
    }
}

fn sync(is_online: bool, unsent: u32) -> SyncView {
    let item = |title: &str, tick, unsent_bytes, reason| SyncItem {
        doc: case_doc(),
        title: title.into(),
        tick,
        unsent: 1,
        unsent_bytes,
        reason,
    };
    let refused = Trouble { code: "refused".into(), detail: String::new() };
    SyncView {
        is_online,
        unsent,
        unsent_bytes: 5_000,
        contact_ms: Some(NOW.0 - 60_000),
        wanted: 0,
        items: vec![
            item("张某与物业停车费", Tick::Saved, 4_200, Some(refused)),
            SyncItem {
                doc: case_doc().sibling(shared::ids::DocKind::Studio),
                ..item("", Tick::Reached, 0, None)
            },
        ],
        needs: Vec::new(),
        clock_ahead_ms: 0,
        is_at_office: true,
    }
}

fn told() -> ToldRow {
    let people = screen().people.unwrap();
    let item = &people.review.items[0];
    ToldRow {
        doc: case_doc().sibling(shared::ids::DocKind::People),
        title: "张某与物业停车费".into(),
        told: record::review::Told {
            person: person(1),
            decision: id(77),
            place: item.place.clone(),
            lost: item.candidates[0].value.clone(),
            stands: item.candidates[1].value.clone(),
            by: item.candidates[1].written.clone(),
            before: item.base.clone(),
            reason: Some("打通了".into()),
        },
        parties: people.called(),
    }
}

fn today(view: TodayView) -> Html {
    html! { <TodayPage {view} me={me()} now={NOW} /> }
}

fn busy_day() -> TodayView {
    TodayView {
        open: 12,
        due: vec![case_row()],
        latest: vec![case_row()],
        review: 2,
        told: vec![told()],
        names: named(),
    }
}

fn review(may_decide: bool) -> Html {
    let row = ReviewRow { may_decide, ..review_row() };
    html! { <ReviewPage view={ReviewView { rows: vec![row], names: named(), more: 0 }} now={NOW} /> }
}

fn settings(unsent: u32) -> Html {
    html! {
        <Me
            me={me()}
            {unsent}
            room={Some(Room { used: 1_200_000_000, quota: 18_000_000_000, is_kept: false })}
            version="0.1.0"
            onpersist={Callback::noop()}
            onlock={Callback::noop()}
            onlogout={Callback::noop()}
            onretry={Callback::noop()}
        />
    }
}

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

#[test]
fn the_sync_sheet_tells_each_record_and_what_the_ticks_mean() {
    let sheet = || html! { <SyncSheet sync={sync(false, 3)} now={NOW} onretry={Callback::noop()} /> };
    assert_snapshot!(chinese(sheet), @r"
    离线，待上传 3 项
    上次联系 09:40
    立即重试
    张某与物业停车费
    5 KB
    服务器没有接受，可能版本不一致。内容仍在本机。请更新后再试；如果还是这样，请告诉管理员。
    ○
    已存本机
    工作室与名册
    ✓✓
    办公室已收
    ○
    已存本机
    已写入这台平板，断电也不会丢
    ✓
    服务器已收
    已写入服务器
    ✓✓
    办公室已收
    办公室的设备已收到
    ");
}

#[test]
fn all_is_called_delivered_only_once_the_office_has_it() {
    let pill = |is_at_office| {
        let sync = SyncView { is_at_office, ..sync(true, 0) };
        chinese(
            move || html! { <super::SyncPill sync={sync.clone()} now={NOW} onretry={Callback::noop()} /> },
        )
    };
    assert!(pill(true).starts_with("已全部送达"), "{}", pill(true));
    assert!(pill(false).starts_with("服务器已收"), "{}", pill(false));
}

#[test]
fn being_offline_with_nothing_to_send_is_no_reason_to_worry() {
    let pill = || html! { <super::SyncPill sync={sync(false, 0)} now={NOW} onretry={Callback::noop()} /> };
    assert_snapshot!(english(pill), @r"
    Offline
    as of 09:40
    ");
}

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
    let empty = TodayView { open: 0, due: vec![], latest: vec![], review: 0, told: vec![], names: vec![] };
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
fn the_timeline_tells_what_happened_newest_first_with_ticks_for_ones_own() {
    assert_snapshot!(chinese(part(|shown| html! { <Timeline {shown} /> })), @r"
    全部
    访谈
    来访
    备注
    变动
    今天
    09:11
    访谈
    王芳
    ✓
    服务器已收
    申请人称自七月起物业每月加收停车费50元，未公示依据。
    07:44
    为办理诉求收集使用个人信息：同意
    王芳
    ✓
    服务器已收
    07:44
    添加当事人
    王芳
    ✓
    服务器已收
    某物业公司
    07:42
    添加当事人
    王芳
    ✓
    服务器已收
    张样
    07:41
    登记草稿
    王芳
    ✓
    服务器已收
    11月21日
    09:41
    备注
    王芳
    补录
    ○
    已存本机
    已电话约物业经理明日到站。
    ");
}

#[test]
fn a_party_with_two_phones_shows_both_with_who_and_when() {
    assert_snapshot!(chinese(part(|shown| html! { <Parties {shown} /> })), @r"
    张
    张样
    P1
    申请人/来访人
    姓名或名称
    电话
    两个版本
    12000002002
    现行
    王芳 · P03 · 07:46
    12000003003
    周敏 · 办公室 · 07:42
    另有 12000001001
    住址
    当事人角色
    > 申请人/来访人
    更多资料
    主体类型
    > 自然人
    性别
    出生年份
    职业
    单位
    联系人
    特殊需要
    需要宣读
    方言
    轮椅通道
    翻译或手语
    去掉这位当事人
    某
    某物业公司
    P2
    被申请人/相对方
    姓名或名称
    电话
    住址
    当事人角色
    > 被申请人/相对方
    更多资料
    主体类型
    > 单位/组织
    性别
    出生年份
    职业
    单位
    联系人
    特殊需要
    需要宣读
    方言
    轮椅通道
    翻译或手语
    去掉这位当事人
    添加当事人
    同意
    张样 为办理诉求收集使用个人信息
    同意
    同意 · 王芳 · P03 · 07:45
    征求同意
    同意事项
    > 为办理诉求收集使用个人信息
    谁
    > 张样
    见证人或原话
    记下：同意
    记下：不同意
    记下：撤回同意
    ");
}

#[test]
fn the_register_shows_each_field_with_the_value_in_force() {
    assert_snapshot!(chinese(part(|shown| html! { <Register {shown} /> })), @r"
    标题
    不写全名，用“赵某”
    诉求内容
    请求退还自七月起加收的停车费，并公示收费标准。
    基本情况
    详细地点
    结案说明
    基本信息
    诉求类别
    > 物业/业委会
    诉求性质
    > 纠纷调处
    紧急程度
    > 紧急
    风险等级
    > 未选择
    责任委员
    > 王芳
    结案方式
    > 未选择
    并案指向
    未选择
    选择主案
    镇（街道）
    社区（村）
    网格
    事发时间
    起数
    协办委员
    周敏
    加入后，对方可以查看和填写这个案件。去掉后仍能打开；要收回，请看“谁能打开”。
    标签
    添加标签
    其他类别
    工伤与人身损害（劳动）
    劳动报酬/欠薪
    其他劳动争议
    邻里（相邻关系）
    婚姻家庭/赡养抚养
    继承/分家析产
    征地拆迁与补偿
    房屋宅基地
    山林土地承包
    物业/业委会
    住房/保障房
    社会治安
    道路交通
    消费维权
    合同/债务/生产经营
    其他损害赔偿
    教育
    医疗
    社保/医保/养老
    救助/帮扶济困
    环境/噪声/油烟
    市政设施/城市管理
    营商环境/涉企
    村（居）务管理
    文化体育
    政策咨询
    其他
    敏感标记
    医疗健康
    证件号码
    金融账户
    不满14周岁未成年人
    未成年人（14-18）
    被害人/家暴
    宗教信仰
    生物识别（指纹/人脸）
    行踪轨迹
    商业秘密
    侦查/执法信息（不得记录细节）
    谁能打开
    2 人可以打开这个案件
    查看
    改动前的内容
    谁写过的都还在：谁、在哪台设备、什么时候。
    查看
    来访
    登记一次来访
    受理决定
    受理决定
    > 未选择
    理由与引导去向
    [不予受理时必填：为什么，引导到哪里]
    (not now)
    记下决定
    来源与编号
    临时编号
    T-P03-1123-01
    正式编号
    暂无
    来源渠道
    委员坐班
    接访人
    王芳
    接访时间
    07:41
    ");
}

#[test]
fn a_step_says_all_that_is_still_missing_for_it_and_where_and_what_its_reason_must_tell() {
    let offer = |to: Status, wants_reason: Option<StepNeed>, missing: &[StepNeed]| Offer {
        to,
        wants_reason,
        missing: missing.to_vec(),
    };
    let steps = vec![
        offer(Status::Registered, None, &[StepNeed::Category, StepNeed::Consent, StepNeed::Appeal]),
        offer(Status::Closed, Some(StepNeed::Guidance), &[StepNeed::NoBlocks]),
        offer(Status::Suspended, Some(StepNeed::RestCause), &[]),
    ];
    let screen = CaseScreen { steps, ..screen() };
    let sheet: fn(Shown) -> Html =
        |shown| html! { <StepSheet {shown} ongo={Callback::noop()} onclose={Callback::noop()} /> };
    let html = render(
        Language::Chinese,
        move || html! { <WithShown screen={screen.clone()} part={Callback::from(sheet)} /> },
    );
    assert_snapshot!(read(&html), @r"
    下一步
    关闭
    现在是“草稿”。
    事由
    [需要说明时填写，会记入案件经过]
    (not now)
    转为“已登记”
    还差：诉求类别；个人信息同意；诉求内容
    去“登记”
    去“当事人”
    (not now)
    转为“已结案”（请写明事由）
    还差：先处理待裁决事项
    去“核对”
    转为“中止”（请写明事由）
    事由请写明：中止的原因
    ");
}

#[test]
fn an_auditor_reads_and_is_offered_nothing_to_change() {
    let screen = CaseScreen { may_write: false, steps: vec![], ..screen() };
    let page: fn(Shown) -> Html = |shown| html! { <CasePage {shown} onback={Callback::noop()} /> };
    let html = render(
        Language::Chinese,
        move || html! { <WithShown screen={screen.clone()} part={Callback::from(page)} /> },
    );
    assert_snapshot!(read(&html), @r"
    返回
    张某与物业停车费
    ✓
    服务器已收
    T-P03-1123-01
    草稿
    紧急
    1 处待核对
    经过
    登记
    当事人
    您可以查看，不能修改。
    全部
    访谈
    来访
    备注
    变动
    今天
    09:11
    访谈
    王芳
    ✓
    服务器已收
    申请人称自七月起物业每月加收停车费50元，未公示依据。
    07:44
    为办理诉求收集使用个人信息：同意
    王芳
    ✓
    服务器已收
    07:44
    添加当事人
    王芳
    ✓
    服务器已收
    某物业公司
    07:42
    添加当事人
    王芳
    ✓
    服务器已收
    张样
    07:41
    登记草稿
    王芳
    ✓
    服务器已收
    11月21日
    09:41
    备注
    王芳
    补录
    ○
    已存本机
    已电话约物业经理明日到站。
    ");
    assert!(!html.contains("class=\"bar\""), "no bar with what could be begun");
}

#[test]
fn an_interview_keeps_its_text_beside_its_header() {
    let page = part(|shown| {
        let interview = shown.story().unwrap().interviews[0].clone();
        html! { <InterviewPage {shown} {interview} onback={Callback::noop()} /> }
    });
    assert_snapshot!(chinese(page), @r"
    返回
    接访谈话
    09:11
    张某与物业停车费
    ✓
    服务器已收
    正文
    申请人称自七月起物业每月加收停车费50元，未公示依据。
    问答
    添加一问
    矛盾点、证据、现场
    矛盾点
    添加
    证据
    添加
    现场情况
    添加
    测量
    添加
    更正
    被谈话人要求更正的内容
    记下更正
    谈话类别
    接访谈话
    被谈话人
    > 未选择
    开始时间
    结束时间
    地点
    谈话人
    王芳
    记录人
    周敏
    在场人
    张某
    添加在场人
    宣读确认
    > 未选择
    ");
}

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

fn gave_way(rows: Vec<PastRow>) -> impl Fn() -> Html {
    let draw = Callback::from(move |shown: Shown| html! { <PastList {shown} rows={rows.clone()} /> });
    let screen = screen();
    move || html! { <WithShown screen={screen.clone()} part={draw.clone()} /> }
}

#[test]
fn what_stood_before_is_there_with_who_wrote_it_where_and_when() {
    use record::value::Fact;
    let written = screen().people.unwrap().review.items[0].candidates[1].written.clone();
    let value = |text: &str, stands| record::PastValue {
        value: Fact::Text(text.into()),
        written: written.clone(),
        stands,
    };
    let past = |key: &str, values| PastRow {
        doc: case_doc(),
        past: record::Past { place: record::Place::of("parties", id(11), key), values },
    };
    let rows = vec![
        past("gender", vec![value("男", true), value("女", false)]),
        past("id_no", vec![value("110101190001011234", true), value("12", false)]),
    ];
    assert_eq!(english(gave_way(Vec::new())), "Nothing has been written over yet.");
    assert_snapshot!(english(gave_way(rows.clone())), @r"
    张样 · Party · Gender
    男
    stands
    周敏 · 办公室 · recorded 07:42 · at the server 07:43
    女
    周敏 · 办公室 · recorded 07:42 · at the server 07:43
    张样 · Party · Identity number
    ···1234
    stands
    周敏 · 办公室 · recorded 07:42 · at the server 07:43
    ···2
    周敏 · 办公室 · recorded 07:42 · at the server 07:43
    ");
    assert_snapshot!(chinese(gave_way(rows)), @r"
    张样 · 当事人 · 性别
    男
    现在
    周敏 · 办公室 · 记录 07:42 · 到服务器 07:43
    女
    周敏 · 办公室 · 记录 07:42 · 到服务器 07:43
    张样 · 当事人 · 证件号码
    ···1234
    现在
    周敏 · 办公室 · 记录 07:42 · 到服务器 07:43
    ···2
    周敏 · 办公室 · 记录 07:42 · 到服务器 07:43
    ");
}

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
        html! { <super::people::TrayRows {view} onact={Callback::noop()} /> }
    };
    let said = chinese(tray.clone());
    for line in ["张某与物业停车费", "尚未见过的案件", "周敏 · P07 · 3 条", "收入案件", "丢弃"]
    {
        assert!(said.contains(line), "{line} is missing in {said}");
    }
    assert!(english(tray).contains("Take into the case"));
}

#[test]
fn what_people_wrote_is_text_and_never_markup() {
    let view = TodayView { latest: vec![], due: vec![], told: vec![], open: 0, review: 0, names: vec![] };
    let me = api::Me { name: "<img src=x onerror=alert(1)>".into(), ..me() };
    let html = render(Language::Chinese, move || {
        html! { <TodayPage view={view.clone()} me={me.clone()} now={NOW} /> }
    });
    assert!(!html.contains("<img") && html.contains("&lt;img"), "{html}");
}

#[test]
fn no_screen_has_an_inline_style() {
    let pages: [fn() -> Html; 4] = [|| unlock(None), || today(busy_day()), || review(true), || settings(3)];
    for page in pages {
        assert!(!render(Language::Chinese, page).contains(" style="));
    }
}

#[test]
fn the_texts_of_a_case_say_the_names_behind_their_tags() {
    let mut told = screen();
    let interview = told.story.as_mut().unwrap().interviews.first_mut().unwrap();
    interview.narrative.text = "{P1}称物业加收停车费。".into();
    let timeline = told.clone();
    let seen = chinese(move || {
        let part = Callback::from(|shown| html! { <Timeline {shown} /> });
        html! { <WithShown screen={timeline.clone()} {part} /> }
    });
    assert!(seen.contains("张样称物业加收停车费。"), "{seen}");
    assert!(!seen.contains("{P1}"), "{seen}");

    told.may_write = false;
    let seen = chinese(move || {
        let part = Callback::from(|shown: Shown| {
            let interview = shown.story().unwrap().interviews[0].clone();
            html! { <InterviewPage {shown} {interview} onback={Callback::noop()} /> }
        });
        html! { <WithShown screen={told.clone()} {part} /> }
    });
    assert!(seen.contains("张样称物业加收停车费。"), "{seen}");
}

#[test]
fn what_was_written_twice_says_the_names_behind_its_tags() {
    let tagged = |row: &mut ReviewRow| {
        row.item.base = Some(Fact::Text("{P2}没有公示".into()));
        row.item.candidates[0].value = Fact::Text("{P1}称加收停车费".into());
    };
    let mut row = review_row();
    tagged(&mut row);
    let seen = |row: ReviewRow| {
        let view = ReviewView { rows: vec![row], names: named(), more: 0 };
        chinese(move || html! { <ReviewPage view={view.clone()} now={NOW} /> })
    };
    let said = seen(row.clone());
    assert!(said.contains("张样称加收停车费") && said.contains("某物业公司没有公示"), "{said}");
    let said = seen(ReviewRow { parties: Vec::new(), ..row });
    assert!(said.contains("当事人1称加收停车费"), "whoever may not read the parties reads numbers: {said}");

    let mut row = told();
    row.told.lost = Fact::Text("{P1}的话".into());
    let view = TodayView { told: vec![row], ..busy_day() };
    let said = chinese(move || today(view.clone()));
    assert!(said.contains("张样的话"), "{said}");
}

#[test]
fn a_list_that_is_not_whole_offers_the_rest() {
    let seen = |found: u32| {
        let view = api::CasesView { total: 600, found, rows: vec![case_row()], wanted: 0 };
        chinese(move || {
            html! {
                <super::cases::Rows
                    found={Some(view.clone())}
                    open={None}
                    is_searching={false}
                    onmore={Callback::noop()}
                />
            }
        })
    };
    assert!(seen(450).ends_with("再列出 200 件"), "{}", seen(450));
    assert!(seen(4).ends_with("再列出 3 件"), "{}", seen(4));
    assert!(!seen(1).contains("再列出"), "{}", seen(1));
}

#[test]
fn an_inbox_that_is_not_whole_says_how_much_more_waits() {
    let view = ReviewView { rows: vec![review_row()], names: named(), more: 7 };
    let seen = chinese(move || html! { <ReviewPage view={view.clone()} now={NOW} /> });
    assert!(seen.contains("还有 7 处待核对"), "{seen}");
    assert!(seen.contains("待核对 8"), "{seen}");
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
            <super::people::MemberSheet
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

#[test]
fn a_case_says_who_can_open_it_and_lets_one_of_them_be_shut_out() {
    let mut shared = screen();
    shared
        .names
        .push(api::Named { person: person(3), name: "赵强".into(), devices: vec![], is_gone: false });
    shared
        .names
        .push(api::Named { person: person(4), name: "李走".into(), devices: vec![], is_gone: true });
    shared
        .names
        .push(api::Named { person: person(5), name: "何静".into(), devices: vec![], is_gone: false });
    shared.readers.push(api::Reader { person: person(3), by_role: false, may_take: true });
    let seen = move |may_share: bool| {
        let screen = CaseScreen { may_share, ..shared.clone() };
        chinese(move || {
            let part = Callback::from(|shown| {
                html! { <super::case::Readers {shown} wrong={None} onact={Callback::noop()} /> }
            });
            html! { <WithShown screen={screen.clone()} {part} /> }
        })
    };
    assert_snapshot!(seen(true), @r"
    王
    王芳
    责任委员
    赵
    赵强
    单独加入
    收回
    周
    周敏
    因职责可以打开
    再让谁打开
    > 未选择
    (not now)
    让其打开和填写
    ");
    assert!(seen(false).contains("由建立这个案件的人"));
    assert!(!seen(true).contains("李走"), "whoever has left is not let in");
}

#[test]
fn what_came_late_and_was_taken_in_stands_in_the_timeline_with_who_did_it() {
    let mut taken = screen();
    let story = case_doc().sibling(shared::ids::DocKind::Story);
    let note = taken.story.as_ref().unwrap().notes[0].written.clone();
    taken.adopted.push(api::Adopted {
        doc: story,
        device: note.device,
        from: note.n,
        to: note.n + 1,
        written: record::Written { person: person(2), n: 30, recorded_ms: NOW.0 - 1_000, ..note },
    });
    let seen = chinese(move || {
        let part = Callback::from(|shown| html! { <Timeline {shown} /> });
        html! { <WithShown screen={taken.clone()} {part} /> }
    });
    assert!(seen.contains("收入 王芳（P03）补交的 2 条改动"), "{seen}");
    assert!(seen.contains("补交，周敏收入"), "{seen}");
}
