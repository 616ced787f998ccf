# 界面上的每一句话。英文在 en.ftl，两边的条目和空位相同。
# 用词：已存本机、待上传、已送达、两个版本、待核对。

## 处处用到
back = 返回
cancel = 取消
close = 关闭
done = 完成
print = 打印
undo = 撤销
list-comma = 、
that-is-you = 您
somebody = 有人
somebody-new = 新成员
as-of = 截至 { $time }
unsent = { $n ->
    [0] 没有待上传
   *[other] { $n } 项待上传
}
two-versions = 两个版本
loading = 正在从本机打开……
nav = 主要页面
nav-today = 今日
nav-cases = 案件
nav-new = 新建
nav-review = 核对
nav-people = 成员
nav-me = 我的
lost-heading = 这个地址没有内容
lost-home = 回到今日

## 日期
day-today = 今天
day-yesterday = 昨天
day-tomorrow = 明天
day-this-year = { $month }{ $day }日
day-full = { $year }年{ $month }{ $day }日
day-with-weekday = { $month }{ $day }日 { $weekday }
day-and-clock = { $day } { $clock }
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
greeting-morning = 早上好，{ $name }
greeting-noon = 中午好，{ $name }
greeting-afternoon = 下午好，{ $name }
greeting-evening = 晚上好，{ $name }

## 外观
language = 语言
text-size = 字号
text-size-step = { $step ->
    [1] 标准
    [2] 大
    [3] 特大
   *[other] 最大
}
text-size-sample = 委员工作室，有事好商量。
hand = 惯用手
hand-right = 右手
hand-left = 左手
look = 亮度
look-light = 亮
look-dark = 暗

## 填写有误
wrong-empty = 这一项需要填写。
wrong-login-characters = 登录名只能用英文字母和数字。
wrong-login-length = 登录名为 3 到 32 个字母或数字。
wrong-passphrase-short = 密语至少 8 个字，可以是一句只有您知道的话。
wrong-passphrase-long = 密语太长了，请缩短一些。
wrong-again = 两次输入的密语不一样。
wrong-label = 平板编号为 1 到 8 个英文字母或数字，例如 P03。
wrong-code-length = 代码共 20 个字符，请检查是否多了或少了。
wrong-code-lookalike = 代码里没有 0、O、1、I，请再对照一次。
wrong-code-character = 代码只有英文字母和数字，请再对照一次。

## 创建工作室
found-title = 会客厅
found-heading = 创建委员工作室
found-lead = 您将是第一召集人。下面几项以后都能修改，平板编号除外。
found-studio = 工作室名称
found-studio-hint = 例如：样例区第一委员工作室
found-name = 您的姓名
found-name-hint = 其他成员看到的名字
found-login = 登录名
found-login-hint = 3 到 32 个英文字母或数字，在别的平板上登录时用
found-passphrase = 密语
found-passphrase-hint = 至少 8 个字。只有您知道，服务器也不知道
found-again = 再输入一次密语
found-again-hint = 确认没有输错
found-tablet = 这台平板的编号
found-tablet-hint = 例如 P01，会写在离线时的临时编号里
found-do = 创建工作室
found-busy = 正在创建……

## 恢复单
sheet-heading = 恢复单
sheet-once = 请现在打印。这张单子只显示这一次。
sheet-whose = { $studio } · { $person } · { $day }
sheet-how = 忘记密语时，在登录页选择“用恢复单”，输入上面的代码。
sheet-keep = 请锁好。拿到它的人可以打开您能打开的一切。
sheet-done = 已收好，开始使用

## 加入
join-title = 加入工作室
join-code-heading = 输入邀请代码
join-code-lead = 代码由召集人给您，24 小时内有效，只能用一次。也可以用相机扫邀请上的方块码。
join-code = 邀请代码
join-code-hint = 20 个字符，没有 0、O、1、I；大小写和空格都可以
join-look = 下一步
join-looking = 正在查找……
join-is-you = 加入{ $studio }，这是您吗？
join-invited-by = { $name } 邀请您加入。
join-do = 是我，加入
join-busy = 正在加入……
join-not-me = 不是我

## 在这台平板上登录
log-in-title = 登录
log-in-heading = 在这台平板上登录
log-in-lead = 您已经是成员时用。第一次登录需要网络。
log-in-do = 登录
log-in-busy = 正在登录……

