//! The worker: the engine and the disk, away from the page; or a passphrase to be stretched.

use client::browser::host::Page;
use client::browser::{crash, stretcher, worker};
use wasm_bindgen_futures::spawn_local;

fn main() {
    crash::watch_worker();
    let Some(page) = Page::of_this_worker() else { return };
    if page.name() == stretcher::NAME {
        return spawn_local(stretcher::run(page));
    }
    spawn_local(async move {
        if let Err(error) = worker::run(page).await {
            crash::report(&error);
        }
    });
}
