// The main screens in both languages, on a tablet and on a phone: nothing is wider than the screen, nothing is said in
// the name of a message instead of its words. With PARLOR_SCREENS set to a folder it leaves a picture of each there.

import { join } from "node:path";
import { assert, demo, scenario } from "./lib.mjs";
import { PHONE, Person, TABLET } from "./person.mjs";

const FOLDER = process.env.PARLOR_SCREENS;
const LANGUAGES = { zh: "中文", en: "English" };

await scenario(async (stage) => {
  const studio = await demo();
  const relay = await stage.relay({ demo: studio });
  const tablet = await stage.tablet("P01");
  await tablet.open(relay.url);
  const { page } = tablet;
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
  };
  for (const [name, open] of Object.entries(screens)) await inEachLanguage(name, open);
  await person.go("/");
  await page.locator(".pill").click();
  await look("11-delivery-zh");
  await page.keyboard.press("Escape");
  await person.lock();
  await page.getByRole("button", { name: person.account.name }).click();
  await look("12-unlock-zh");

  async function open(part) {
    await person.go(`/cases/${studio.cases.C05}`);
    await page.locator(".segments [role=radio]").nth(part).click();
  }

  /** The language is chosen on the page of the person, or at the door. */
  async function inEachLanguage(name, open) {
    for (const [language, label] of Object.entries(LANGUAGES)) {
      await speak(label);
      await open();
      await look(`${name}-${language}`);
    }
    await speak(LANGUAGES.zh);
  }

  async function speak(label) {
    if (await page.locator("nav").count()) await new Person(tablet).go("/me");
    await page.getByRole("radio", { name: label }).click();
  }

  async function look(name) {
    await page.waitForTimeout(400);
    if (FOLDER) await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await fits(name);
    await page.setViewportSize(PHONE);
    await page.waitForTimeout(200);
    await fits(`${name} on a phone`);
    if (FOLDER && name === "04-case-zh") await page.screenshot({ path: join(FOLDER, "13-phone-zh.png") });
    await page.setViewportSize(TABLET);
  }

  async function fits(name) {
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inner <= outer, `${name} is ${inner - outer} pixels too wide`);
    const text = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(text, /\b(field|trouble|event|item)-[a-z_]+\b/, `${name} says the name of a message`);
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