## 解锁
unlock-title = { $studio } · { $tablet }
unlock-choose = 请选择您的名字
unlock-nobody-chosen = 先选名字，再输入密语。
unlock-join = 用邀请代码加入
unlock-log-in = 我已是成员，第一次用这台平板
unlock-sealed = 未送达的内容已加密保存，换人不会丢失，也会自动上传。
unlock-do = 打开
unlock-busy = 正在打开……
unlock-forgotten = 忘记密语
unlock-forgotten-help = 请召集人重新邀请您，或用打印的恢复单。本机未送达的内容不会因此丢失。
unlock-broke = 程序刚才出错，已重新启动。存下的内容都在，请再输入一次密语。

## 送达
reach-device = 已存本机
reach-relay = 服务器已收
reach-office = 办公室已收
reach-device-means = 已写入这台平板，断电也不会丢
reach-relay-means = 已写入服务器
reach-office-means = 办公室的设备已收到
sync-done = 已全部送达
sync-sending = 正在上传 { $n } 项
sync-fetching = 正在下载，还有 { $wanted } 份
sync-offline = 离线
sync-offline-waiting = 离线，待上传 { $n } 项
sync-needs = 需要处理
sync-heading = 送达情况
sync-last-contact = 上次联系 { $time }
sync-no-contact = 还没有联系过服务器
sync-retry = 立即重试
sync-nothing-waits = 没有待上传的内容。
sync-more = 另有 { $n } 份记录正在送出。

## 成员
people-heading = 成员 { $n } 人
people-none-yet = 名册还没有到这台平板。
people-not-joined = 尚未加入
people-gone = 已移出
invite-do = 邀请
invite-heading = 邀请成员
invite-name = 姓名
invite-name-hint = 邀请打开后显示给对方
invite-role = 角色
invite-make = 生成邀请
invite-busy = 正在生成邀请……
invite-made = 请 { $name } 在 { $time } 之前扫码或输入代码。
invite-qr = 邀请方块码
invite-or-type = 或者在“加入工作室”页输入：
invite-once = 只能用一次，请当面或通过可靠的方式交给本人。

## 我的
me-tablet = 平板 { $label }
me-people = 成员与邀请
me-lock = 锁定，换人
me-looks = 显示
me-storage = 本机空间
me-storage-used = 已用 { $used }，可用 { $allowed }
me-storage-nearly-full = 空间快满了。请尽快联网，把内容送出去。
me-storage-kept = 浏览器已答应长期保存这里的内容。
me-storage-not-kept = 浏览器还没有答应长期保存这里的内容，空间紧张时可能会清掉。
me-storage-keep = 请浏览器长期保存
me-leave = 从这台平板退出
me-leave-means = 退出会删除您在这台平板上的全部内容。只是换人，请用“锁定”。
me-leave-refused = 还有 { $n } 项没有送达，现在退出会丢失，所以不能退出。请连上网络，等全部送达。
me-leave-do = 退出并删除
me-leave-sure = { $name } 的内容都已送达服务器，可以从这台平板删除。
me-version = 会客厅 { $version }

## 处处用到（二）
add = 添加
remove = 去掉
restore = 恢复
yes = 是
no = 否
something = 另一条记录
in-force = 现行
nothing-yet = 暂无
not-chosen = 未选择
take-out = 去掉 { $name }
late-entry = 补录
saved-at = 已存本机 { $time }
due = { $day }到期
overdue = ! 逾期 { $n } 天
update-ready = 新版本已准备好。更新不会影响已保存的内容。
update-do = 现在更新
sync-studio = 工作室与名册
office-device = 这是办公室的设备
office-device-means = 办公室设备收到的内容，才显示“办公室已收”
people-office-device = {" "}· 办公室

## 第一次打开
welcome-heading = 委员会客厅
welcome-lead = 有事好商量。没有网络也能记录，连上网络自动送达。
welcome-found = 创建新的工作室，请打开服务器启动时显示的链接。
log-in-recover = 忘记密语，用恢复单
recover-title = 恢复单
recover-heading = 用恢复单登录
recover-lead = 输入恢复单上的代码，再设一个新的密语。
recover-code = 恢复单上的代码
recover-passphrase = 新的密语
recover-do = 设新密语并登录

