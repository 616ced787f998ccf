// Keeps every file of a build, so that the page opens without a network.
//
// A build is taken only when all its files arrived and each has the SHA-256 that the list names: a page of a hotel's
// network, or half a download, is not a file of ours. The build before it is kept, for a page that still runs from it.
// Nothing is ever forced: a new build waits until every window is closed, or until the person asks for it.

const BUILD = "{{build}}";
const FILES = {{files}};
const PREFIX = "parlor-";
const CACHE = PREFIX + BUILD;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== null) event.respondWith(answer(path, event.request));
});

async function install() {
  try {
    // One after another: an old tablet on a slow line has little memory.
    for (const [path, hash] of Object.entries(FILES)) await keep(path, hash);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Keeps one file, taking it from an earlier build if that has the same. */
async function keep(path, hash) {
  const known = await caches.match(path);
  if (known && (await sha256(known.clone())) === hash) return put(path, known);
  // Past the browser's own cache, which may hold what a wrong network gave it.
  const response = await fetch(path, { cache: "no-store", credentials: "same-origin", redirect: "error" });
  if (!response.ok || response.redirected || response.type !== "basic") throw new Error(`${path}: not from the relay`);
  if ((await sha256(response.clone())) !== hash) throw new Error(`${path}: not the file that the list names`);
  return put(path, response);
}

async function put(path, response) {
  const cache = await caches.open(CACHE);
  await cache.put(path, response);
}

async function sha256(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  // The browser names caches in the order in which they were made: the last is the build before this one.
  for (const name of builds.slice(0, -1)) await caches.delete(name);
  await self.clients.claim();
}

/** The file that answers a request, or null if the relay is to answer. */
function pathOf(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (url.pathname.startsWith("/api/")) return null;
  // Any address of a page is the one page.
  if (request.mode === "navigate") return url.pathname.includes(".") ? null : "/";
  return url.pathname in FILES || isHashed(url.pathname) ? url.pathname : null;
}

const isHashed = (path) => /\.[0-9a-f]{16}\.[a-z]+$/.test(path);

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  // Another build's file, for a page that still runs from it; a hashed name is the same file in every build.
  const kept = (await cache.match(path)) ?? (isHashed(path) ? await caches.match(path) : undefined);
  return kept ?? fetch(request);
}
