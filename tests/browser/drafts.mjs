// Whoever closes a sheet, leaves a field or locks the tablet in the middle of a sentence finds it there again.

import { assert, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const FOUNDER = { name: "许示例", login: "xushili", passphrase: "words that are not handed in" };
const NOTE = "已电话约物业经理，周三上午";
const REASON = "双方都愿意谈";
const CORRECTION = "应为三月，不是五月";
const PARTY = "张某某";

await scenario(async (stage) => {
  const relay = await stage.relay();
  const founder = await Person.founding(await stage.tablet("P01"), relay, FOUNDER);
  const { page } = founder;
  const doc = await founder.beginCase();
  const sheet = page.locator("dialog");
  const closed = async () => {
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
  };
  const bar = (name) => page.locator(".bar").getByRole("button", { name, exact: true });

  // Closed in the middle of a sentence, each sheet says that words lie in it, and has them.
  await founder.openCase(doc);
  await bar("记一笔").click();
  await sheet.getByRole("textbox").fill(NOTE);
  await closed();
  await bar("下一步").click();
  await sheet.getByRole("textbox").fill(REASON);
  await closed();
  await bar("记一笔（有草稿）").click();
  await sheet.getByText("还没有记下").waitFor();
  assert.equal(await sheet.getByRole("textbox").inputValue(), NOTE);
  await closed();
  await page.getByRole("radio", { name: "当事人", exact: true }).click();
  await page.getByRole("button", { name: "添加当事人" }).first().click();
  await sheet.getByLabel("姓名").fill(PARTY);
  await closed();

  // A correction that is not written down yet, then the tablet is locked and opened anew.
  await founder.openCase(doc);
  const interview = await founder.beginInterview();
  const correction = page.getByLabel("被谈话人要求更正的内容");
  await correction.fill(CORRECTION);
  await founder.lock();
  await founder.unlock();
  await founder.go(interview);
  await until(async () => (await correction.inputValue()) === CORRECTION, "the correction after the lock");
  await founder.reload();
  await founder.go(interview);
  await until(async () => (await correction.inputValue()) === CORRECTION, "the correction after a reload");
  await page.getByRole("button", { name: "记下更正" }).click();
  await page.locator("p.written", { hasText: CORRECTION }).waitFor();
  await until(async () => (await correction.inputValue()) === "", "an empty field for the next");

  await founder.openCase(doc);
  await bar("下一步（有草稿）").click();
  assert.equal(await sheet.getByRole("textbox").inputValue(), REASON);
  await closed();
  await page.getByRole("radio", { name: "当事人", exact: true }).click();
  await page.getByRole("button", { name: "添加当事人" }).first().click();
  assert.equal(await sheet.getByLabel("姓名").inputValue(), PARTY);
  await closed();

  // What is handed in is no draft any more.
  await founder.openCase(doc);
  await bar("记一笔（有草稿）").click();
  await page.getByRole("button", { name: "记下", exact: true }).click();
  await page.locator("li.event", { hasText: NOTE }).waitFor();
  // The page may end the moment that the note is seen: what took its draft away is on the disk with it.
  await founder.reload();
  await founder.openCase(doc);
  await page.locator("li.event", { hasText: NOTE }).waitFor();
  assert.equal(await bar("记一笔（有草稿）").count(), 0);
  await bar("下一步（有草稿）").waitFor();
});
