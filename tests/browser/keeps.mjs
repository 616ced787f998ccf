// What is typed is on the disk, and there again when the relay is dead and the tablet was switched off.

import { assert, engineOf, filesKept, scenario } from "./lib.mjs";

const TEXT = "来访人说：楼道的灯坏了三个月 🙂";

await scenario(async (stage) => {
  const relay = await stage.relay();
  const tablet = await stage.tablet("P01");
  const page = await tablet.open(relay.url);
  await page.waitForSelector("#status:has-text('○')");
  const engine = await engineOf(page);
  await engine.evaluate(() => {
    globalThis.seen = [];
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...parameters) {
      const transaction = begin.apply(this, parameters);
      globalThis.seen.push([transaction.mode, transaction.durability]);
      return transaction;
    };
  });

  await page.fill("#note", TEXT);
  await page.waitForSelector("#status:has-text('○')");
  const writes = (await engine.evaluate(() => globalThis.seen)).filter(([mode]) => mode === "readwrite");
  assert.ok(writes.length > 0, "nothing was written");
  for (const [, durability] of writes) assert.equal(durability, "strict");

  await filesKept(page);
  await relay.kill();
  await page.reload();
  await page.waitForSelector("#status:has-text('○')");
  assert.equal(await page.inputValue("#note"), TEXT);

  await tablet.kill();
  await tablet.start();
  const again = await tablet.open(relay.url);
  await again.waitForSelector("#status:has-text('○')");
  assert.equal(await again.inputValue("#note"), TEXT);
});
