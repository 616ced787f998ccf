//! Waits for one of several events.

use futures::channel::oneshot;
use gloo::events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::EventTarget;

/// Waits until one of the events comes, and says which. Listens from the moment it is called, not from the first poll:
/// an event of IndexedDB comes once.
pub(crate) fn first_of(
    target: &EventTarget,
    kinds: &[&'static str],
) -> impl Future<Output = &'static str> + use<> {
    let (tell, told) = oneshot::channel();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let listen = |kind: &&'static str| {
        let (tell, kind) = (tell.clone(), *kind);
        EventListener::once(target, kind, move |_| {
            if let Some(tell) = tell.borrow_mut().take() {
                // Who no longer waits need not hear of it.
                let _ = tell.send(kind);
            }
        })
    };
    let listeners: Vec<_> = kinds.iter().map(listen).collect();
    async move {
        let kind = told.await;
        drop(listeners);
        // The sender lives in the listeners, and those live until here.
        kind.unwrap_or_default()
    }
}