## 今日
today-open = 在办案件
today-due = 到期提醒
today-review = 待核对
today-due-heading = 待办
today-nothing-due = 近期没有到期的事项。
today-due-more = 另有 { $n } 件到期，请到“案件”里看“本周到期”。
today-latest = 继续上次
today-nothing-latest = 还没有记录。点“新建”，两步就能开始。
told = 《{ $title }》的{ $field }：您写的“{ $lost }”没有采用，现为“{ $stands }”。
told-before = 原来是“{ $before }”。
told-by = 决定：{ $who }。
told-reason = 理由：{ $reason }
told-seen = 知道了

## 新建
new-something = 新建
new-interview = 访谈
new-interview-hint = 现在开始谈，先记录，案件信息以后补
new-case = 来访登记
new-case-hint = 先登记，当事人和类别以后补
new-title = { $day } { $time } 来访

## 案件列表
search = 查找案件
search-hint = 字、拼音首字母、电话尾号、编号
chips = 筛选
chip-all = 全部
chip-open = 在办
chip-mine = 我的
chip-due = 本周到期
chip-two-versions = 两个版本
cases-choose = 从左边选一个案件。
cases-none = 还没有案件。点“新建”登记第一个。
cases-no-match = 没有符合的案件。试试姓名、拼音首字母或电话后四位。
cases-found = { $found } / { $total } 条
cases-found-so-far = { $found } / { $total } 条，还有 { $wanted } 份正在下载
cases-shown = 先列出最近的 { $n } 件
cases-more = 再列出 { $n } 件

## 案件
case-untitled = （未命名）
case-not-here = 这个案件不在本机，或者您不能查看。
case-read-only = 您可以查看，不能修改。
case-set-aside = { $author }写在“{ $title }”（{ $part }）里的 { $n } 处改动读不出来，已另外放好，其余内容不受影响。
case-parts = 案件内容
case-part-story = 经过
case-part-register = 登记
case-part-parties = 当事人
status-disputed = 状态待裁决（{ $n }）
risk-tag = 风险：{ $risk }
reviews-here = { $n } 处待核对
add-interview = 访谈
add-note = 记一笔
move-on = 下一步
note-text = 备注
note-hint = 写下来的备注不能改，可以再补一条
note-save = 记下
with-draft = { $name }（有草稿）
draft-left = 这些字是之前写的，还没有记下，已替您留在本机。

## 经过
timeline-filter = 只看
timeline-all = 全部
timeline-interviews = 访谈
timeline-visits = 来访
timeline-notes = 备注
timeline-changes = 变动
timeline-empty = 这里还没有内容。
event-step = 转为“{ $to }”
event-step-illegal = 转为“{ $to }”（不合流程，待裁决）
event-visit = 来访
event-interview = 访谈
event-note = 备注
event-opened = 登记草稿
event-party = 添加当事人
event-consent = { $scope }：{ $status }
event-decision = 核对：{ $place }
event-decision-undone = 核对：{ $place }（已撤销）
event-adopted = 收入 { $name }（{ $label }）补交的 { $n } 条改动
taken-in = 补交，{ $name }收入

## 下一步
step-from = 现在是“{ $status }”。
step-to = 转为“{ $status }”
step-to-with-reason = 转为“{ $status }”（请写明事由）
step-reason = 事由
step-reason-hint = 需要说明时填写，会记入案件经过
step-none = 从这里没有您可以走的下一步。
step-disputed = 有两个不同的下一步，请先到“核对”里裁决。
step-needs = 还差：{ $need }
step-reason-says = 事由请写明：{ $need }
step-need-between = ；
step-go = 去“{ $place }”
step-need-visitor = 来访人，或注明不愿留名
step-need-category = 诉求类别
step-need-appeal = 诉求内容
step-need-received = 接访人和时间
step-need-consent = 个人信息同意
step-need-acceptance = 受理决定为“予以受理”
step-need-lead = 责任委员
step-need-declined = 不予受理的决定
step-need-declined-reason = 不予受理的理由和引导去向
step-need-instant = 受理决定为“当场答复”
step-need-answer = 答复内容
step-need-main-case = 并入的主案
step-need-close-reason = 结案方式
step-need-no-blocks = 先处理待裁决事项
step-need-guidance = 引导当事人去哪里
step-need-shortfall = 所缺的材料和补正期限
step-need-wish = 申请人怎样表示撤回
step-need-rest-cause = 中止的原因
step-need-answer-given = 答复的情况
step-need-further-inquiry = 还要调查的事项
step-need-performed-at-once = 当场履行的情况
step-need-performed-late = 补履行的情况
step-need-remedies = 告知了哪些救济途径
step-need-sent-back-cause = 退回重办的理由
step-need-reopen-cause = 重新启动的事由

