// Writing with an input method while somebody else writes in the same text: each case says what stands there before, what
// is composed where, what the other person does in the middle of the word, and what stands there in the end, with the caret.
// Places are counted as the browser counts them, in UTF-16 units.

import { assert, scenario, until } from "./lib.mjs";
import { Person } from "./person.mjs";

const FOUNDER = { name: "许示例", login: "xushili", passphrase: "words that are composed" };
const MEMBER = { name: "温样本", login: "wenyangben", passphrase: "words that are composed" };

const NIHAO = { letters: ["n", "ni", "ni h", "ni ha", "ni hao"], word: "你好" };
const GONGZI = { letters: ["g", "gong", "gongzi"], word: "工资" };
const FAMILY = "👨‍👩‍👧";

const CASES = [
  { name: "a word alone", before: "工人说", at: 3, ...NIHAO, text: "工人说你好", caret: 5 },
  { name: "a word in the middle", before: "工人说没发", at: 3, ...GONGZI, text: "工人说工资没发", caret: 5 },
  {
    name: "somebody writes before the word", before: "工人说", at: 3, ...GONGZI,
    other: [{ at: 0, text: "【补充】" }], text: "【补充】工人说工资", caret: 9,
  },
  {
    name: "somebody writes behind the word", before: "工人说没发", at: 3, ...GONGZI,
    other: [{ at: 5, text: "，三个月" }], text: "工人说工资没发，三个月", caret: 5,
  },
  {
    name: "somebody writes on both sides", before: "工人说没发", at: 3, ...GONGZI,
    other: [{ at: 5, text: "。" }, { at: 0, text: "甲：" }], text: "甲：工人说工资没发。", caret: 7,
  },
  {
    name: "somebody writes at the same place", before: "工人说", at: 3, ...GONGZI,
    other: [{ at: 3, text: "甲乙" }], text: ["工人说工资甲乙", "工人说甲乙工资"], isBehindWord: true,
  },
  {
    name: "somebody deletes before the word", before: "昨天工人说", at: 5, ...GONGZI,
    other: [{ at: 0, delete: 2 }], text: "工人说工资", caret: 5,
  },
  {
    name: "somebody deletes on both sides of the word", before: "工人说没发", at: 3, ...GONGZI,
    other: [{ at: 2, delete: 2 }], text: "工人工资发", caret: 4,
  },
  {
    name: "emoji stand before the word and somebody adds more", before: `🙂${FAMILY}好`, at: 10, ...GONGZI,
    other: [{ at: 2, text: "🙂" }], text: `🙂🙂${FAMILY}工资好`, caret: 14,
  },
  {
    name: "the word itself is an emoji", before: "工人", at: 1, letters: ["wei", "weixiao"], word: FAMILY,
    other: [{ at: 0, text: "！" }], text: `！工${FAMILY}人`, caret: 10,
  },
  {
    name: "the caret was moved by keys", before: "工人🙂说", at: 5, keys: ["ArrowLeft", "ArrowLeft"], ...GONGZI,
    other: [{ at: 5, text: "。" }], text: "工人工资🙂说。", caret: 4,
  },
  {
    name: "the word takes the place of what was chosen", before: "工人说没发", at: 0, to: 2, ...GONGZI,
    other: [{ at: 5, text: "。" }], text: "工资说没发。", caret: 2,
  },
  {
    name: "a word on the second line", before: "工人说：\n没发", at: 5, ...GONGZI,
    other: [{ at: 0, text: "一、\n" }], text: "一、\n工人说：\n工资没发", caret: 10,
  },
  {
    name: "the composition is cancelled", before: "工人说", at: 1, letters: ["q", "qu", "quxiao"], word: "",
    text: "工人说", caret: 1,
  },
  {
    name: "the composition is cancelled after somebody wrote", before: "工人说", at: 1, letters: ["q", "quxiao"],
    word: "", other: [{ at: 0, text: "甲：" }, { at: 5, text: "。" }], text: "甲：工人说。", caret: 3,
  },
  {
    name: "letters are taken back to the last and typed again", before: "工人说", at: 3,
    letters: ["g", "go", "g", "n", "ni"], word: "你", text: "工人说你", caret: 4,
  },
];

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
  const session = await founder.page.context().newCDPSession(founder.page);
  const desk = { founder, member, session, seen: await everythingSeenBy(member) };
  for (const it of CASES) {
    await playOut(desk, it).catch((error) => {
      throw new Error(`${it.name}: ${error.message}`, { cause: error });
    });
  }
  const latin = (await desk.seen()).filter((text) => /[a-z]/.test(text));
  assert.deepEqual(latin, [], "letters of an unfinished word came to somebody else");
});

async function playOut({ founder, member, session }, it) {
  await founder.narrative.fill(it.before);
  await read([founder, member], it.before);
  await select(founder, it.at, it.to ?? it.at);
  for (const key of it.keys ?? []) await founder.narrative.press(key);
  const { start, end } = await caret(founder);
  const around = (word) => it.before.slice(0, start) + word + it.before.slice(end);
  const compose = (text) =>
    session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });

  const [last, ...rest] = it.letters.toReversed();
  for (const letters of rest.toReversed()) await compose(letters);
  if (it.other) {
    for (const edit of it.other) await write(member, edit);
    await member.isSaved();
    await member.isUpToDate();
    await founder.page.waitForTimeout(500);
    assert.equal(await shown(founder), around(rest[0]), "somebody else's words broke the composition");
  }
  await compose(last);
  assert.equal(await shown(founder), around(last), "a letter was lost");
  if (it.word) await session.send("Input.insertText", { text: it.word });
  else await compose("");

  const text = await read([founder, member], it.text);
  const behind = it.isBehindWord ? text.indexOf(it.word) + it.word.length : it.caret;
  assert.deepEqual(await caret(founder), { start: behind, end: behind }, "the caret is elsewhere");
}

function shown(person) {
  return person.narrative.inputValue();
}

function caret(person) {
  return person.narrative.evaluate((field) => ({ start: field.selectionStart, end: field.selectionEnd }));
}

async function select(person, start, end) {
  await person.narrative.focus();
  await person.narrative.evaluate((field, [start, end]) => field.setSelectionRange(start, end), [start, end]);
}

async function write(person, edit) {
  await select(person, edit.at, edit.at + (edit.delete ?? 0));
  if (edit.delete) await person.narrative.press("Delete");
  else await person.page.keyboard.insertText(edit.text);
}

/** Waits until everybody reads the same, which is one of these. */
async function read(people, texts) {
  const wanted = [texts].flat();
  for (const person of people) {
    const isRead = async () => wanted.includes(await shown(person));
    await until(isRead, `“${wanted.join("” or “")}” at ${person.tablet.name}`).catch(async (error) => {
      throw new Error(`${error.message}: “${await shown(person)}”`);
    });
  }
  const [first, ...others] = await Promise.all(people.map(shown));
  assert.ok(others.every((it) => it === first), `people read “${[first, ...others].join("” and “")}”`);
  return first;
}

/** Notes every text that stands in somebody's field from now on. */
async function everythingSeenBy(person) {
  await person.narrative.evaluate((field) => {
    window.seen = new Set();
    setInterval(() => window.seen.add(field.isConnected ? field.value : "the field was made anew"), 20);
  });
  return () => person.page.evaluate(() => [...window.seen]);
}
