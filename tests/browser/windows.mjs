// One window of a tablet runs the engine; an engine that breaks is started again, and nothing that was saved is lost.

import { assert, engineOf, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const FOUNDER = { name: "许示例", login: "xushili", passphrase: "one window at a time" };

await scenario(async (stage) => {
  const relay = await stage.relay();
  const tablet = await stage.tablet("P01");
  const founder = await Person.founding(tablet, relay, FOUNDER);
  const first = founder.page;
  await founder.beginCase();
  const interview = await founder.beginInterview();
  await founder.narrative.fill("从第一个窗口");
  await founder.isSaved();

  const second = await tablet.open(relay.url);
  await second.waitForSelector(".overlay[data-kind=elsewhere]");
  assert.equal(second.workers().length, 0, "two engines run on one tablet");

  await second.click(".overlay-button");
  await founder.unlock();
  await founder.go(interview);
  assert.equal(await founder.narrative.inputValue(), "从第一个窗口");
  await first.waitForSelector(".overlay[data-kind=elsewhere]");
  await until(() => first.workers().length === 0, "the end of the first engine");

  await founder.narrative.fill("从第二个窗口");
  await founder.isSaved();
  tablet.page = first;
  await first.click(".overlay-button");
  await founder.unlock();
  await founder.go(interview);
  assert.equal(await founder.narrative.inputValue(), "从第二个窗口");

  const engine = await engineOf(first);
  const ended = engine.waitForEvent("close");
  await engine.evaluate(() => void setTimeout(() => { throw new Error("planted"); }));
  await ended;
  await founder.narrative.fill("出错以后");
  await founder.isSaved();
  await founder.reload();
  await founder.go(interview);
  assert.equal(await founder.narrative.inputValue(), "出错以后");
});
