// A tablet takes a build whole and unspoiled, installs it, and goes over to the next one only when it is told to.

import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, filesKept, scenario, until } from "./lib.mjs";

const SCRATCH = process.env.PARLOR_SCRATCH;
const DIST = process.env.PARLOR_DIST;

await scenario(async (stage) => {
  const relay = await stage.relay();
  await headersAreRight(relay.url);

  const tablet = await stage.tablet("P01");
  const page = await tablet.open(relay.url);
  await page.getByText("有事好商量").waitFor();
  await filesKept(page);
  const session = await tablet.context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.filter((error) => error.errorId !== "in-incognito"), []);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);

  await aSpoiledBuildIsNotTaken(stage);
  await theNextBuildWaits(stage, tablet, page, relay);
});

/** The page is asked for each time, files with a hash in their name never again. */
async function headersAreRight(url) {
  for (const path of ["/", "/sw.js", "/manifest.webmanifest", "/cases"]) {
    const response = await fetch(url + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("cache-control"), "no-cache", path);
    assert.match(response.headers.get("content-security-policy"), /^default-src 'none'; .*trusted-types parlor$/);
  }
  for (const name of (await readdir(DIST)).filter((name) => /\.[0-9a-f]{16}\./.test(name))) {
    const response = await fetch(`${url}/${name}`, { headers: { "accept-encoding": "br" } });
    assert.match(response.headers.get("cache-control"), /immutable/, name);
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(bytes.equals(await readFile(join(DIST, name))), `${name} is not the file that was built`);
    if (name.endsWith(".wasm")) assert.equal(response.headers.get("content-type"), "application/wasm");
  }
  assert.equal((await fetch(`${url}/page.0000000000000000.js`)).status, 404);
}

/** One byte too many in one file: nothing of that build is kept. */
async function aSpoiledBuildIsNotTaken(stage) {
  const spoiled = join(SCRATCH, "spoiled");
  await cp(DIST, spoiled, { recursive: true });
  const icon = (await readdir(spoiled)).find((name) => name.startsWith("icon-512"));
  await writeFile(join(spoiled, icon), Buffer.concat([await readFile(join(spoiled, icon)), Buffer.of(0)]));
  const relay = await stage.relay({ name: "spoiled-relay", client: spoiled });
  const tablet = await stage.tablet("P02");
  const tried = tablet.context.waitForEvent("serviceworker");
  const page = await tablet.open(relay.url);
  await tried;
  await until(() => page.evaluate(async () => !(await navigator.serviceWorker.getRegistration())), "a refusal");
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await tablet.kill();
  await relay.kill();
}

async function theNextBuildWaits(stage, tablet, page, relay) {
  const next = join(SCRATCH, "next");
  await cp(DIST, next, { recursive: true });
  const worker = await readFile(join(next, "sw.js"), "utf8");
  await writeFile(join(next, "sw.js"), worker.replace(/const BUILD = "[0-9a-f]+"/, 'const BUILD = "00000000000000ff"'));
  await relay.kill();
  relay.client = next;
  await relay.start();

  await page.evaluate(async () => void (await navigator.serviceWorker.ready).update());
  await page.waitForFunction(() => parlor.hasUpdate());
  assert.equal((await page.evaluate(() => caches.keys())).length, 2, "the build before is not kept");
  await page.evaluate(() => (globalThis.isStillTheSamePage = true));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  assert.ok(await page.evaluate(() => globalThis.isStillTheSamePage), "the page was opened again unasked");

  await page.evaluate(() => parlor.update());
  await page.waitForFunction(() => !globalThis.isStillTheSamePage && document.querySelector("main"));
  assert.ok((await page.evaluate(() => caches.keys())).includes("parlor-00000000000000ff"));
}