## 登记
register-case = 基本信息
register-origin = 来源与编号
story-not-here = 经过的正文不在本机，或者您不能查看。
acceptance-reason = 理由与引导去向
acceptance-reason-hint = 不予受理时必填：为什么，引导到哪里
acceptance-do = 记下决定

## 栏目
field-title = 标题
field-title-hint = 不写全名，用“赵某”
field-appeal = 诉求内容
field-facts = 基本情况
field-close_note = 结案说明
field-tags = 标签
field-location_detail = 详细地点
field-category = 诉求类别
field-secondary = 其他类别
field-appeal_kind = 诉求性质
field-channel = 来源渠道
field-urgency = 紧急程度
field-risk = 风险等级
field-sensitivity = 敏感标记
field-acceptance = 受理决定
field-lead = 责任委员
field-assist = 协办委员
field-town = 镇（街道）
field-community = 社区（村）
field-grid = 网格
field-incident_at = 事发时间
field-incident_count = 起数
field-deadlines = 时限
field-close_reason = 结案方式
field-merged_into = 并案指向
main-case-choose = 选择主案
main-case-not-here = 主案不在本机
field-status = 状态
field-status_log = 状态
field-temp_no = 临时编号
field-case_no = 正式编号
field-received_at = 接访时间
field-received_by = 接访人
field-party_role = 当事人角色
field-role = 角色
field-party_kind = 主体类型
field-kind = 类型
field-name = 姓名或名称
field-name-hint = 不愿留名可以空着
field-gender = 性别
field-birth_year = 出生年份
field-ethnicity = 民族
field-occupation = 职业
field-employer = 单位
field-contact = 联系人
field-phone = 电话
field-phones = 电话
field-address = 住址
field-id_type = 证件类型
field-id_no = 证件号码
field-bank_account = 收款账户
field-guardian_of = 监护对象
field-agent_for = 代理对象
field-authorisation = 代理权限
field-needs = 特殊需要
field-consents = 同意
field-visit_kind = 访次
field-headcount = 人数
field-summary = 来访内容
field-answer = 当场答复
field-narrative = 正文
field-q = 问
field-a = 答
field-body = 内容
field-purpose = 目的
field-conclusion = 结果
field-refusal = 拒签说明
field-interview_kind = 谈话类别
field-interviewee = 被谈话人
field-interviewer = 谈话人
field-recorder = 记录人
field-start_ms = 开始时间
field-end_ms = 结束时间
field-at_ms = 时间
field-place = 地点
field-present = 在场人
field-readback = 宣读确认
field-contradictions = 矛盾点
field-evidence = 证据
field-findings = 现场情况
field-measurements = 测量
field-removed = 删去
fact-removed = 删去
fact-not-removed = 不删
# 正文里不写当事人的姓名，只写标记
tag-party = 当事人{ $n }
tag-means = { $tag } 指{ $name }
item-parties = 当事人
item-visits = 来访
item-interviews = 访谈
item-qa = 问答
item-contradictions = 矛盾点
item-evidence = 证据
item-findings = 现场情况
item-measurements = 测量

## 来访
visits = 来访
visit-add = 登记一次来访
assist-hint = 加入后，对方可以查看和填写这个案件。去掉后仍能打开；要收回，请看“谁能打开”。
past = 改动前的内容
past-hint = 谁写过的都还在：谁、在哪台设备、什么时候。
past-open = 查看
past-empty = 还没有内容被改过。
past-stands = 现在
sharing = 谁能打开
sharing-count = { $n } 人可以打开这个案件
sharing-open = 查看
sharing-by-role = 因职责可以打开
sharing-by-name = 单独加入
sharing-lead-first = 先换责任委员
sharing-take = 收回
sharing-take-sure = 收回 { $name } 打开这个案件的权限？此后的内容对方看不到；对方还没有送达的改动会先交给办公室，然后从对方的平板上清除。
sharing-not-yours = 由建立这个案件的人、召集人或办公室决定谁能打开。
sharing-add = 再让谁打开
sharing-add-do = 让其打开和填写
sharing-all = 所有成员都已经可以打开。
tag-add = 添加标签
field-case_no-hint = 由办公室编号，例如 样〔2026〕接字第0012号

