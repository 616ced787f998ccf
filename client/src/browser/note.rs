//! A note of this tablet: what is typed is on the disk before the page says so.

use super::database::{Database, DatabaseError, Write};
use super::host::Page;
use super::tab::{self, Engine, FromEngine};
use futures::StreamExt;
use minicbor::{Decode, Encode};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

const NOTES: &str = "notes";
const THE_NOTE: &[u8] = b"note";

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToWorker {
    /// What does the note say?
    #[n(0)]
    Read,
    /// The note says this now. The number comes back with the answer.
    #[n(1)]
    Write(#[n(0)] u32, #[n(1)] String),
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToPage {
    /// The note as it is on the disk.
    #[n(0)]
    Note(#[n(0)] String),
    /// That writing is on the disk.
    #[n(1)]
    Saved(#[n(0)] u32),
    /// That writing is not on the disk, and why.
    #[n(2)]
    NotSaved(#[n(0)] u32, #[n(1)] String),
}

fn encode(message: &impl Encode<()>) -> Vec<u8> {
    // Writing into memory does not fail.
    minicbor::to_vec(message).unwrap_or_default()
}

/// The worker's half.
pub async fn run_worker(page: Page) -> Result<(), DatabaseError> {
    let mut messages = page.messages();
    let _held = tab::wait_for_disk().await.map_err(|error| DatabaseError::Failed(error.to_string()))?;
    let database = Database::open("parlor-note", 1, &[NOTES]).await?;
    while let Some(bytes) = messages.next().await {
        let Ok(message) = minicbor::decode::<ToWorker>(&bytes) else { continue };
        let answer = match message {
            ToWorker::Read => {
                let note = database.get(NOTES, THE_NOTE).await?.unwrap_or_default();
                ToPage::Note(String::from_utf8_lossy(&note).into_owned())
            }
            ToWorker::Write(n, text) => {
                let write = Write::Put(NOTES, THE_NOTE.to_vec(), text.into_bytes());
                match database.write(&[write]).await {
                    Ok(()) => ToPage::Saved(n),
                    Err(error) => ToPage::NotSaved(n, error.to_string()),
                }
            }
        };
        page.post(&encode(&answer));
    }
    Ok(())
}

/// The page's half.
#[component]
pub fn Note() -> Html {
    let area = use_node_ref();
    let engine = use_mut_ref(|| None::<Engine>);
    let sent = use_mut_ref(|| 0_u32);
    let status = use_state(|| AttrValue::from("…"));
    {
        let (area, engine, sent, status) = (area.clone(), engine.clone(), sent.clone(), status.setter());
        use_effect_with((), move |()| spawn_local(open(area, engine, sent, status)));
    }
    let oninput = {
        let (area, status) = (area.clone(), status.setter());
        Callback::from(move |_: InputEvent| {
            let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
            *sent.borrow_mut() += 1;
            status.set("…".into());
            if let Some(engine) = engine.borrow().as_ref() {
                engine.post(&encode(&ToWorker::Write(*sent.borrow(), area.value())));
            }
        })
    };
    html! {
        <main>
            <label for="note">{ "Note" }</label>
            <textarea id="note" ref={area} {oninput} rows="6" />
            <p id="status" role="status">{ &*status }</p>
        </main>
    }
}

async fn open(
    area: NodeRef,
    engine: Rc<RefCell<Option<Engine>>>,
    sent: Rc<RefCell<u32>>,
    status: UseStateSetter<AttrValue>,
) {
    let on_said = {
        let engine = engine.clone();
        move |said: FromEngine| match said {
            FromEngine::Bytes(bytes) => match minicbor::decode(&bytes) {
                Ok(ToPage::Note(text)) => {
                    if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                        area.set_value(&text);
                    }
                    status.set("○".into());
                }
                Ok(ToPage::Saved(n)) if n == *sent.borrow() => status.set("○".into()),
                Ok(ToPage::Saved(_)) | Err(_) => {}
                Ok(ToPage::NotSaved(_, why)) => status.set(why.into()),
            },
            FromEngine::Restarted => {
                if let Some(engine) = engine.borrow().as_ref() {
                    engine.post(&encode(&ToWorker::Read));
                }
            }
        }
    };
    let Some(running) = tab::take_charge(on_said).await else { return };
    running.post(&encode(&ToWorker::Read));
    engine.replace(Some(running));
}
