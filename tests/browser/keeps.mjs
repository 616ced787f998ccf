// What is typed is on the disk, and there again when the relay is dead and the tablet was switched off.

import { assert, engineOf, filesKept, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const BEGUN = "来访人说：楼道的灯坏了三个月 🙂";
const TEXT = `${BEGUN}，还没修`;
const FOUNDER = { name: "许示例", login: "xushili", passphrase: "a lamp in the stairwell" };

await scenario(async (stage) => {
  const relay = await stage.relay();
  const tablet = await stage.tablet("P01");
  const founder = await Person.founding(tablet, relay, FOUNDER);
  const doc = await founder.beginCase();
  const interview = await founder.beginInterview();
  const engine = await engineOf(founder.page);
  await engine.evaluate(() => {
    globalThis.seen = [];
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...parameters) {
      const transaction = begin.apply(this, parameters);
      globalThis.seen.push([transaction.mode, transaction.durability]);
      return transaction;
    };
  });

  await founder.narrative.fill(BEGUN);
  await founder.isSaved();
  const writes = (await engine.evaluate(() => globalThis.seen)).filter(([mode]) => mode === "readwrite");
  assert.ok(writes.length > 0, "nothing was written");
  for (const [, durability] of writes) assert.equal(durability, "strict");

  // Whoever locks in the middle of a word finds it there.
  await founder.narrative.press("Control+End");
  await founder.page.keyboard.insertText("，还没修");
  await founder.lock();
  await founder.unlock();
  await founder.go(interview);
  await until(async () => (await founder.narrative.inputValue()) === TEXT, "what was typed before the lock");

  await filesKept(founder.page);
  await relay.kill();
  await founder.reload();
  await founder.go(interview);
  assert.equal(await founder.narrative.inputValue(), TEXT);

  await tablet.kill();
  await tablet.start();
  await tablet.open(relay.url);
  await founder.unlock();
  await founder.openCase(doc);
  await founder.page.getByText("楼道的灯坏了三个月").waitFor();
  await founder.go(interview);
  assert.equal(await founder.narrative.inputValue(), TEXT);
});