## 当事人
people-not-here = 当事人资料不在本机，或者您不能查看。
parties-none = 还没有当事人。
party-add = 添加当事人
party-add-do = 添加
party-unnamed = （未留名）
party-more = 更多资料
party-remove = 去掉这位当事人
party-removed = { $name }（已去掉）
phone-also = 另有
masked-there = 证件号码或收款账户已隐藏。查看会留下记录。
masked-show = 查看并留下记录
consents = 同意
consents-none = 还没有征求同意。
consent-ask = 征求同意
consent-grant = 记下：同意
consent-refuse = 记下：不同意
consent-withdraw = 记下：撤回同意
consent-scope = 同意事项
consent-party = 谁
consent-dept = 提供给哪个部门
consent-witness = 见证人或原话
consent-of = { $who } { $scope } { $dept }

## 访谈
interview-not-here = 这次访谈不在本机。
questions = 问答
question-add = 添加一问
findings-heading = 矛盾点、证据、现场
corrections = 更正
correction-text = 被谈话人要求更正的内容
correction-add = 记下更正
present-add = 添加在场人

## 核对
review-heading = 待核对 { $n }
review-nothing = 没有待核对的内容。
review-more = 还有 { $n } 处待核对，处理完这些就会显示。
review-base = 原值：{ $value }
review-use = 用 { $letter }
review-propose = 我建议用 { $letter }
review-proposed-by = { $names } 建议用这个
review-keep-both = 都留
review-fine = 没问题
review-rewrite = 改写
review-rewrite-as = 改为
review-rewrite-do = 就用这个
review-later = 稍后
review-reason = 理由（可不填）
review-reason-needed = 理由（必填）
review-not-yours = 您可以建议用哪个，由召集人或办公室确定。
review-reopened = 意见不一，重新核对
review-decided = 已处理
review-undo-reason = 撤销刚才的处理
review-undone = 已撤销，该事项重新待核对。
review-not-undone = 没有撤销。{ $why }
topic-values = 两个版本
topic-raised = 取较高的
topic-paragraph = 同段都改过
topic-removed = 删去后又改
topic-status = 状态不一
topic-illegal = 不合流程
topic-consent = 同意不一
topic-values-means = 两个人在互相看不到的时候，写了不同的内容。现行的一个先用着，另一个没有丢。
topic-raised-means = 两个人定了不同的等级，先按较高的执行。
topic-paragraph-means = 两个人改了同一段，文字都已保留。请通读一遍。
topic-removed-means = 一个人删去了它，另一个人同时改了它。先恢复显示。
topic-status-means = 两个人让案件走了不同的下一步。确定之前，案件停在两步之前的状态。
topic-illegal-means = 这一步不符合流程，没有生效。
topic-consent-means = 对同一件事记了不同的答复，先按对当事人更稳妥的执行。
time-happened = 发生 { $time }
time-recorded = 记录 { $time }
time-kept = 到服务器 { $time }
time-not-kept = 尚未到服务器

