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
somebody-new = 新成员
as-of = 截至 { $time }
unsent = { $n ->
    [0] 已全部送达
   *[other] { $n } 项待上传
}
two-versions = 两个版本
read-only = 只读
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
found-studio-type = 工作室类型
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
found-link-used = 这个创建链接已经用过。请向管理服务器的人要新的链接。
found-link-broken = 这个创建链接不完整。请从服务器窗口重新复制整行地址。
found-no-network = 连不上服务器。创建工作室需要网络，请检查后再试。

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
join-unknown = 没有这个代码。请再对照一次；如果没错，它可能已经被收回。
join-used = 这个代码已经用过。每个代码只能用一次，请召集人再发一个。
join-expired = 这个代码已经过期。代码 24 小时内有效，请召集人再发一个。
join-foreign = 这个邀请打不开，可能来自另一个服务器。
join-login-taken = 这个登录名已有人使用，请换一个。
join-no-network = 连不上服务器。第一次加入需要网络，以后就不需要了。
join-too-often = 试得太多了。请过几分钟再试。

## 在这台平板上登录
log-in-title = 登录
log-in-heading = 在这台平板上登录
log-in-lead = 您已经是成员时用。第一次登录需要网络。
log-in-do = 登录
log-in-busy = 正在登录……
log-in-wrong = 登录名或密语不对。

## 解锁
unlock-title = { $studio } · { $tablet }
unlock-choose = 请选择您的名字
unlock-nobody-chosen = 先选名字，再输入密语。
unlock-join = 用邀请代码加入
unlock-log-in = 我已是成员，第一次用这台平板
unlock-sealed = 未送达的内容已加密保存，换人不会丢失，也会自动上传。
unlock-do = 打开
unlock-busy = 正在打开……
unlock-wrong = 密语不对，请再试一次。
unlock-forgotten = 忘记密语
unlock-forgotten-help = 请召集人重新邀请您，或用打印的恢复单。本机未送达的内容不会因此丢失。
unlock-removed = 您已不在这个工作室的名册上。请联系召集人。

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
sync-need-disk-full = 平板空间已满，新内容暂时存不下。请清理后再试。
sync-need-relay-full = 服务器空间已满，内容都在本机，未丢失。请告诉管理员。
sync-need-update = 有内容来自更新的版本。请更新后查看。
sync-need-poison = 有一处改动读不出来，已另外放好，其余内容不受影响。
sync-need-refused = 有内容被服务器退回，仍在本机。请看下面的说明。
sync-need-removed = 您已不在名册上，未送达的内容正在交给召集人。

## 成员
people-heading = 成员 { $n } 人
people-none-yet = 名册还没有到这台平板。
people-not-joined = 尚未加入
people-removed = 已移出
invite-do = 邀请
invite-heading = 邀请成员
invite-name = 姓名
invite-name-hint = 邀请打开后显示给对方
invite-role = 角色
invite-make = 生成邀请
invite-made = 请 { $name } 在 { $time } 之前扫码或输入代码。
invite-qr = 邀请方块码
invite-or-type = 或者在“加入工作室”页输入：
invite-once = 只能用一次，请当面或通过可靠的方式交给本人。
invite-no-network = 邀请需要网络，连上后再试。
invite-not-yours = 只有召集人可以邀请。

## 我的
me-tablet = 平板 { $label }
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
