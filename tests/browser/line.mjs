// The line between one tablet and the relay, as a place to stand at: it can be cut, it can hold back what goes either
// way, and it knows what went through.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { byteStrings } from "./cbor.mjs";

/** The first two bytes of a frame: an array of two, and the frame's place in its enum. */
const PUSH = "8201";
const SAVED = "8203";
/** An entry has a header, a signature and a padded body: no other byte string of the conversation is as long. */
const ENTRY_MIN = 200;

export class Line {
  /** Every entry that came down, by its hash, with how often it came. */
  entries = new Map();
  /** The same of every entry that went up. */
  sent = new Map();
  isCut = false;
  #wires = new Set();
  #trigger = null;
  #isHeld = { up: false, down: false };
  #waiting = { up: [], down: [] };

  async open() {
    this.#server = createServer((tablet) => this.#join(tablet)).listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://localhost:${this.#server.address().port}`;
  }

  #server;

  /** No connection stands, and none comes about. */
  cut() {
    this.isCut = true;
    for (const wire of this.#wires) wire.destroy();
  }

  mend() {
    this.isCut = false;
  }

  /** Cuts it as soon as so many entries have come down. */
  cutAfter(entries) {
    this.cutAt = this.entries.size + entries;
  }

  /** From the next entry on that the tablet sends, whatever the relay answers is held back. */
  holdReceipts() {
    this.#trigger = { frame: PUSH, way: "down" };
  }

  /** From the next time on that the tablet says what is on its disk, whatever it sends is held back. */
  holdSaved() {
    this.#trigger = { frame: SAVED, way: "up" };
  }

  /** Whether something is held back. */
  get holds() {
    return this.#isHeld.up || this.#isHeld.down;
  }

  release() {
    this.#trigger = null;
    for (const way of ["up", "down"]) {
      this.#isHeld[way] = false;
      for (const pass of this.#waiting[way].splice(0)) pass();
    }
  }

  async close() {
    this.cut();
    this.#server.close();
  }

  #join(tablet) {
    if (this.isCut) return tablet.destroy();
    const relay = connect(this.relayPort, "127.0.0.1");
    for (const [wire, other] of [[tablet, relay], [relay, tablet]]) {
      this.#wires.add(wire);
      wire.on("error", () => {});
      wire.on("close", () => {
        this.#wires.delete(wire);
        other.destroy();
      });
    }
    const socket = { isOne: false };
    pass(tablet, relay, socket, (frame, on) => this.#go("up", frame, on));
    pass(relay, tablet, socket, (frame, on) => this.#go("down", frame, on));
  }

  #go(way, payload, on) {
    if (this.isCut) return;
    const head = payload.subarray(0, 2).toString("hex");
    if (this.#trigger?.frame === head && way === "up") {
      this.#isHeld[this.#trigger.way] = true;
      this.#trigger = null;
    }
    if (this.#isHeld[way]) return void this.#waiting[way].push(on);
    on();
    count(way === "down" ? this.entries : this.sent, payload);
    if (this.cutAt !== undefined && this.entries.size >= this.cutAt) {
      this.cutAt = undefined;
      this.isCut = true;
      // What has come through still arrives: only then is it known what the tablet has.
      for (const wire of this.#wires) wire.end();
    }
  }
}

/** Counts the entries of a frame. */
function count(entries, payload) {
  for (const bytes of byteStrings(payload, ENTRY_MIN)) {
    const hash = createHash("sha256").update(bytes).digest("hex");
    entries.set(hash, (entries.get(hash) ?? 0) + 1);
  }
}

/** Passes bytes on; once both have agreed on a WebSocket, frame by frame. */
function pass(from, to, socket, onFrame) {
  let buffer = Buffer.alloc(0);
  let isPastHead = false;
  const send = (bytes) => to.writable && to.write(bytes);
  from.on("data", (bytes) => {
    if (!isPastHead) {
      const text = bytes.toString("latin1");
      if (/^upgrade: *websocket/im.test(text)) socket.isOne = true;
      const end = text.indexOf("\r\n\r\n");
      if (!socket.isOne || end < 0) return void send(bytes);
      isPastHead = true;
      send(bytes.subarray(0, end + 4));
      bytes = bytes.subarray(end + 4);
    }
    buffer = Buffer.concat([buffer, bytes]);
    for (let frame; (frame = firstFrame(buffer)); ) {
      const raw = Buffer.from(buffer.subarray(0, frame.length));
      buffer = buffer.subarray(frame.length);
      // Pings, pongs and closes are between the two.
      if (frame.isBinary) onFrame(frame.payload, () => send(raw));
      else send(raw);
    }
  });
}

/** The first whole frame of a buffer (RFC 6455, section 5.2), or nothing. */
function firstFrame(buffer) {
  if (buffer.length < 2) return null;
  let length = buffer[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (buffer.length < 4) return null;
    length = buffer.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return null;
    length = Number(buffer.readBigUInt64BE(2));
    at = 10;
  }
  const mask = buffer[1] & 0x80 ? buffer.subarray(at, at + 4) : null;
  at += mask ? 4 : 0;
  if (buffer.length < at + length) return null;
  const payload = Buffer.from(buffer.subarray(at, at + length));
  if (mask) for (let i = 0; i < length; i++) payload[i] ^= mask[i & 3];
  return { length: at + length, isBinary: (buffer[0] & 0x0f) === 2, payload };
}