## 没有做成
trouble-other = 没有做成：{ $detail }
trouble-restarted = 程序刚才重新启动了。请看一下刚才那一处是否已保存，没有就再做一次。
trouble-offline = 这一步需要网络，现在连不上服务器。连上后再试，其他记录不受影响。
trouble-fails = 程序写这一处时连续出错，没有存下。您写的字还在这里。请先复制出来，重新打开会客厅后再试。
trouble-disk-full = 平板空间已满，没有存下。请清理空间后再试。
trouble-disk-taken = 会客厅在另一个窗口里正在使用这台平板的资料。请关掉那个窗口。
trouble-disk-broken = 平板没有存下。请重新打开会客厅；如果还是这样，请告诉管理员。
trouble-not-here = 这份资料不在本机，或者您不能查看。
trouble-forbidden = 您没有做这件事的权限。
trouble-no-key = 打开这份资料的钥匙还没有到。联网后会自动补上。
trouble-refused = 服务器没有接受，可能版本不一致。内容仍在本机。请更新后再试；如果还是这样，请告诉管理员。
trouble-refused-forbidden = 您没有改这份记录的权限，服务器没有接受。内容仍在本机。请联系召集人。
trouble-refused-late = 权限已被收回，这处改动要由能打开这份记录的人替您送交。内容仍在本机。
trouble-refused-erased = 这份记录的姓名与内容已按要求永久删除，改动不再保存。
trouble-refused-given = 对方已经有这份权限，不用再给。
trouble-refused-quota = 一次送得太多，服务器请稍等。内容仍在本机，会自动再送。
trouble-refused-moved = 人员或权限刚刚变动。内容仍在本机，核对后会自动再送。
trouble-bad-answer = 服务器的回答看不懂，可能版本不一致。请更新后再试。
trouble-code-length = 代码共 20 个字符，请检查是否多了或少了。
trouble-code-character = 代码里有不该有的字符。代码只有字母和数字，没有 0、O、1、I。
trouble-passphrase-short = 密语至少 8 个字，可以是一句只有您知道的话。
trouble-passphrase-long = 密语太长了，请缩短一些。
trouble-wrong-passphrase = 密语不对，请再试一次。
trouble-bad-login = 登录名为 3 到 32 个英文字母或数字。
trouble-unsent = 还有内容没有送达，现在退出会丢失。请连上网络，等全部送达。
trouble-locked = 平板已锁定，请先打开。
trouble-busy = 上一个改动还在送往服务器，请稍等再试。
trouble-interrupted = 本机存储中途出错，不知道这件事有没有办成。请先看一下，没有办成再做一次。
trouble-relay-unreadable = 服务器看不懂这个请求，可能版本不一致。请更新后再试。
trouble-relay-origin = 服务器不接受从这个地址打开的页面。请用服务器给出的地址。
trouble-relay-absent = 服务器上没有这个内容。
trouble-relay-session = 登录已过期，请重新打开。
trouble-relay-wait = 试得太多了，请过几分钟再试。
trouble-relay-token = 这个创建链接不对，或已经用过。请到服务器窗口重新复制整行地址。
trouble-relay-log-in = 登录名或密语不对。
trouble-relay-login-taken = 这个登录名已有人使用，请换一个。
trouble-relay-busy = 服务器正忙，刚才没有做成。请再试一次。
trouble-relay-disk = 服务器的硬盘出了问题，没有存下。内容仍在本机。请告诉管理员。
trouble-invitation-unknown = 没有这个代码。请再对照一次；如果没错，它可能已经被收回。
trouble-invitation-used = 这个代码已经用过。每个代码只能用一次，请召集人再发一个。
trouble-invitation-expired = 这个代码已经过期。代码 24 小时内有效，请召集人再发一个。
trouble-invitation-taken = 这个邀请刚刚被用掉。请召集人再发一个。
trouble-sheet-unknown = 没有这张恢复单，或者它已被新的替换。
trouble-label-taken = 另一台平板已经用了这个编号，请换一个。
trouble-clock-off = 平板的时间与服务器相差较多，请校准时间。
trouble-heals = 服务器换过资料，正在与这台平板核对，内容不会丢失。请保持联网。
trouble-set-aside = 有一处改动读不出来，已另外放好，其余内容不受影响。
trouble-erased = 一份记录的姓名与内容已按要求永久删除。
trouble-erased-unsent = 一份记录的姓名与内容已按要求永久删除。您还没有送达的相关改动也一起去掉了，其他内容不受影响。
trouble-edit-too-long = 内容太长，这一栏放不下。
trouble-edit-empty = 这一项需要填写。
trouble-edit-not-a-date = 日期请写成 2026-11-23、2026-11 或 2026。
trouble-edit-not-a-code = 请从列出的选项里选。
trouble-edit-out-of-range = 数字或号码不在合理范围内，请再看一下。
trouble-edit-changed = 这里刚刚有了变化。请看一下新的内容再改。
trouble-edit-removed = 它已被去掉。要修改，请先恢复。
trouble-edit-twice = 这一项已经有了，不能再改。
trouble-edit-list-full = 这个列表已经满了。
trouble-edit-not-yours = 这件事要由召集人或办公室来做。
trouble-edit-went-on = 作出这个决定之后，案件又往前走了，不能撤回；请从现在的状态继续办理。
trouble-edit-no-such-step = 从现在的状态不能直接走到那一步。
trouble-edit-needs = 走这一步还差一些内容，请看每一步下面的说明。
trouble-edit-later = 这一步需要的内容，这个版本还没有。
trouble-edit-status-disputed = 有两个不同的下一步，请先到“核对”里裁决。
trouble-edit-no-reason = 请写明理由。
trouble-edit-wrong-choice = 这一处不能这样处理。
trouble-edit-label-taken = 另一台平板已经用了这个编号，请换一个。
trouble-edit-broken = 这份记录没有改成。请重新打开；如果还是这样，请告诉管理员。
people-redo = 服务器恢复旧备份后，有 { $n } 项名册改动（邀请、加入或角色）没有保留，请重新办理。

