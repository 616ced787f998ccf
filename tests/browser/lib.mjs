// What the scenarios share: tablets (Chromium, each with a disk of its own), a relay that can be killed, and waiting.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { Line } from "./line.mjs";

export { assert };

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];
const SCRATCH = needed("PARLOR_SCRATCH");
export const TABLET = { width: 1280, height: 800 };

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: scenarios are run by cargo test`);
  return value;
}

/** Runs a scenario and ends whatever it started, also when it failed. */
export async function scenario(run) {
  const stage = new Stage();
  try {
    await run(stage);
    stage.complain();
  } catch (error) {
    console.error(error);
    for (const tablet of stage.tablets) await tablet.report();
    process.exitCode = 1;
  }
  await stage.clear();
  // Chromium may leave a handle open; what was to be shown has been shown.
  process.exit();
}

class Stage {
  tablets = [];
  relays = [];
  lines = [];

  /** A relay; reached by itself, and by the lines given. */
  async relay(options = {}) {
    const relay = new Relay(options);
    this.relays.push(relay);
    await relay.start();
    return relay;
  }

  /** A line to a relay that is still to be started. */
  async line() {
    const line = new Line();
    this.lines.push(line);
    await line.open();
    return line;
  }

  async tablet(name, options = {}) {
    const tablet = new Tablet(name, options);
    this.tablets.push(tablet);
    await tablet.start();
    return tablet;
  }

  /** No page may have tried what its policy forbids. */
  complain() {
    for (const tablet of this.tablets) assert.deepEqual(tablet.violations, [], `${tablet.name}: policy violated`);
  }

  async clear() {
    await Promise.allSettled([...this.tablets, ...this.relays].map((it) => it.kill()));
    await Promise.allSettled(this.lines.map((it) => it.close()));
  }
}

/** The real relay, as a process of its own, on a port that it keeps when it is started again. */
class Relay {
  /** Runs on this day, or on one that comes so many hours later. */
  hoursAhead = 0;

  constructor({ name = "relay", client = process.env.PARLOR_CLIENT, lines = [], demo = null }) {
    this.data = join(SCRATCH, name);
    this.client = client;
    this.lines = lines;
    this.demo = demo;
    this.output = "";
  }

  async start() {
    this.port ??= await freePort();
    if (this.demo) await cp(this.demo.data, this.data, { recursive: true });
    this.demo = null;
    for (const line of this.lines) line.relayPort = this.port;
    const options = this.lines.flatMap((line) => ["--origin", line.url]);
    options.push("--port", `${this.port}`, "--data", this.data);
    const process_ = this.hoursAhead ? this.#late(options) : this.#today(options);
    this.process = process_;
    process_.stderr.on("data", (bytes) => (this.output += bytes));
    const lines = createInterface({ input: process_.stdout });
    const ready = new Promise((resolve, reject) => {
      lines.on("line", (line) => {
        this.output += `${line}\n`;
        if (line.startsWith("Parlor is at ")) resolve();
      });
      process_.once("exit", () => reject(new Error(`the relay ended: ${this.output}`)));
    });
    await within(20_000, ready, "the relay did not start");
    this.url = `http://localhost:${this.port}`;
  }

  #today(options) {
    if (this.client) options.push("--client", this.client);
    return spawn(needed("PARLOR_RELAY"), ["serve", ...options]);
  }

  #late(options) {
    const client = this.client ?? needed("PARLOR_DIST");
    options.push("--client", client, "--hours-ahead", `${this.hoursAhead}`);
    return spawn(needed("PARLOR_LATE_RELAY"), options);
  }

  /** The link that founds the studio: printed while there is none. */
  async foundingLink() {
    return until(() => this.output.match(/http\S+#found=[0-9a-f]{32}/)?.[0], "the founding link");
  }

  /** As a power cut for the process: nothing is said, nothing is finished. */
  async kill() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}

/** The demo studio: a data folder to be copied, and who can log in. */
export async function demo() {
  const folder = needed("PARLOR_DEMO");
  const written = JSON.parse(await readFile(join(folder, "accounts.json"), "utf8"));
  const account = (key) => written.accounts.find((it) => it.key === key) ?? assert.fail(`nobody is ${key}`);
  return { data: join(folder, "data"), account, cases: written.cases };
}

/** One Chromium with a disk of its own. */
class Tablet {
  violations = [];
  log = [];

  constructor(name, { isOfTheOffice = false, ...options }) {
    this.name = name;
    this.isOfTheOffice = isOfTheOffice;
    this.options = options;
    this.profile = join(SCRATCH, `tablet-${name}`);
  }

  async start() {
    await mkdir(this.profile, { recursive: true });
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: needed("CHROMIUM"),
      args: CHROMIUM_ARGUMENTS,
      viewport: TABLET,
      locale: "zh-CN",
      ...this.options,
    });
    this.context.setDefaultTimeout(20_000);
    await this.context.exposeBinding("reportViolation", (_, what) => this.violations.push(what));
    await this.context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    this.context.on("console", (message) => {
      this.log.push(`${message.type()}: ${message.text()}`);
      if (/Content Security Policy|Trusted ?Type/i.test(message.text())) this.violations.push(message.text());
    });
    this.context.on("weberror", (error) => this.log.push(`error: ${error.error()}`));
  }

  async open(url) {
    const page = await this.context.newPage();
    this.page = page;
    await page.goto(url);
    return page;
  }

  /** Says what is on the screen and what was in the console, and leaves a picture. */
  async report() {
    console.error(`${this.name}:\n  ${this.log.join("\n  ")}`);
    if (!this.context || !this.page) return;
    const text = await this.page.evaluate(() => document.body.innerText).catch(() => "");
    console.error(`${this.page.url()}: ${text.replace(/\n+/g, " | ")}`);
    await this.page.screenshot({ path: `${this.profile}.png` }).catch(() => {});
  }

  /** Switches the tablet off in the middle of whatever it does. */
  async kill() {
    const context = this.context;
    this.context = null;
    if (!context) return;
    const closed = once(context, "close");
    const session = await context.browser().newBrowserCDPSession();
    // The answer never comes: the browser is gone.
    session.send("Browser.crash").catch(() => {});
    await within(10_000, closed, `${this.name} could not be switched off`);
  }
}

/** Waits until the relay is no longer needed: every file of the build is kept. */
export async function filesKept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** The engine's worker of a page. */
export async function engineOf(page) {
  return until(async () => page.workers().find((worker) => worker.url().includes("/engine.")), "an engine");
}

/** Asks again and again until the answer is true, and returns it. */
export async function until(question, what, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(what)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
