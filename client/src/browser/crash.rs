//! What happens after a panic. Nothing that was written is lost, because each edit is on the disk before it shows; so the
//! broken program is ended and started again.
//!
//! Only the place in the code is told. A panic's own words may quote what somebody wrote.

use super::glue;
use std::panic::PanicHookInfo;

/// To be called first in the page.
pub fn watch_page() {
    yew::set_custom_panic_hook(Box::new(|info| glue::crashed(&place(info))));
    // The hook above is set when an application is rendered; this one covers the time before.
    std::panic::set_hook(Box::new(|info| glue::crashed(&place(info))));
}

/// To be called first in the worker.
pub fn watch_worker() {
    std::panic::set_hook(Box::new(|info| glue::engine_crashed(&place(info))));
}

/// In the worker: what it needs cannot be had, so it does no more work. The page starts another.
pub fn report(error: &dyn std::error::Error) {
    glue::engine_crashed(&error.to_string());
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default()
}
