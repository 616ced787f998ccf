//! IndexedDB, as an ordered map of bytes in each of several stores.
//!
//! A write is done when it is on the disk: every writing transaction asks for `strict` durability, and its `complete` is
//! waited for. All of a batch is written, or nothing. Spoken to directly and not through a wrapper, because no
//! wrapper says why a transaction was aborted, and *the disk is full* must not look like *try again*.

use super::events::first_of;
use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
};

/// Why the disk did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// There is no room left.
    #[error("this tablet is full: free some space, then try again")]
    Full,
    /// Something to be added is there already. Nothing of the batch was written.
    #[error("there is an entry of that name already")]
    Taken,
    /// The browser has closed the database under us. Opening it again may help.
    #[error("the browser closed the database")]
    Closed,
    /// Anything else; the name is the browser's.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl DatabaseError {
    fn of(exception: &DomException) -> Self {
        match exception.name().as_str() {
            "QuotaExceededError" => Self::Full,
            "ConstraintError" => Self::Taken,
            "InvalidStateError" | "AbortError" => Self::Closed,
            name => Self::Failed(name.to_owned()),
        }
    }
}

impl From<JsValue> for DatabaseError {
    fn from(error: JsValue) -> Self {
        match error.dyn_ref::<DomException>() {
            Some(exception) => Self::of(exception),
            None => Self::Failed("not a DOMException".to_owned()),
        }
    }
}

