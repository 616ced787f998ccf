// The engine breaks under somebody's hands: the words stay, and nobody is asked for a passphrase.

import { assert, engineOf, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const FOUNDER = { name: "许示例", login: "xushili", passphrase: "words that outlive an engine" };
/** From the page's hearing that its engine is broken to the words being on the disk, by the page's own clock. */
const BACK_WITHIN_MS = 2_000;

await scenario(async (stage) => {
  const relay = await stage.relay();
  const office = await stage.tablet("PC1", { isOfTheOffice: true });
  await office.context.addInitScript(markEngines);
  const founder = await Person.founding(office, relay, FOUNDER);
  await founder.beginCase();
  await founder.beginInterview();
  await founder.narrative.fill("工人说");
  await founder.isSaved();

  await theWordsStay(founder);
});

/** Broken in the middle of a word, it goes on within two seconds, at the same place. */
async function theWordsStay(founder) {
  const { page, narrative } = founder;
  await page.evaluate(() => {
    globalThis.wasAsked = false;
    new MutationObserver(() => {
      globalThis.wasAsked ||= document.querySelector("input[type=password]") !== null;
    }).observe(document.body, { childList: true, subtree: true });
  });
  let text = "工人说";
  for (const [at, typed] of ["工资", "没有", "结清"].entries()) {
    const engine = await engineOf(page);
    const ended = engine.waitForEvent("close");
    // The next time that the engine asks for the time, it is thrown out of the middle of what it does.
    await engine.evaluate(() => {
      Date.now = () => {
        throw new Error("planted");
      };
    });
    await narrative.press("Control+End");
    await page.keyboard.insertText(typed);
    await ended;
    // What is typed while there is no engine is not lost either.
    await page.keyboard.insertText(`${at}`);
    text += `${typed}${at}`;
    await until(async () => (await engineOf(page)) !== engine, "another engine");
    const isUnsaved = async () => (await narrative.getAttribute("data-unsaved")) !== null;
    await until(async () => !(await isUnsaved()) && (await narrative.inputValue()) === text, "what was typed to be saved");
    const took = await page.evaluate(() => {
      const [broke, settled] = ["broke", "settled"].map((name) => performance.getEntriesByName(name).at(-1).startTime);
      return Math.round(settled - broke);
    });
    console.log(`${took} ms after the engine broke, what was typed was on the disk`);
    assert.ok(took > 0 && took < BACK_WITHIN_MS, `it took ${took} ms to go on`);
    assert.equal(await narrative.inputValue(), text);
    assert.ok(await narrative.evaluate((it) => it === document.activeElement), "the field lost the focus");
  }
  assert.equal(await page.evaluate(() => globalThis.wasAsked), false, "a passphrase was asked for");
  const path = new URL(page.url()).pathname;
  await founder.reload();
  await founder.go(path);
  await until(async () => (await narrative.inputValue()) === text, "what was typed, on the disk");
}

/** In the page: marks when it hears that its engine is broken, and when nothing typed is unsaved any more. */
function markEngines() {
  const Native = globalThis.Worker;
  globalThis.Worker = class extends Native {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => data?.crashed && performance.mark("broke"));
    }
  };
  const settled = (records) => {
    if (records.some(({ target, oldValue }) => oldValue !== null && !target.hasAttribute("data-unsaved"))) {
      performance.mark("settled");
    }
  };
  const how = { attributes: true, attributeFilter: ["data-unsaved"], attributeOldValue: true, subtree: true };
  new MutationObserver(settled).observe(document, how);
}
