// Starts the engine in its worker, and tells the page when it is ready or has ended.
//
// What travels is bytes. Only these two facts travel as objects: { ready: true } and { crashed: where, doing }.

import init from "/{{worker.js}}";

let doing;

/** Notes what the engine is about to do: the next one is told, should this one break at it. */
globalThis.parlorDoing = (what) => (doing = what);

/** The engine is broken: the page ends this worker and starts a new one from the disk. */
globalThis.parlorCrashed = (where) => postMessage({ crashed: String(where), doing });

const policy = globalThis.trustedTypes?.createPolicy("parlor", { createScriptURL: (url) => own(url) });
// A worker started from here runs this very script.
const own = (url) => {
  if (url !== import.meta.url) throw new TypeError(`not a script of ours: ${url}`);
  return url;
};

/** Asks a worker that ends afterwards, and with it the memory it took. */
globalThis.parlorStretch = (question) => new Promise((resolve, reject) => {
  const url = policy ? policy.createScriptURL(import.meta.url) : import.meta.url;
  const helper = new Worker(url, { type: "module", name: "stretch" });
  const end = (done) => (value) => {
    helper.terminate();
    done(value);
  };
  helper.addEventListener("error", end(reject));
  helper.addEventListener("message", ({ data }) => {
    if (data.ready) return helper.postMessage(question, [question.buffer]);
    return data instanceof Uint8Array ? end(resolve)(data) : end(reject)(data);
  });
});

addEventListener("error", (event) => globalThis.parlorCrashed(`${event.filename}:${event.lineno}`));
addEventListener("unhandledrejection", () => globalThis.parlorCrashed("a promise nobody waited for"));

init({ module_or_path: "/{{worker.wasm}}" }).then(() => postMessage({ ready: true }));
