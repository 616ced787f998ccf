// Writing with an input method while somebody else writes in the same text.

import { assert, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const FOUNDER = { name: "许示例", login: "xushili", passphrase: "words that are composed" };
const MEMBER = { name: "温样本", login: "wenyangben", passphrase: "words that are composed" };

await scenario(async (stage) => {
  const relay = await stage.relay();
  const founder = await Person.founding(await stage.tablet("PC1", { isOfTheOffice: true }), relay, FOUNDER);
  const code = await founder.invite(MEMBER.name, "召集人");
  const member = await Person.joining(await stage.tablet("P01"), relay.url, MEMBER, code);
  await founder.beginCase();
  const interview = await founder.beginInterview();
  await founder.isUpToDate();
  await member.isUpToDate();
  await member.go(interview);
  const type = async (person, text, where = "Control+End") => {
    await person.narrative.press(where);
    await person.page.keyboard.insertText(text);
  };
  const bothRead = async (text) => {
    for (const it of [founder, member]) {
      const is = async () => (await it.narrative.inputValue()) === text;
      await until(is, `“${text}” at ${it.tablet.name}`).catch(async (error) => {
        throw new Error(`${error.message}: “${await it.narrative.inputValue()}”`);
      });
    }
  };
  const session = await founder.page.context().newCDPSession(founder.page);
  const compose = (text) =>
    session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const commit = (text) => session.send("Input.insertText", { text });
  const shown = () => founder.narrative.inputValue();

  // Z: somebody else's words come while a word is being composed. The composition is not touched, and they are not lost.
  await type(founder, "工人说");
  await bothRead("工人说");
  await founder.narrative.press("Control+End");
  await compose("gong");
  await compose("gongzi");
  await type(member, "【补充】", "Control+Home");
  await member.isSaved();
  await member.isUpToDate();
  await founder.page.waitForTimeout(1_000);
  assert.equal(await shown(), "工人说gongzi", "somebody else's words broke the composition");
  await compose("gongzi'meifa");
  await commit("工资没发");
  await bothRead("【补充】工人说工资没发");

  // Signs outside of the basic plane are one character, whoever writes beside them.
  await type(founder, "🙂👨‍👩‍👧");
  await type(member, "！", "Control+Home");
  await bothRead("！【补充】工人说工资没发🙂👨‍👩‍👧");

  // A caret that was moved before the composition: the words stand where it was.
  await founder.narrative.press("Control+Home");
  await founder.narrative.press("ArrowRight");
  await compose("zhu");
  await commit("注");
  await bothRead("！注【补充】工人说工资没发🙂👨‍👩‍👧");

  // A composition that is cancelled leaves nothing behind, and what came meanwhile is there.
  await founder.narrative.press("Control+End");
  await compose("quxiao");
  await type(member, "。", "Control+End");
  await member.isUpToDate();
  await compose("");
  await bothRead("！注【补充】工人说工资没发🙂👨‍👩‍👧。");
});
