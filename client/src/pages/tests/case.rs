//! A case: its parts, its steps, its past, and who may open it.

use super::*;

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
                html! { <crate::pages::case::Readers {shown} wrong={None} onact={Callback::noop()} /> }
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

#[test]
fn a_decision_is_taken_back_by_whoever_may_and_nobody_else_is_offered_it() {
    let timeline = |roles: &'static [shared::roll::Role]| {
        chinese(part_of(move |shown| {
            let mut view = (*shown.view).clone();
            let review = &mut view.people.as_mut().unwrap().review;
            let item = review.items.remove(0);
            review.decided.push(record::review::Decided {
                id: id(77),
                place: item.place.clone(),
                value: Some(item.candidates[0].value.clone()),
                by: item.candidates[0].written.clone(),
                reason: None,
                undone: None,
                candidates: item.candidates.clone(),
                is_final: false,
                stops: false,
            });
            let me = Some(api::Me { roles: roles.to_vec(), person: person(3), ..me() });
            html! { <Timeline shown={Shown { view: view.into(), me, ..shown }} /> }
        }))
    };
    assert!(timeline(&[shared::roll::Role::Clerk]).contains("撤销"));
    assert!(!timeline(&[shared::roll::Role::Member]).contains("撤销"));
}
