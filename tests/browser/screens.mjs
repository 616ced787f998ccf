// The main screens in both languages, on a tablet and on a phone, with letters of the usual size and of the largest:
// nothing is cut, squeezed, too small to tap or wider than the screen. With PARLOR_SCREENS set to a folder it leaves the
// pictures of `docs/screens` there, with PARLOR_EVERY_SCREEN one of everything it looked at.

import { join } from "node:path";
import { assert, demo, scenario } from "./lib.mjs";
import { LETTERS, faultsOf } from "./fit.mjs";
import { PHONE, Person, TABLET } from "./person.mjs";

const FOLDER = process.env.PARLOR_SCREENS;
const EVERY = process.env.PARLOR_EVERY_SCREEN;
const LANGUAGES = { zh: "中文", en: "English" };
const SIZES = { tablet: TABLET, phone: PHONE };
/** What is shown otherwise than on a tablet with letters of 18. */
const ALSO_SHOWN = {
  "04-case": { phone18: "13-phone" },
  "06-parties": { tablet30: "14-largest" },
};

await scenario(async (stage) => {
  const studio = await demo();
  const relay = await stage.relay({ demo: studio });
  const tablet = await stage.tablet("P01");
  await tablet.open(relay.url);
  const { page } = tablet;
  const faults = [];
  await inEachLanguage("01-welcome", () => {});
  const person = await Person.loggingInBeside(tablet, studio.account("M02"));
  await person.isUpToDate();
  const other = await Person.loggingIn(await stage.tablet("P02"), relay.url, studio.account("M07"));
  await other.openCase(studio.cases.C05, "当事人");
  await twoNumbers(other, person);
  await other.openCase(studio.cases.C05);
  const interview = await other.beginInterview();
  await other.narrative.fill("施工队有十一个人的工资没有结清，从三月拖到现在。工资条只有前三个月的。");
  await other.isUpToDate();

  const screens = {
    "02-today": () => person.go("/"),
    "03-cases": () => person.go("/cases"),
    "04-case": () => person.go(`/cases/${studio.cases.C05}`),
    "05-register": () => open(1),
    "06-parties": () => open(2),
    "07-interview": () => person.go(interview),
    "08-review": () => person.go("/review"),
    "09-people": () => person.go("/people"),
    "10-me": () => person.go("/me"),
    "11-delivery": async () => {
      await person.go("/");
      await page.locator(".pill").click();
    },
  };
  for (const [name, open] of Object.entries(screens)) await inEachLanguage(name, open);
  await person.lock();
  await inEachLanguage("12-unlock", () => page.getByRole("button", { name: person.account.name }).click());
  assert.deepEqual(faults, [], `${faults.length} faults`);

  async function open(part) {
    await person.go(`/cases/${studio.cases.C05}`);
    await page.locator(".segments [role=radio]").nth(part).click();
  }

  /** The language is chosen on the page of the person, or at the door. */
  async function inEachLanguage(name, open) {
    for (const [language, label] of Object.entries(LANGUAGES)) {
      await speak(label);
      await open();
      await look(name, language);
      await page.keyboard.press("Escape");
    }
    await speak(LANGUAGES.zh);
  }

  async function speak(label) {
    if (await page.locator("nav").count()) await new Person(tablet).go("/me");
    await page.getByRole("radio", { name: label }).click();
  }

  async function look(name, language) {
    for (const { px, tap } of LETTERS) {
      await page.evaluate((px) => (document.documentElement.dataset.size = px), `${px}`);
      for (const [device, size] of Object.entries(SIZES)) {
        await page.setViewportSize(size);
        await page.waitForTimeout(300);
        const where = `${name}-${language} on a ${device} with letters of ${px}`;
        faults.push(...(await faultsOf(page, { tap })).map((fault) => `${where}: ${fault}`));
        await leave(name, language, device, px);
      }
    }
    await page.setViewportSize(TABLET);
    await page.evaluate(() => (document.documentElement.dataset.size = "18"));
  }

  async function leave(name, language, device, px) {
    if (EVERY) await page.screenshot({ path: join(EVERY, `${name}-${language}-${device}-${px}.png`) });
    const shown = device === "tablet" && px === 18 ? name : ALSO_SHOWN[name]?.[`${device}${px}`];
    if (FOLDER && shown) await page.screenshot({ path: join(FOLDER, `${shown}-${language}.png`) });
  }
});

/** Two people give one party two numbers while neither hears of the other. */
async function twoNumbers(one, other) {
  const doc = await one.page.evaluate(() => location.pathname);
  await one.page.context().setOffline(true);
  await one.setPhone(0, "12000003001");
  await one.ticks("○");
  await other.go(doc);
  await other.page.getByRole("radio", { name: "当事人", exact: true }).click();
  await other.setPhone(0, "12000003002");
  await other.ticks("✓");
  await one.page.context().setOffline(false);
  await one.wake();
  await other.page.locator(".values").first().waitFor();
}
