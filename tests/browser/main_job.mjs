// The main job: two tablets without a network and the office write in one case. Both are opened anew while the relay is
// dead. Afterwards all agree, nothing is lost, no tick ever claimed more than was so, and a person settles what only a
// person can.

import { assert, demo, filesKept, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const BASE = "施工队有十个人的工资没有结清。";
const FROM_A = "工资条只有三个月的";
const FROM_B = "（在村委会谈）";
const PHONE_A = "12000002001";
const PHONE_B = "12000002002";

await scenario(async (stage) => {
  const studio = await demo();
  const lines = await Promise.all([stage.line(), stage.line(), stage.line()]);
  const [lineA, lineB, lineOffice] = lines;
  const relay = await stage.relay({ lines, demo: studio });
  const enter = async (name, line, key, options) =>
    Person.loggingIn(await stage.tablet(name, options), line.url, studio.account(key));
  const a = await enter("P01", lineA, "M07");
  const b = await enter("P02", lineB, "M02");
  const office = await enter("PC1", lineOffice, "S01", { isOfTheOffice: true });
  const everybody = [a, b, office];
  const doc = studio.cases.C05;

  // One interview, which all three have open.
  await a.openCase(doc);
  const interview = await a.beginInterview();
  await a.narrative.fill(BASE);
  await a.isSaved();
  for (const it of everybody) {
    await it.go(interview);
    await until(async () => (await it.narrative.inputValue()) === BASE, `the interview at ${it.tablet.name}`);
    await it.isUpToDate();
    await filesKept(it.page);
  }
  await a.ticks("✓✓");

  // No network. A composes at the end of the paragraph, B writes at its beginning; each gives another phone.
  lineA.cut();
  lineB.cut();
  await a.narrative.press("Control+End");
  await a.compose(["g", "gong", "gong'zi", "工资条", "工资条zhi"], FROM_A);
  await until(async () => (await a.narrative.inputValue()) === BASE + FROM_A, "the composed words");
  await a.isSaved();
  await b.narrative.press("Control+Home");
  await b.page.keyboard.insertText(FROM_B);
  await b.isSaved();
  for (const [it, phone] of [[a, PHONE_A], [b, PHONE_B]]) {
    await it.openCase(doc, "当事人");
    await it.setPhone(0, phone);
    await until(() => it.page.locator(".pill", { hasText: "待上传" }).isVisible(), "the pill to count");
    await it.ticks("○");
  }

  // The relay dies, and both are opened anew.
  await relay.kill();
  for (const [it, text, phone] of [[a, BASE + FROM_A, PHONE_A], [b, FROM_B + BASE, PHONE_B]]) {
    await it.reload();
    await it.go(interview);
    assert.equal(await it.narrative.inputValue(), text, `${it.tablet.name} has what was typed`);
    await it.openCase(doc, "当事人");
    assert.equal(await it.phone(0), phone);
    await it.ticks("○");
  }

  // The relay is back. Receipt and the office's word are held back in turn.
  await relay.start();
  await office.isUpToDate();
  lineOffice.holdSaved();
  lineA.holdReceipts();
  lineA.mend();
  await a.wake();
  await until(async () => (await office.narrative.inputValue()) === BASE + FROM_A, "A's words at the office");
  await until(() => lineA.holds && lineOffice.holds, "both to be held back");
  await a.stays("○");
  lineA.release();
  await a.ticks("✓");
  await a.stays("✓");
  await a.page.locator(".pill", { hasText: "服务器已收" }).waitFor();
  lineOffice.release();
  await a.ticks("✓✓");
  await a.page.locator(".pill", { hasText: "已全部送达" }).waitFor();

  // B comes too: all three agree on the paragraph, and all three see both numbers, who gave them and when.
  lineB.mend();
  await b.wake();
  const both = FROM_B + BASE + FROM_A;
  for (const it of everybody) {
    await it.go(interview);
    await until(async () => (await it.narrative.inputValue()) === both, `both edits at ${it.tablet.name}`);
    await it.openCase(doc, "当事人");
    const party = it.page.locator("li.card").first();
    for (const [phone, name] of [[PHONE_A, "柏测试"], [PHONE_B, "温样本"]]) {
      const version = party.locator(".values li", { hasText: phone });
      await version.filter({ hasText: name }).filter({ hasText: /\d{1,2}:\d{2}/ }).waitFor();
    }
  }

  // A clerk picks one; all see it, and the history has both.
  await office.page.getByRole("link", { name: "核对" }).click();
  const card = office.page.locator("article", { hasText: PHONE_A });
  await office.page.locator("button,li", { hasText: "电话" }).first().click();
  await card.locator("li", { hasText: PHONE_B }).getByRole("button", { name: /^用/ }).click();
  for (const it of everybody) {
    await it.openCase(doc, "当事人");
    await until(async () => (await it.phone(0)) === PHONE_B, `the decision at ${it.tablet.name}`);
    await until(async () => !(await it.page.locator(".values").count()), "the end of the two versions");
    await it.openCase(doc, "经过");
    await it.page.locator("li.event", { hasText: PHONE_A }).filter({ hasText: PHONE_B }).waitFor();
  }
  // Whose number did not prevail is told so.
  await a.page.getByRole("link", { name: "今日" }).click();
  await a.page.getByText(PHONE_A).first().waitFor();
});
