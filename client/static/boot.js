// Starts the page, and stays to catch what the page itself cannot: its own crash, a second window, a new build.

import init from "/{{page.js}}";
import { isInOverlay, hideOverlay, overlay } from "/{{overlay.js}}";

const BUILD = "{{page.wasm}}";
const ENGINE = "/{{engine.js}}";
const SERVICE_WORKER = "/sw.js";
const CRASH_NOTE = "parlor-crash";
/** Within this time a second crash is not answered by reopening once more. */
const CRASH_PAUSE_MS = 10 * 60 * 1000;
const ACTIONS_KEPT = 50;

// The only script addresses this page ever hands to the browser.
const address = (url) => {
  if (url !== ENGINE && url !== SERVICE_WORKER) throw new TypeError(`not a script of ours: ${url}`);
  return url;
};
const policy = globalThis.trustedTypes?.createPolicy("parlor", { createScriptURL: address });
const script = (url) => (policy ? policy.createScriptURL(url) : address(url));

const actions = [];
let waiting = null;

/** What the page asks of its surroundings. */
globalThis.parlor = {
  build: BUILD,
  isStopped: false,
  overlay,
  hideOverlay,
  startEngine: () => new Worker(script(ENGINE), { type: "module", name: "engine" }),
  /** Remembers the name of an action, never what was typed, for the note that a crash leaves. */
  did(action) {
    actions.push(action);
    if (actions.length > ACTIONS_KEPT) actions.shift();
  },
  crashed,
  hasUpdate: () => waiting !== null,
  /** Goes over to the new build. Only when the person asks: nothing may be unsaved. */
  update: () => waiting?.postMessage("activate"),
};

/**
 * The page is broken: nothing it does from now on counts. Its work is on disk already, so it is opened again; by itself
 * only if no words stand in a field that may not have come there.
 */
function crashed(where) {
  if (globalThis.parlor.isStopped) return;
  globalThis.parlor.isStopped = true;
  const again = Date.now() - (lastCrash()?.at ?? 0) < CRASH_PAUSE_MS;
  const note = { at: Date.now(), build: BUILD, route: location.pathname, where, actions };
  try {
    localStorage.setItem(CRASH_NOTE, JSON.stringify(note));
  } catch {
    // A full disk must not keep the overlay away.
  }
  const left = Array.from(document.querySelectorAll("[data-unsaved]"), (field) => field.value).filter(Boolean);
  const stays = again || left.length > 0;
  const reopened = stays ? overlay("crashed", left) : Promise.race([overlay("crashed"), pause(3000)]);
  reopened.then(() => location.reload());
}

function lastCrash() {
  try {
    return JSON.parse(localStorage.getItem(CRASH_NOTE));
  } catch {
    return null;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A broken page must not act on half of a state. */
function dropEventsOfABrokenPage() {
  const kinds = ["click", "input", "beforeinput", "change", "submit", "keydown", "keyup", "pointerdown", "pointerup",
    "compositionstart", "compositionupdate", "compositionend", "popstate", "focusin", "focusout"];
  for (const kind of kinds) {
    addEventListener(kind, (event) => {
      if (globalThis.parlor.isStopped && !isInOverlay(event.target)) event.stopImmediatePropagation();
    }, { capture: true });
  }
}

/** Keeps the files for the time without a network, and tells the page when a new build lies ready. */
async function keepFiles() {
  const registration = await navigator.serviceWorker.register(script(SERVICE_WORKER), { updateViaCache: "none" });
  const tell = (worker) => {
    waiting = worker;
    dispatchEvent(new Event("parlor-update"));
  };
  // With no controller it is the first build, which replaces nothing.
  if (registration.waiting && navigator.serviceWorker.controller) tell(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) tell(worker);
    });
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (waiting) location.reload();
  });
}

async function start() {
  if (!isSecureContext) return overlay("insecure");
  if (!navigator.locks || !navigator.serviceWorker || !globalThis.indexedDB) return overlay("old");
  dropEventsOfABrokenPage();
  try {
    await init({ module_or_path: "/{{page.wasm}}" });
  } catch (error) {
    // A panic has its own overlay by now.
    if (!globalThis.parlor.isStopped) {
      console.error(error);
      overlay("unreachable").then(() => location.reload());
    }
    return;
  }
  await keepFiles().catch((error) => console.warn("the files are not kept:", error));
}

start();
