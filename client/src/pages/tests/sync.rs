//! The sheet of what has arrived where.

use super::*;

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
            move || html! { <crate::pages::SyncPill sync={sync.clone()} now={NOW} onretry={Callback::noop()} /> },
        )
    };
    assert!(pill(true).starts_with("已全部送达"), "{}", pill(true));
    assert!(pill(false).starts_with("服务器已收"), "{}", pill(false));
}

#[test]
fn being_offline_with_nothing_to_send_is_no_reason_to_worry() {
    let pill =
        || html! { <crate::pages::SyncPill sync={sync(false, 0)} now={NOW} onretry={Callback::noop()} /> };
    assert_snapshot!(english(pill), @r"
    Offline
    as of 09:40
    ");
}

#[test]
fn records_that_are_not_listed_are_counted() {
    let sheet = || {
        let sync = SyncView { more: 31, ..sync(true, 240) };
        html! { <SyncSheet {sync} now={NOW} onretry={Callback::noop()} /> }
    };
    assert!(chinese(sheet).contains("另有 31 份记录正在送出"));
}
