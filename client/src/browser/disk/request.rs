//! Requests of IndexedDB, their answers, and what their failures mean to a disk.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DomException, IdbFactory, IdbKeyRange, IdbRequest};

use super::super::events::first_of;
use crate::engine::disk::DiskError;

#[wasm_bindgen]
extern "C" {
    /// The same in a window and in a worker.
    #[wasm_bindgen(thread_local_v2, js_name = indexedDB)]
    static FACTORY: Option<IdbFactory>;
}

pub(super) fn factory() -> Result<IdbFactory, DiskError> {
    FACTORY.with(Clone::clone).ok_or_else(|| DiskError::Broken("no IndexedDB".to_owned()))
}

/// The answer to a request.
pub(super) async fn answered(request: &IdbRequest) -> Result<JsValue, DiskError> {
    answered_later(request).await
}

/// The answer to a request, listened for from now on.
pub(super) fn answered_later(
    request: &IdbRequest,
) -> impl Future<Output = Result<JsValue, DiskError>> + use<> {
    let (answer, request) = (first_of(request, &["success", "error"]), request.clone());
    async move {
        if answer.await == "success" {
            return request.result().map_err(failed);
        }
        Err(error_of(request.error().ok().flatten().as_ref()))
    }
}

/// What a thrown value means.
pub(super) fn failed(error: JsValue) -> DiskError {
    error_of(error.dyn_ref::<DomException>())
}

/// What an exception means; without one the browser has closed the database.
pub(super) fn error_of(exception: Option<&DomException>) -> DiskError {
    let name = exception.map_or_else(|| "AbortError".to_owned(), DomException::name);
    match name.as_str() {
        "QuotaExceededError" => DiskError::Full,
        "ConstraintError" => DiskError::Taken,
        _ => DiskError::Broken(name),
    }
}

/// Every key that begins with the prefix, after one that is known already.
pub(super) fn key_range(prefix: &[u8], after: Option<&[u8]>) -> Result<IdbKeyRange, JsValue> {
    let (from, is_open) = (after.unwrap_or(prefix), after.is_some());
    match end_of(prefix) {
        Some(end) => {
            IdbKeyRange::bound_with_lower_open_and_upper_open(&to_key(from), &to_key(&end), is_open, true)
        }
        None => IdbKeyRange::lower_bound_with_open(&to_key(from), is_open),
    }
}

fn to_key(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// The first key behind all that begin with the prefix; none if there is no such key.
fn end_of(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut end = prefix.get(..=last)?.to_vec();
    if let Some(byte) = end.last_mut() {
        *byte += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::end_of;

    #[test]
    fn the_keys_of_a_prefix_end_where_the_next_prefix_begins() {
        assert_eq!(end_of(&[1, 2]), Some(vec![1, 3]));
        assert_eq!(end_of(&[1, 255]), Some(vec![2]));
        assert_eq!(end_of(&[255, 255]), None);
        assert_eq!(end_of(&[]), None);
    }
}
