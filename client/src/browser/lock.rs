//! Web Locks: of all windows and workers of a tablet, one holds a name.

use futures::channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The lock could not be asked for: the browser is too old, or the page is not served securely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this browser has no locks")]
pub struct NoLocks;

/// A lock that is held until it is dropped, taken away, or its page or worker ends.
pub struct Held {
    release: Function,
    request: Promise,
}

impl Held {
    /// Resolves when another window has taken the lock away.
    pub fn lost(&self) -> impl Future<Output = ()> + use<> {
        let request = JsFuture::from(self.request.clone());
        async move {
            if request.await.is_ok() {
                // Released by ourselves: that is not a loss.
                std::future::pending::<()>().await;
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Resolving a promise does not fail.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Takes the lock if nobody holds it.
pub async fn try_take(name: &str) -> Result<Option<Held>, NoLocks> {
    ask(name, "ifAvailable").await
}

/// Waits until nobody holds the lock.
pub async fn wait(name: &str) -> Result<Held, NoLocks> {
    ask(name, "").await?.ok_or(NoLocks)
}

/// Takes the lock away from whoever holds it.
pub async fn steal(name: &str) -> Result<Held, NoLocks> {
    ask(name, "steal").await?.ok_or(NoLocks)
}

async fn ask(name: &str, how: &str) -> Result<Option<Held>, NoLocks> {
    let options = Object::new();
    if !how.is_empty() {
        Reflect::set(&options, &how.into(), &true.into()).map_err(|_| NoLocks)?;
    }
    let (release, until_released) = promise()?;
    let (tell, granted) = oneshot::channel();
    // Called with the lock, or with null if it is not to be had. The lock is held until the promise resolves.
    let on_answer = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        // Who no longer waits drops the release, and with it the lock.
        let _ = tell.send(!lock.is_null());
        if lock.is_null() { JsValue::UNDEFINED } else { until_released.into() }
    });
    let locks = LOCKS.with(Clone::clone).ok_or(NoLocks)?;
    let request = locks.request(name, &options, on_answer.unchecked_ref()).map_err(|_| NoLocks)?;
    let held = Held { release, request };
    // The loss of the lock is a rejection, which somebody must have heard of.
    let _ = IGNORE.with(|ignore| held.request.catch(ignore));
    match granted.await {
        Ok(true) => Ok(Some(held)),
        Ok(false) => Ok(None),
        Err(oneshot::Canceled) => Err(NoLocks),
    }
}

/// A promise and what resolves it.
fn promise() -> Result<(Function, Promise), NoLocks> {
    // Not a default function: making one evaluates text, which the policy of the page forbids.
    let mut resolve = None;
    let promise = Promise::new(&mut |done, _| resolve = Some(done));
    Ok((resolve.ok_or(NoLocks)?, promise))
}

thread_local! {
    static IGNORE: Closure<dyn FnMut(JsValue)> = Closure::new(|_| {});
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type LockManager;

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Option<LockManager>;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        on_answer: &Function,
    ) -> Result<Promise, JsValue>;
}
