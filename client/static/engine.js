// Starts the engine in its worker, and tells the page when it is ready or has ended.
//
// What travels is bytes. Only these two facts travel as objects: { ready: true } and { crashed: where }.

import init from "/{{worker.js}}";

/** The engine is broken: the page ends this worker and starts a new one from the disk. */
globalThis.parlorCrashed = (where) => postMessage({ crashed: String(where) });

addEventListener("error", (event) => globalThis.parlorCrashed(`${event.filename}:${event.lineno}`));
addEventListener("unhandledrejection", () => globalThis.parlorCrashed("a promise nobody waited for"));

init({ module_or_path: "/{{worker.wasm}}" }).then(() => postMessage({ ready: true }));
