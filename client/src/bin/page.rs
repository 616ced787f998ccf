//! The page: what people see.

use client::browser::crash;
use client::pages::Root;

fn main() {
    crash::watch_page();
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id("app"));
    if let Some(root) = root {
        yew::Renderer::<Root>::with_root(root).render();
    }
}
