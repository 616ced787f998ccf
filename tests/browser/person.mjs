// A person at a tablet: what they do, in the words of the screen.

import { TABLET, assert, until } from "./lib.mjs";

export class Person {
  constructor(tablet, account) {
    this.tablet = tablet;
    this.account = account;
  }

  get page() {
    return this.tablet.page;
  }

  /** Founds a studio with the relay's link. */
  static async founding(tablet, relay, account) {
    const person = new Person(tablet, account);
    const page = await tablet.open(await relay.foundingLink());
    await page.getByLabel("工作室名称").fill("样例区第一委员工作室");
    await page.getByLabel("您的姓名").fill(account.name);
    await page.getByLabel("登录名").fill(account.login);
    await person.#choosePassphrase();
    await person.#sayWhichTablet();
    await page.getByRole("button", { name: "创建工作室" }).click();
    await page.getByRole("button", { name: "已收好" }).click();
    await person.isIn();
    return person;
  }

  /** Joins with a code that is typed. */
  static async joining(tablet, url, account, code) {
    const person = new Person(tablet, account);
    await tablet.open(url);
    await person.typeCode(code);
    await person.page.getByLabel("登录名").fill(account.login);
    await person.#choosePassphrase();
    await person.#sayWhichTablet();
    await person.page.getByRole("button", { name: "是我，加入" }).click();
    await person.isIn();
    return person;
  }

  /** Logs in as somebody who is on the roll. */
  static async loggingIn(tablet, url, account) {
    await tablet.open(url);
    return Person.loggingInBeside(tablet, account);
  }

  /** The same at a door that is open, beside whoever else lives on the tablet. */
  static async loggingInBeside(tablet, account) {
    const person = new Person(tablet, account);
    const { page } = tablet;
    await page.getByRole("button", { name: "我已是成员" }).click();
    await page.getByLabel("登录名").fill(account.login);
    await page.getByLabel("密语").fill(account.passphrase);
    await person.#sayWhichTablet();
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await person.isIn();
    return person;
  }

  /** Types an invitation's code at the door. */
  async typeCode(code) {
    const field = this.page.getByLabel("邀请代码");
    if (!(await field.isVisible())) await this.page.getByRole("button", { name: "用邀请代码加入" }).click();
    await field.fill(code);
    await this.page.getByRole("button", { name: "下一步" }).click();
  }

  async #choosePassphrase() {
    const fields = this.page.locator("input[type=password]");
    for (const field of await fields.all()) await field.fill(this.account.passphrase);
  }

  async #sayWhichTablet() {
    const { page, tablet } = this;
    await page.getByLabel("这台平板的编号").fill(tablet.name);
    if (tablet.isOfTheOffice) await page.getByLabel("这是办公室的设备").check();
  }

  async isIn() {
    await this.page.locator("nav").first().waitFor();
  }

  /** Opens this person's records on a tablet that knows them. */
  async unlock() {
    const { page, account } = this;
    await page.getByRole("button", { name: account.name }).click();
    await page.getByLabel("密语").fill(account.passphrase);
    await page.getByRole("button", { name: "打开", exact: true }).click();
    await this.isIn();
  }

  async reload() {
    await this.page.reload();
    await this.unlock();
  }

  async lock() {
    await this.page.getByRole("link", { name: "我的" }).click();
    await this.page.getByRole("button", { name: "锁定，换人" }).click();
    await this.page.getByText("请选择您的名字").waitFor();
  }

  /** Waits until nothing is under way in either direction. */
  async isUpToDate(ms = 60_000) {
    await this.page.locator(".pill", { hasText: /已全部送达|服务器已收/ }).waitFor({ timeout: ms });
  }

  /** Goes to an address without loading the page anew, which would lock it. */
  async go(path) {
    await this.page.evaluate((path) => {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    }, path);
  }

  async openCase(doc, part = "经过") {
    await this.go(`/cases/${doc}`);
    await this.page.getByRole("radio", { name: part, exact: true }).click();
  }

  /** Begins an interview in the case that is open; its address comes back. */
  async beginInterview() {
    await this.page.locator(".pane").getByRole("button", { name: "访谈" }).last().click();
    await this.page.waitForURL(/\/interviews\//);
    return new URL(this.page.url()).pathname;
  }

  /** Begins a case from anywhere, in two taps. */
  async beginCase() {
    await this.page.getByRole("button", { name: "新建" }).click();
    await this.page.getByRole("button", { name: "来访登记" }).click();
    await this.page.waitForURL(/\/cases\/[0-9a-f]{32}$/);
    return this.page.url().split("/").at(-1);
  }

  /** Writes a note into the case that is open. */
  async note(text) {
    await this.page.locator(".bar").getByRole("button", { name: "记一笔", exact: true }).click();
    await this.page.locator("dialog").getByRole("textbox").fill(text);
    await this.page.getByRole("button", { name: "记下", exact: true }).click();
    await this.page.locator("li.event", { hasText: text }).waitFor();
  }

  get narrative() {
    return this.page.getByRole("textbox", { name: "正文", exact: true });
  }

  /** Waits until the page says that what was typed last is on the disk. */
  async isSaved() {
    await this.page.locator(".tag.good", { hasText: "已存本机" }).waitFor();
  }

  /** Types with an input method: several steps of a composition, then what was chosen. */
  async compose(steps, chosen) {
    const session = await this.page.context().newCDPSession(this.page);
    for (const text of steps) {
      await session.send("Input.imeSetComposition", {
        text, selectionStart: text.length, selectionEnd: text.length,
      });
      await this.page.waitForTimeout(40);
    }
    await session.send("Input.insertText", { text: chosen });
    await session.detach();
  }

  /** How far the case on the screen has come: ○, ✓ or ✓✓. */
  async tick() {
    return this.page.locator(".pane .head .tick .mark").first().innerText();
  }

  async ticks(mark) {
    await until(async () => (await this.tick()) === mark, `${mark} at ${this.tablet.name}`, 30_000);
  }

  /** That it is so, and stays so; nor does the pill claim more. */
  async stays(mark, ms = 1_500) {
    const end = Date.now() + ms;
    while (Date.now() < end) {
      const pill = await this.page.locator(".pill").innerText();
      assert.doesNotMatch(pill, /已全部送达/, `the pill of ${this.tablet.name} claims too much`);
      assert.equal(await this.tick(), mark, `${this.tablet.name} claims more than it knows`);
      await this.page.waitForTimeout(50);
    }
  }

  async party(index) {
    return this.page.locator("li.card").nth(index);
  }

  /** The phone that stands. */
  async phone(index) {
    return (await this.party(index)).getByLabel("电话", { exact: true }).inputValue();
  }

  /** The network is back, and the browser says so. */
  async wake() {
    await this.page.evaluate(() => dispatchEvent(new Event("online")));
  }

  async setPhone(index, number) {
    const field = (await this.party(index)).getByLabel("电话", { exact: true });
    await field.fill(number);
    await field.press("Tab");
  }

  /** Invites somebody; the code comes back. */
  async invite(name, role) {
    const { page } = this;
    await page.getByRole("link", { name: "成员" }).click();
    await page.getByRole("button", { name: "邀请" }).click();
    const sheet = page.locator("dialog");
    await sheet.getByRole("textbox").fill(name);
    await sheet.getByLabel("角色").selectOption({ label: role });
    await page.getByRole("button", { name: "生成邀请" }).click();
    const code = await page.locator(".code-big").innerText();
    await page.getByRole("button", { name: "完成" }).click();
    return code.replace(/\s/g, "");
  }
}

export const PHONE = { width: 390, height: 844 };
export { TABLET };
