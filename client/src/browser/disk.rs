//! IndexedDB as the engine's disk: an object store for each table.
//!
//! A write is done when it is on the disk: every writing transaction asks for `strict` durability, and its `complete` is
//! waited for. All of a transaction is written, or nothing. Spoken to directly and not through a wrapper, because no
//! wrapper says why a transaction was aborted, and *the disk is full* must not look like *try again*.

mod request;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction};

use super::events::first_of;
use crate::engine::disk::{Disk, DiskError, Op, Row, Shelf, Table};
use request::{answered, answered_later, error_of, factory, failed, key_range};

/// The version of the stores. A newer one adds stores and never takes one away.
const VERSION: u32 = 1;
/// So many rows are fetched at once: a scan of everything must not lie in memory twice.
const ROWS_AT_ONCE: u32 = 1_000;

/// All the databases of this tablet. Clones share what is open.
#[derive(Clone, Default)]
pub struct IdbShelf {
    open: Rc<RefCell<BTreeMap<String, IdbDisk>>>,
}

impl Shelf for IdbShelf {
    type Disk = IdbDisk;

    async fn open(&self, name: &str) -> Result<IdbDisk, DiskError> {
        let known = self.open.borrow().get(name).cloned();
        if let Some(disk) = known {
            return Ok(disk);
        }
        let disk = IdbDisk { name: database_name(name), connection: Rc::default() };
        disk.connection().await?;
        self.open.borrow_mut().insert(name.to_owned(), disk.clone());
        Ok(disk)
    }

    async fn destroy(&self, name: &str) -> Result<(), DiskError> {
        // Every connection hears of it and makes way.
        self.open.borrow_mut().remove(name);
        let request = factory()?.delete_database(&database_name(name)).map_err(failed)?;
        answered(&request).await.map(drop)
    }
}

fn database_name(name: &str) -> String {
    format!("parlor-{name}")
}

/// One database. Clones share its connection.
#[derive(Clone)]
pub struct IdbDisk {
    name: String,
    connection: Rc<RefCell<Option<Rc<Connection>>>>,
}

impl Disk for IdbDisk {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), DiskError> {
        let stores = ops.iter().map(|op| JsValue::from(table_of(op).name())).collect::<Array>();
        if stores.length() == 0 {
            return Ok(());
        }
        let transaction = self.connection().await?.begin(&stores, "readwrite")?;
        let done = first_of(&transaction, &["complete", "abort"]);
        for op in &ops {
            if let Err(error) = put(&transaction, op) {
                // It may have failed already, and then there is nothing left to abort.
                let _ = transaction.abort();
                return Err(failed(error));
            }
        }
        // Not waiting for the requests lets the disk begin at once. An old browser without this does it by itself.
        let _ = transaction.unchecked_ref::<Committable>().commit();
        match done.await {
            "complete" => Ok(()),
            _ => Err(error_of(transaction.error().as_ref())),
        }
    }

    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, DiskError> {
        let store = self.store(table).await?;
        let value = answered(&store.get(&to_js(key)).map_err(failed)?).await?;
        Ok((!value.is_undefined()).then(|| from_js(&value)))
    }

    async fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Row>, DiskError> {
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let after = rows.last().map(|(key, _)| key.as_slice());
            let range = key_range(prefix, after).map_err(failed)?;
            let store = self.store(table).await?;
            let keys = store.get_all_keys_with_key_and_limit(&range, ROWS_AT_ONCE).map_err(failed)?;
            let values = store.get_all_with_key_and_limit(&range, ROWS_AT_ONCE).map_err(failed)?;
            let (keys, values) = (answered_later(&keys), answered_later(&values));
            let (keys, values) = (Array::from(&keys.await?), Array::from(&values.await?));
            let found = keys.length();
            rows.extend(keys.iter().zip(values.iter()).map(|(key, value)| (from_js(&key), from_js(&value))));
            if found < ROWS_AT_ONCE {
                return Ok(rows);
            }
        }
    }
}

impl IdbDisk {
    /// The connection, opened again if the browser has closed it under us.
    async fn connection(&self) -> Result<Rc<Connection>, DiskError> {
        let known = self.connection.borrow().clone().filter(|it| !it.is_closed.get());
        if let Some(connection) = known {
            return Ok(connection);
        }
        let connection = Rc::new(Connection::open(&self.name).await?);
        self.connection.replace(Some(connection.clone()));
        Ok(connection)
    }

    async fn store(&self, table: Table) -> Result<IdbObjectStore, DiskError> {
        let transaction = self.connection().await?.begin(&Array::of1(&table.name().into()), "readonly")?;
        transaction.object_store(table.name()).map_err(failed)
    }
}

/// An open database.
struct Connection {
    idb: IdbDatabase,
    is_closed: Rc<Cell<bool>>,
    _listeners: [EventListener; 2],
}

impl Connection {
    /// Opens a database, making it and the stores it lacks.
    async fn open(name: &str) -> Result<Self, DiskError> {
        let request = factory()?.open_with_u32(name, VERSION).map_err(failed)?;
        let _upgrade = {
            let request = request.clone();
            EventListener::once(&request.clone(), "upgradeneeded", move |_| make_stores(&request))
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

    fn begin(&self, stores: &Array, mode: &str) -> Result<IdbTransaction, DiskError> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(failed)?;
        self.idb.unchecked_ref::<Durable>().begin(stores, mode, &options).map_err(failed)
    }
}

impl Drop for Connection {
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
}

fn make_stores(request: &web_sys::IdbOpenDbRequest) {
    let Ok(idb) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
    let there = idb.object_store_names();
    for table in Table::ALL.iter().filter(|table| !there.contains(table.name())) {
        // A store that cannot be made aborts the upgrade, and the request tells it.
        let _ = idb.create_object_store(table.name());
    }
}

fn table_of(op: &Op) -> Table {
    match op {
        Op::Add(table, ..) | Op::Put(table, ..) | Op::Delete(table, _) => *table,
    }
}

fn put(transaction: &IdbTransaction, op: &Op) -> Result<(), JsValue> {
    let store = transaction.object_store(table_of(op).name())?;
    match op {
        Op::Add(_, key, value) => store.add_with_key(&to_js(value), &to_js(key))?,
        Op::Put(_, key, value) => store.put_with_key(&to_js(value), &to_js(key))?,
        Op::Delete(_, key) => store.delete(&to_js(key))?,
    };
    Ok(())
}

fn to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A key comes back as an `ArrayBuffer`, a value as it was put.
fn from_js(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}
