// What is wrong with a screen to the eye and to the thumb, measured in the page itself.

/** The usual letters and the largest, and how large whatever is tapped is with them, in CSS pixels: `--tap` in the style. */
export const LETTERS = [{ px: 18, tap: 48 }, { px: 30, tap: 60 }];

/** What is wrong with the screen as it stands, one line for each fault. */
export async function faultsOf(page, { tap }) {
  return page.evaluate(faults, tap);
}

/** Runs in the page. */
function faults(tap) {
  const found = [];
  const say = (fault, it) => found.push(`${fault}: ${named(it)}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} pixels too wide`);
  const unsaid = document.body.innerText.match(/\b(field|trouble|event|item)-[a-z_]+\b/);
  if (unsaid) found.push(`the name of a message instead of its words: ${unsaid[0]}`);
  const root = document.querySelector("dialog[open]") ?? document.body;
  for (const it of root.querySelectorAll("*")) {
    if (!isSeen(it)) continue;
    if (hasText(it) && isSqueezed(it)) say("squeezed", it);
    const edge = cutAt(it);
    if (hasText(it) && edge) say(`cut at the edge of ${named(edge)}`, it);
    if (isTapped(it) && isSmall(it)) say("too small to tap", it);
    if (it.matches("button, .button, .chip, .tag") && it.scrollWidth > it.clientWidth + 1) say("spills over", it);
    if (it.matches(".page, dialog") && roomToRead(it) < innerHeight * 0.4) say("too little left to read in", it);
  }
  return found;

  function isSeen(it) {
    return it.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
      && !it.closest(".seen-only-by-readers, svg") && it.getClientRects().length > 0;
  }

  function hasText(it) {
    return [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  }

  /** Several words in lines of hardly one: nobody reads a column of single letters. */
  function isSqueezed(it) {
    const letters = parseFloat(getComputedStyle(it).fontSize);
    const box = it.getBoundingClientRect();
    return it.innerText.trim().length > 6 && box.width < 3.2 * letters && box.height > 3 * letters;
  }

  /** The box that cuts a text off without saying so: no dots, nothing to scroll. */
  function cutAt(it) {
    const range = document.createRange();
    range.selectNodeContents(it);
    let text = range.getBoundingClientRect();
    for (let box = it; box && box !== root.parentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      // dots say that there is more, if they themselves can be seen
      if (style.textOverflow === "ellipsis" && style.overflowX !== "visible") text = edge(box);
      if (/auto|scroll/.test(style.overflowY)) return text.right > edge(box).right + 1 ? box : null;
      if (style.overflowX === "visible") continue;
      const { left, right, top, bottom } = edge(box);
      if (text.left < left - 1 || text.right > right + 1 || text.top < top - 3 || text.bottom > bottom + 3) return box;
      if (style.position === "fixed") return null;
    }
    return null;
  }

  function edge(box) {
    return box.getBoundingClientRect();
  }

  function isTapped(it) {
    return it.matches("button, a, summary, select, textarea, input:not([type=checkbox], [type=radio]), label.switch");
  }

  function isSmall(it) {
    const { width, height } = it.getBoundingClientRect();
    return width < tap - 0.5 || height < tap - 0.5;
  }

  /** How much of the height scrolls: bars and heads that stay take the rest. */
  function roomToRead(it) {
    const panes = [it, ...it.querySelectorAll("*")].filter((pane) =>
      /auto|scroll/.test(getComputedStyle(pane).overflowY) && !pane.matches("textarea") && pane.clientHeight > 0);
    const stuck = [...it.querySelectorAll("*")].filter((part) =>
      getComputedStyle(part).position === "sticky" && getComputedStyle(part).bottom === "0px");
    const taken = stuck.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0);
    return Math.max(...panes.map((pane) => pane.clientHeight)) - taken;
  }

  function named(it) {
    const classes = [...it.classList].map((name) => `.${name}`).join("");
    const text = (it.innerText ?? it.value ?? "").replace(/\s+/g, " ").slice(0, 30);
    return `${it.localName}${classes} "${text}"`;
  }
}
