// What must be said when the application itself cannot speak: plain DOM, both languages, no WASM.

const SAYINGS = {
  zh: {
    old: ["请升级浏览器", "这个浏览器缺少必要的功能，请换用新版 Chrome、Edge 或 Safari。"],
    insecure: ["请用 https 打开", "这个地址没有加密，浏览器不允许保存资料。请用 https:// 开头的地址打开。"],
    unreachable: ["打不开会客厅", "程序没有下载完整。请检查网络后重试。"],
    elsewhere: ["会客厅已在另一个窗口打开", "同一台平板上，一次只在一个窗口里记录。"],
    crashed: ["程序出错，内容已存本机", "您写下的内容没有丢。重新打开即可继续。"],
    rescue: "下面这些字可能还没有存下，请先复制：",
    retry: "重试", takeOver: "在这里使用", reopen: "重新打开",
  },
  en: {
    old: ["Please use a newer browser", "This one lacks what Parlor needs: use a recent Chrome, Edge or Safari."],
    insecure: ["Please open it with https", "This address is not encrypted, so the browser keeps nothing. Use the one that begins with https://."],
    unreachable: ["Parlor cannot be opened", "The program did not arrive in full. Check the network, then try again."],
    elsewhere: ["Parlor is open in another window", "On one tablet, records are written in one window at a time."],
    crashed: ["The program failed; your work is on this tablet", "Nothing you wrote is lost. Open it again to go on."],
    rescue: "These words may not be on the tablet yet. Copy them first:",
    retry: "Try again", takeOver: "Use it here", reopen: "Open again",
  },
};

const BUTTONS = { unreachable: "retry", elsewhere: "takeOver", crashed: "reopen" };

let shown = null;

/**
 * Says why nothing else is to be seen, and shows the words that may be lost otherwise. Resolves when the button is
 * pressed, if there is one.
 */
export function overlay(kind, left = []) {
  hideOverlay();
  const language = (document.documentElement.lang || navigator.language || "zh").startsWith("en") ? "en" : "zh";
  const words = SAYINGS[language];
  const [title, text] = words[kind];
  shown = element("div", "overlay");
  shown.setAttribute("role", "alertdialog");
  shown.dataset.kind = kind;
  const card = element("div", "overlay-card");
  card.append(element("h1", "", title), element("p", "", text));
  if (left.length > 0) {
    const rescued = element("textarea", "input");
    rescued.readOnly = true;
    rescued.value = left.join("\n\n");
    rescued.setAttribute("aria-label", words.rescue);
    card.append(element("p", "", words.rescue), rescued);
  }
  shown.append(card);
  document.body.append(shown);
  if (!(kind in BUTTONS)) return new Promise(() => {});
  const button = element("button", "overlay-button", words[BUTTONS[kind]]);
  button.type = "button";
  card.append(button);
  button.focus();
  return new Promise((pressed) => button.addEventListener("click", () => pressed(), { once: true }));
}

/** Takes the overlay away. */
export function hideOverlay() {
  shown?.remove();
  shown = null;
}

/** Whether an event happened inside the overlay. */
export function isInOverlay(target) {
  return shown !== null && target instanceof Node && shown.contains(target);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
