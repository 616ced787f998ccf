// Joining while much is there, and two people at one tablet: nothing is fetched twice, nobody sees another's records,
// and what was left unsent arrives all the same.

import { disksOf, rowsOfCase, rowsOnDisk, rowsThatSay, writeRows } from "./disks.mjs";
import { assert, demo, engineOf, filesKept, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

/** 100 cases of three documents each. */
const CASES = 100;
const NEWCOMER = { name: "陶新来", login: "taoxinlai", passphrase: "a new face at the table" };
/** What the newcomer writes into a record that nobody else at the tablet may see. */
const CANARY = "紫藤廊下说的话 58121";
const NOTES = ["第一笔", "第二笔", "第三笔"].map((it) => `${it}：${CANARY}`);

await scenario(async (stage) => {
  const studio = await demo();
  const [lineOffice, lineTablet] = await Promise.all([stage.line(), stage.line()]);
  const relay = await stage.relay({ lines: [lineOffice, lineTablet], demo: studio });
  const pc = await stage.tablet("PC1", { isOfTheOffice: true });
  const office = await Person.loggingIn(pc, lineOffice.url, studio.account("M01"));
  await office.isUpToDate();
  const there = Object.keys(studio.cases).length;
  for (let made = there; made < CASES; made++) await office.beginCase();
  await office.isUpToDate();

  // Each wrong code has its own sentence, before and after the right one is used.
  const codeOfToday = await office.invite("昨样本", "召集人");
  const code = await office.invite(NEWCOMER.name, "召集人");
  const tablet = await stage.tablet("P03");
  const stranger = new Person(tablet, NEWCOMER);
  // The program is there before the line breaks: what is cut is the backfill.
  await filesKept(await tablet.open(lineTablet.url));
  await stranger.typeCode("A".repeat(20));
  await tablet.page.getByText("没有这个代码").waitFor();
  await tablet.page.close();

  // The newcomer joins; the line breaks half way through.
  lineTablet.cutAfter(Math.floor((lineOffice.entries.size + lineOffice.sent.size) / 2));
  const newcomer = await Person.joining(tablet, lineTablet.url, NEWCOMER, code);
  await until(() => lineTablet.isCut, "the line to break half way", 60_000);
  const cameBefore = lineTablet.entries.size;
  await newcomer.page.locator(".pill", { hasText: "离线" }).waitFor();
  await newcomer.reload();
  lineTablet.mend();
  await newcomer.wake();
  await newcomer.page.getByRole("link", { name: "案件", exact: true }).click();
  await newcomer.page.getByText(`${CASES} / ${CASES} 条`).waitFor({ timeout: 120_000 });
  await newcomer.isUpToDate();
  const twice = [...lineTablet.entries.values()].filter((times) => times > 1).length;
  assert.equal(twice, 0, "entries were fetched twice");
  const came = lineTablet.entries.size;
  assert.ok(came >= 2 * 3 * CASES, `only ${came} entries came`);
  console.log(`the line broke after ${cameBefore} of ${came} entries`);
  assert.ok(cameBefore > 0.4 * came && cameBefore < 0.6 * came, "that was not half way");

  const other = await stage.tablet("P04");
  await other.open(lineTablet.url);
  await new Person(other, NEWCOMER).typeCode(code);
  await other.page.getByText("这个代码已经用过").waitFor();

  // Without a network the newcomer writes three notes and locks. The worker ends; the next person finds a locked door.
  const left = await newcomer.beginCase();
  await newcomer.isUpToDate();
  lineTablet.cut();
  await newcomer.openCase(left);
  for (const text of NOTES) await newcomer.note(text);
  const worker = await engineOf(newcomer.page);
  const ended = worker.waitForEvent("close");
  await newcomer.lock();
  await ended;
  const door = newcomer.page;
  await door.getByText("3 项待上传").waitFor();
  await door.getByRole("button", { name: NEWCOMER.name }).click();
  await door.getByLabel("密语").fill("not the passphrase");
  await door.getByRole("button", { name: "打开", exact: true }).click();
  await door.getByText("密语不对").waitFor();
  assert.equal(await door.locator("nav").count(), 0, "a wrong passphrase opens nothing");
  const disksBefore = disksOf(await rowsOnDisk(door));

  // Somebody else uses the tablet; what was left goes out beside their work.
  lineTablet.mend();
  await door.reload();
  const second = await Person.loggingInBeside(tablet, studio.account("M07"));
  await theRecordStaysClosed(second, left, disksBefore);
  await office.openCase(left);
  for (const text of NOTES) await office.page.locator("li.event", { hasText: text }).waitFor({ timeout: 90_000 });
  await second.lock();
  await newcomer.unlock();
  await newcomer.openCase(left);
  for (const text of NOTES) await newcomer.page.locator("li.event", { hasText: text }).waitFor();

  // The next day, a code that nobody used is good no more.
  await relay.kill();
  relay.hoursAhead = 25;
  await relay.start();
  await other.page.reload();
  await new Person(other, NEWCOMER).typeCode(codeOfToday);
  await other.page.getByText("这个代码已经过期").waitFor();
});

/** Whoever sits at the tablet next has the bytes of the record in hand, and cannot read them. */
async function theRecordStaysClosed(second, left, disksBefore) {
  const { page } = second;
  const staysClosed = async () => {
    await second.go(`/cases/${left}`);
    await page.getByText("这个案件不在本机，或者您不能查看。").waitFor();
    const rows = await rowsOnDisk(page);
    assert.deepEqual(rowsThatSay(rows, CANARY), [], "it lies there in plain text");
    return rows;
  };
  const rows = await staysClosed();
  assert.ok(rowsThatSay(rows, NEWCOMER.name).length > 0, "what is in plain text would be found");
  const [own] = [...disksOf(rows)].filter((it) => !disksBefore.has(it));
  const ofCase = rowsOfCase(rows, left).filter((it) => it.store === "entries" || it.store === "kept");
  assert.ok(ofCase.length > NOTES.length, "the record lies on this tablet");
  assert.deepEqual(ofCase.filter((it) => it.disk === own), [], "and not on the disk of whoever is there now");

  // Copied onto their own disk it opens no more than before.
  await writeRows(page, own, ofCase);
  await second.reload();
  const after = await staysClosed();
  assert.ok(rowsOfCase(after, left).filter((it) => it.disk === own).length >= ofCase.length, "it was copied");
}
