// What is typed is on the disk, and there again when the relay is dead and the tablet was switched off.

import { assert, engineOf, filesKept, scenario } from "./lib.mjs";
import { Person } from "./person.mjs";

const TEXT = "来访人说：楼道的灯坏了三个月 🙂";
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

  await founder.narrative.fill(TEXT);
  await founder.isSaved();
  const writes = (await engine.evaluate(() => globalThis.seen)).filter(([mode]) => mode === "readwrite");
  assert.ok(writes.length > 0, "nothing was written");
  for (const [, durability] of writes) assert.equal(durability, "strict");

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
