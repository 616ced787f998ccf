// What the scenarios share: tablets (Chromium, each with a disk of its own), a relay that can be killed, and waiting.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

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
    for (const tablet of stage.tablets) console.error(`${tablet.name}:\n  ${tablet.log.join("\n  ")}`);
    process.exitCode = 1;
  }
  await stage.clear();
  // Chromium may leave a handle open; what was to be shown has been shown.
  process.exit();
}

class Stage {
  tablets = [];
  relays = [];

  async relay(options = {}) {
    const relay = new Relay(options.name ?? "relay", options.client ?? process.env.PARLOR_CLIENT);
    this.relays.push(relay);
    await relay.start();
    return relay;
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
  }
}

/** The real relay, as a process of its own, on a port that it keeps when it is started again. */
class Relay {
  constructor(name, client) {
    this.data = join(SCRATCH, name);
    this.client = client;
    this.output = "";
  }

  async start() {
    this.port ??= await freePort();
    const folder = this.client ? ["--client", this.client] : [];
    const process_ = spawn(needed("PARLOR_RELAY"), ["serve", "--port", `${this.port}`, "--data", this.data, ...folder]);
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

  /** As a power cut for the process: nothing is said, nothing is finished. */
  async kill() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}

/** One Chromium with a disk of its own. */
class Tablet {
  violations = [];
  log = [];

  constructor(name, options) {
    this.name = name;
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
    await page.goto(url);
    return page;
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
