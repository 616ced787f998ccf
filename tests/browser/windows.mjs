// One window of a tablet runs the engine; an engine that breaks is started again.

import { assert, engineOf, scenario, until } from "./lib.mjs";

await scenario(async (stage) => {
  const relay = await stage.relay();
  const tablet = await stage.tablet("P01");
  const first = await tablet.open(relay.url);
  await first.waitForSelector("#status:has-text('○')");
  await first.fill("#note", "从第一个窗口");
  await first.waitForSelector("#status:has-text('○')");

  const second = await tablet.open(relay.url);
  await second.waitForSelector(".overlay[data-kind=elsewhere]");
  assert.equal(second.workers().length, 0, "two engines run on one tablet");

  await second.click(".overlay-button");
  await second.waitForSelector("#status:has-text('○')");
  assert.equal(await second.inputValue("#note"), "从第一个窗口");
  await first.waitForSelector(".overlay[data-kind=elsewhere]");
  await until(() => first.workers().length === 0, "the end of the first engine");

  await second.fill("#note", "从第二个窗口");
  await second.waitForSelector("#status:has-text('○')");
  await first.click(".overlay-button");
  await first.waitForFunction(() => document.querySelector("#note")?.value === "从第二个窗口");

  const engine = await engineOf(first);
  const ended = engine.waitForEvent("close");
  await engine.evaluate(() => void setTimeout(() => { throw new Error("planted"); }));
  await ended;
  await engineOf(first);
  await first.fill("#note", "出错以后");
  await first.waitForSelector("#status:has-text('○')");
  await first.reload();
  await first.waitForFunction(() => document.querySelector("#note")?.value === "出错以后");
});