# 永久删除

erase-do = 永久删除姓名与内容…
erase-heading = 永久删除这件事的姓名与内容？
erase-what-goes = 当事人的姓名、电话，谈话、经过和备注，将在服务器和每台平板上销毁，谁也不能恢复。别人还没有送达的相关改动也会一起去掉。
erase-what-stays = 编号、类别、日期和办理状态会保留，统计数字不变。
erase-backups = 以前的备份里仍有这些内容，到备份过期为止；恢复备份后会立即再次销毁。
erase-not = 不删除
erase-for-ever = 永久删除
# 移出、补交与密语
trouble-removed = 这台设备已被移出工作室。未送达的改动会先交给服务器，然后从这台平板上清除。
trouble-tray-full = 服务器上的补交箱已满，改动仍在这台平板上。请办公室先处理补交的改动。
trouble-vault-older = 密语刚刚在另一台设备上改过。请先用新密语解锁。
trouble-vault-changed = 密语已在另一台设备上更改。请锁定后用新密语解锁。
trouble-renew = 您的另一台设备已被移出。请在“我的”里更换密语，旧设备就再也打不开新的内容。
wiped-notice = { $name } 已被移出工作室；未送达的改动都已交给服务器，这台平板上的资料已清除。
removed-you = 您已被移出工作室。
removed-you-left = 还有 { $n } 条改动正在交给服务器，交完后这台平板上的资料会清除。
case-closed = 您不能再查看这个案件。还有 { $n } 条改动正在交给服务器，交完后本机的资料会清除。
member-change = 更改
member-heading = 更改 { $name }
member-role = 角色
member-role-hint = 可以同时有几个角色，点一下加上，再点一下去掉。
member-role-do = 改为这些角色
member-role-sure = { $name } 的角色将改为“{ $role }”。
member-devices = 设备
member-device-remove = 移出设备 { $label }
member-device-sure = 移出设备 { $label }？它会先交出未送达的改动，然后清除。丢失的平板请这样处理，并请本人更换密语。
member-remove = 移出工作室
member-remove-sure = 把 { $name } 移出工作室？此后不能再看到任何新内容；未送达的改动会先交给办公室。
member-remove-means = 不再参加工作室的人。只是丢了平板，请用上面的“移出设备”。
member-again = 忘记密语或重新加入
member-again-means = 生成一张给本人的新邀请。对方用它设新的密语，仍是同一个人，能打开您能打开的内容。
member-again-do = 再次邀请
tray-heading = 补交的改动
tray-open = 补交的改动
tray-means = 这些改动是在作者被移出或不再有权限之后才送到的。收入后会进入案件；不需要的可以丢弃。90 天后自动清除。
tray-none = 没有补交的改动。
tray-new-case = 尚未见过的案件
tray-row = { $name } · { $label } · { $n } 条
tray-adopt = 收入案件
tray-dismiss = 丢弃
tray-dismiss-sure = 丢弃 { $name } 的 { $n } 条改动？丢弃后无法找回。
tray-look-again = 重新查看
passphrase-heading = 密语
passphrase-old = 现在的密语
passphrase-new = 新密语
passphrase-again = 再输入一次新密语
passphrase-differs = 两次输入的密语不一样。
passphrase-do = 更换密语
passphrase-done = 密语已更换。其他设备下次联网后也要用新密语。
