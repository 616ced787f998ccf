//! The worker: the engine and the disk, away from the page.

use client::browser::host::Page;
use client::browser::{crash, note};
use wasm_bindgen_futures::spawn_local;

fn main() {
    crash::watch_worker();
    let Some(page) = Page::of_this_worker() else { return };
    spawn_local(async move {
        if let Err(error) = note::run_worker(page).await {
            crash::report(&error);
        }
    });
}