/// One thing to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Adds a value. If the key is there already the whole batch fails.
    Add(&'static str, Vec<u8>, Vec<u8>),
    /// Sets a value.
    Put(&'static str, Vec<u8>, Vec<u8>),
    /// Deletes a value, if it is there.
    Delete(&'static str, Vec<u8>),
    /// Deletes every value from the first key up to the second, which stays.
    DeleteRange(&'static str, Vec<u8>, Vec<u8>),
}

impl Write {
    fn store(&self) -> &'static str {
        match self {
            Self::Add(store, ..)
            | Self::Put(store, ..)
            | Self::Delete(store, _)
            | Self::DeleteRange(store, ..) => store,
        }
    }
}

/// An open database.
pub struct Database {
    idb: IdbDatabase,
    is_closed: Rc<Cell<bool>>,
    _listeners: [EventListener; 2],
}

impl Database {
    /// Opens a database, making it and the stores it lacks.
    pub async fn open(name: &str, version: u32, stores: &[&'static str]) -> Result<Self, DatabaseError> {
        let request = factory()?.open_with_u32(name, version)?;
        let _upgrade = {
            let (request, stores) = (request.clone(), stores.to_vec());
            EventListener::once(&request.clone(), "upgradeneeded", move |_| make_stores(&request, &stores))
        };
        let idb = answered(&request).await?.unchecked_into::<IdbDatabase>();
        let is_closed = Rc::new(Cell::new(false));
        let on_close = {
            let is_closed = is_closed.clone();
            move |_: &web_sys::Event| is_closed.set(true)
        };
        let on_newer = {
            let (idb, is_closed) = (idb.clone(), is_closed.clone());
            // A newer build wants to change the stores, or the database is to be deleted: make way.
            move |_: &web_sys::Event| {
                idb.close();
                is_closed.set(true);
            }
        };
        let listeners = [
            EventListener::new(&idb, "close", on_close),
            EventListener::new(&idb, "versionchange", on_newer),
        ];
        Ok(Self { idb, is_closed, _listeners: listeners })
    }

    /// Deletes a database with everything in it, after every connection to it has closed.
    pub async fn delete(name: &str) -> Result<(), DatabaseError> {
        let request = factory()?.delete_database(name)?;
        answered(&request).await.map(drop)
    }

    /// Whether the browser has closed the database, so that it must be opened again.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Writes all of it, or nothing. When this returns it is on the disk.
    pub async fn write(&self, batch: &[Write]) -> Result<(), DatabaseError> {
        let stores = batch.iter().map(|write| JsValue::from(write.store())).collect::<Array>();
        if stores.length() == 0 {
            return Ok(());
        }
        let transaction = self.begin(&stores, "readwrite")?;
        let done = first_of(&transaction, &["complete", "abort"]);
        for write in batch {
            if let Err(error) = put(&transaction, write) {
                // It may have failed already, and then there is nothing left to abort.
                let _ = transaction.abort();
                return Err(error);
            }
        }
        // Not waiting for the requests lets the disk begin at once. An old browser without this does it by itself.
        let _ = transaction.unchecked_ref::<Committable>().commit();
        match done.await {
            "complete" => Ok(()),
            _ => Err(transaction.error().map_or(DatabaseError::Closed, |error| DatabaseError::of(&error))),
        }
    }

    /// The value of a key.
    pub async fn get(&self, store: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, DatabaseError> {
        let value = answered(&self.store(store)?.get(&bytes_to_js(key))?).await?;
        Ok((!value.is_undefined()).then(|| js_to_bytes(&value)))
    }

    /// Keys and values from the first key up to the second, which is left out, in the order of their keys; `at_most` as
    /// many as a caller can hold.
    pub async fn range(
        &self,
        store: &'static str,
        from: &[u8],
        to: &[u8],
        at_most: u32,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, DatabaseError> {
        let Some(range) = range(from, to)? else { return Ok(Vec::new()) };
        let store = self.store(store)?;
        let keys = answered_later(&store.get_all_keys_with_key_and_limit(&range, at_most)?);
        let values = answered_later(&store.get_all_with_key_and_limit(&range, at_most)?);
        let (keys, values) = (Array::from(&keys.await?), Array::from(&values.await?));
        Ok(keys
            .iter()
            .zip(values.iter())
            .map(|(key, value)| (js_to_bytes(&key), js_to_bytes(&value)))
            .collect())
    }

    /// The last key and value before a key.
    pub async fn last_before(
        &self,
        store: &'static str,
        from: &[u8],
        to: &[u8],
    ) -> Result<Option<(Vec<u8>, Vec<u8>)>, DatabaseError> {
        let Some(range) = range(from, to)? else { return Ok(None) };
        let direction = web_sys::IdbCursorDirection::Prev;
        let request = self.store(store)?.open_cursor_with_range_and_direction(&range, direction)?;
        let Ok(cursor) = answered(&request).await?.dyn_into::<web_sys::IdbCursorWithValue>() else {
            return Ok(None);
        };
        Ok(Some((js_to_bytes(&cursor.key()?), js_to_bytes(&cursor.value()?))))
    }

    fn store(&self, name: &'static str) -> Result<IdbObjectStore, DatabaseError> {
        Ok(self.begin(&Array::of1(&name.into()), "readonly")?.object_store(name)?)
    }

    fn begin(&self, stores: &Array, mode: &str) -> Result<IdbTransaction, DatabaseError> {
        if self.is_closed.get() {
            return Err(DatabaseError::Closed);
        }
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        Ok(self.idb.unchecked_ref::<Durable>().begin(stores, mode, &options)?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.idb.close();
    }
}

#[wasm_bindgen]
extern "C" {
    /// `IDBDatabase`, with the options of a transaction.
    type Durable;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(this: &Durable, stores: &Array, mode: &str, options: &Object)
    -> Result<IdbTransaction, JsValue>;

    /// `IDBTransaction`, which may be told that nothing more comes.
    type Committable;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &Committable) -> Result<(), JsValue>;

    /// The same in a window and in a worker.
    #[wasm_bindgen(thread_local_v2, js_name = indexedDB)]
    static FACTORY: Option<IdbFactory>;
}

fn factory() -> Result<IdbFactory, DatabaseError> {
    FACTORY.with(Clone::clone).ok_or_else(|| DatabaseError::Failed("no IndexedDB".to_owned()))
}

fn make_stores(request: &web_sys::IdbOpenDbRequest, stores: &[&'static str]) {
    let Ok(idb) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
    let there = idb.object_store_names();
    for store in stores.iter().filter(|store| !there.contains(store)) {
        // A store that cannot be made aborts the upgrade, and the request tells it.
        let _ = idb.create_object_store(store);
    }
}

fn put(transaction: &IdbTransaction, write: &Write) -> Result<(), DatabaseError> {
    let store = transaction.object_store(write.store())?;
    match write {
        Write::Add(_, key, value) => store.add_with_key(&bytes_to_js(value), &bytes_to_js(key))?,
        Write::Put(_, key, value) => store.put_with_key(&bytes_to_js(value), &bytes_to_js(key))?,
        Write::Delete(_, key) => store.delete(&bytes_to_js(key))?,
        Write::DeleteRange(_, from, to) => match range(from, to)? {
            Some(range) => store.delete(&range)?,
            None => return Ok(()),
        },
    };
    Ok(())
}

async fn answered(request: &IdbRequest) -> Result<JsValue, DatabaseError> {
    answered_later(request).await
}

/// The answer to a request, listened for from now on.
fn answered_later(request: &IdbRequest) -> impl Future<Output = Result<JsValue, DatabaseError>> + use<> {
    let (answer, request) = (first_of(request, &["success", "error"]), request.clone());
    async move {
        if answer.await == "success" {
            return Ok(request.result()?);
        }
        Err(request.error()?.map_or(DatabaseError::Closed, |error| DatabaseError::of(&error)))
    }
}

/// Nothing if there is no key in between: the browser would call that an error.
fn range(from: &[u8], to: &[u8]) -> Result<Option<IdbKeyRange>, DatabaseError> {
    if from >= to {
        return Ok(None);
    }
    let range =
        IdbKeyRange::bound_with_lower_open_and_upper_open(&bytes_to_js(from), &bytes_to_js(to), false, true)?;
    Ok(Some(range))
}

fn bytes_to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A key comes back as an `ArrayBuffer`, a value as it was put.
fn js_to_bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}
