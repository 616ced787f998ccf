// What lies on the disks of a tablet, byte by byte: read past the program, as somebody would who has the tablet in hand.

/** Every row of every database of a page's origin: database, store, key and value. */
export async function rowsOnDisk(page) {
  const rows = await page.evaluate(async () => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const idb = await asked(indexedDB.open(name));
      for (const store of idb.objectStoreNames) {
        const table = idb.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([asked(table.getAllKeys()), asked(table.getAll())]);
        keys.forEach((key, at) => found.push([name, store, hex(key), hex(values[at])]));
      }
      idb.close();
    }
    return found;
  });
  return rows.map(([disk, store, key, value]) => ({ disk, store, key, value }));
}

/** The names of the disks that rows lie on. */
export function disksOf(rows) {
  return new Set(rows.map((it) => it.disk));
}

/** The rows of a case: of any of its documents, which share all bytes of their names but the last. */
export function rowsOfCase(rows, doc) {
  return rows.filter((it) => it.key.startsWith(doc.slice(0, -2)));
}

/** The rows that a text can be read in without a key. */
export function rowsThatSay(rows, text) {
  const written = ["utf8", "utf16le"].map((encoding) => Buffer.from(text, encoding).toString("hex"));
  return rows.filter((it) => written.some((hex) => it.key.includes(hex) || it.value.includes(hex)));
}

/** Writes rows onto another disk, as somebody would who wants to read there what is not theirs. */
export async function writeRows(page, disk, rows) {
  await page.evaluate(async ({ disk, rows }) => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const idb = await asked(indexedDB.open(disk));
    for (const { store, key, value } of rows) {
      await asked(idb.transaction(store, "readwrite").objectStore(store).put(bytes(value), bytes(key)));
    }
    idb.close();
  }, { disk, rows });
}
