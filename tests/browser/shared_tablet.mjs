// Joining while much is there, and two people at one tablet: nothing is fetched twice, nobody sees another's records,
// and what was left unsent arrives all the same.

import { assert, demo, engineOf, filesKept, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

/** 100 cases of three documents each. */
const CASES = 100;
const NEWCOMER = { name: "陶新来", login: "taoxinlai", passphrase: "a new face at the table" };

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
  const code = await office.invite(NEWCOMER.name, "召集人");
  const tablet = await stage.tablet("P03");
  const stranger = new Person(tablet, NEWCOMER);
  await tablet.open(lineTablet.url);
  await stranger.typeCode("A".repeat(20));
  await tablet.page.getByText("没有这个代码").waitFor();
  await tablet.page.close();

  // The newcomer joins; the line breaks half way through.
  lineTablet.cutAfter(150);
  const newcomer = await Person.joining(tablet, lineTablet.url, NEWCOMER, code);
  await until(() => lineTablet.isCut, "the line to break half way", 60_000);
  await filesKept(newcomer.page);
  await newcomer.page.locator(".pill", { hasText: "离线" }).waitFor();
  await newcomer.reload();
  lineTablet.mend();
  await newcomer.wake();
  await newcomer.page.getByRole("link", { name: "案件", exact: true }).click();
  await newcomer.page.getByText(`${CASES} / ${CASES} 条`).waitFor({ timeout: 120_000 });
  await newcomer.isUpToDate();
  const twice = [...lineTablet.entries.values()].filter((times) => times > 1).length;
  assert.equal(twice, 0, "entries were fetched twice");
  assert.ok(lineTablet.entries.size >= 300, `only ${lineTablet.entries.size} entries came`);

  const other = await stage.tablet("P04");
  await other.open(lineTablet.url);
  await new Person(other, NEWCOMER).typeCode(code);
  await other.page.getByText("这个代码已经用过").waitFor();

  // Without a network the newcomer begins a case and locks. The worker ends; the next person finds a locked door.
  lineTablet.cut();
  const left = await newcomer.beginCase();
  const worker = await engineOf(newcomer.page);
  const ended = worker.waitForEvent("close");
  await newcomer.lock();
  await ended;
  const door = newcomer.page;
  // A new case is three documents and the rights to each.
  await door.getByText("6 项待上传").waitFor();
  await door.getByRole("button", { name: NEWCOMER.name }).click();
  await door.getByLabel("密语").fill("not the passphrase");
  await door.getByRole("button", { name: "打开", exact: true }).click();
  await door.getByText("密语不对").waitFor();
  assert.equal(await door.locator("nav").count(), 0, "a wrong passphrase opens nothing");

  // Somebody else uses the tablet; what was left goes out beside their work.
  lineTablet.mend();
  await door.reload();
  const second = await Person.loggingInBeside(tablet, studio.account("M07"));
  await second.go(`/cases/${left}`);
  await second.page.getByText("不在本机").waitFor();
  await office.go(`/cases/${left}`);
  await office.page.locator(".case-head").waitFor({ timeout: 90_000 });
});
