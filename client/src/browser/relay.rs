//! Questions to the relay beside the socket.

use js_sys::{Reflect, Uint8Array};
use shared::api::{ApiError, MEDIA_TYPE};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, RequestCredentials, RequestInit, RequestRedirect, Response, WorkerGlobalScope,
};

use crate::engine::PostError;

/// A question that is not answered within this time was not heard.
const ANSWERS_WITHIN_MS: u32 = 20_000;

/// Asks the relay; an empty body is a `GET`.
pub async fn ask(path: &str, body: &[u8]) -> Result<Vec<u8>, PostError> {
    // Whatever the browser throws, the relay was not reached.
    try_ask(path, body).await.map_err(|_| PostError::Offline)?
}

async fn try_ask(path: &str, body: &[u8]) -> Result<Result<Vec<u8>, PostError>, JsValue> {
    let request = RequestInit::new();
    request.set_credentials(RequestCredentials::SameOrigin);
    request.set_redirect(RequestRedirect::Error);
    request.set_signal(Some(&AbortSignal::timeout_with_u32(ANSWERS_WITHIN_MS)));
    if !body.is_empty() {
        let headers = Headers::new()?;
        headers.set("content-type", MEDIA_TYPE)?;
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&Uint8Array::from(body));
    }
    let worker = js_sys::global().unchecked_into::<WorkerGlobalScope>();
    let answer = JsFuture::from(worker.fetch_with_str_and_init(path, &request)).await?;
    let answer = answer.dyn_into::<Response>()?;
    // The log-in page of a hotel's network is not an answer of the relay.
    if answer.headers().get("content-type")?.as_deref() != Some(MEDIA_TYPE) {
        return Ok(Err(PostError::Offline));
    }
    let bytes = Uint8Array::new(&JsFuture::from(answer.array_buffer()?).await?).to_vec();
    if answer.ok() { Ok(Ok(bytes)) } else { Ok(Err(PostError::Refused(ApiError::read(&bytes)))) }
}

/// A number among what a promise of the browser answers; nothing if it does not know.
pub(super) async fn number_of(promise: js_sys::Promise, name: &str) -> u64 {
    let Ok(answer) = JsFuture::from(promise).await else { return 0 };
    Reflect::get(&answer, &name.into()).ok().and_then(|it| it.as_f64()).map_or(0, |it| it as u64)
}
