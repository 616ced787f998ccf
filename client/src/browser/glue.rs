//! The loader of the page, as Rust sees it: the object `parlor` that `static/boot.js` makes.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::Worker;

#[wasm_bindgen]
extern "C" {
    /// The build that runs, as a crash note names it.
    #[wasm_bindgen(thread_local_v2, js_namespace = parlor, js_name = build)]
    pub static BUILD: String;

    /// Starts the worker. Only the loader may name a script.
    #[wasm_bindgen(catch, js_namespace = parlor, js_name = startEngine)]
    pub(crate) fn start_engine() -> Result<Worker, JsValue>;

    /// Covers the page with one of the loader's sentences; resolves when its button is pressed.
    #[wasm_bindgen(js_namespace = parlor)]
    pub(crate) fn overlay(kind: &str) -> Promise;

    #[wasm_bindgen(js_namespace = parlor, js_name = hideOverlay)]
    pub(crate) fn hide_overlay();

    /// Remembers the name of an action for the note that a crash leaves: never what was typed.
    #[wasm_bindgen(js_namespace = parlor)]
    pub fn did(action: &str);

    /// Covers a broken page and opens it again.
    #[wasm_bindgen(js_namespace = parlor)]
    pub(crate) fn crashed(place: &str);

    #[wasm_bindgen(js_namespace = parlor, js_name = hasUpdate)]
    pub(crate) fn has_update() -> bool;

    #[wasm_bindgen(js_namespace = parlor, js_name = update)]
    pub(crate) fn go_over_to_update();

    /// In the worker: asks a worker of its own that ends afterwards; rejects if that does not start.
    #[wasm_bindgen(js_name = parlorStretch)]
    pub(crate) fn stretch(question: &js_sys::Uint8Array) -> Promise;

    /// In the worker: notes what the engine is about to do, so that it can be told should the engine break at it.
    #[wasm_bindgen(js_name = parlorDoing)]
    pub(crate) fn doing(what: Option<js_sys::Uint8Array>);

    /// In the worker: tells the page that the engine is broken.
    #[wasm_bindgen(js_name = parlorCrashed)]
    pub(crate) fn engine_crashed(place: &str);
}
