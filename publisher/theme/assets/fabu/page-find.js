// 页内查找: marks words on a long page and leads from one to the next. Who comes from a result of the
// search finds the bar open with the words that the result showed; the page stays where it is.

const STORED = "fabu.find";
const MOST_MARKS = 500;
const LONGEST = 100;
const PASSED_OVER = "nav, script, style, button, input, select, textarea, [hidden], .tools, .find-bar, .sr";

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function needlesOf(text) {
  return Array.from(new Set(text.toLowerCase().split(/\s+/).filter(Boolean))).sort((a, b) => b.length - a.length);
}

/** [start, end] of the first needle in `text` from `from` on; null when there is none. */
function firstMatch(text, needles, from) {
  let best = null;
  for (const needle of needles) {
    const start = text.indexOf(needle, from);
    if (start >= 0 && (!best || start < best[0])) best = [start, start + needle.length];
  }
  return best;
}

/** Wraps what matches in a text node; returns the marks in their order. */
function markNode(node, needles) {
  const folded = node.data.toLowerCase();
  if (folded.length !== node.data.length) return []; // places would move
  const pieces = [];
  const marks = [];
  let place = 0;
  for (let match = firstMatch(folded, needles, 0); match; match = firstMatch(folded, needles, place)) {
    const mark = element("mark", { class: "found" }, node.data.slice(...match));
    pieces.push(node.data.slice(place, match[0]), mark);
    marks.push(mark);
    [, place] = match;
  }
  if (marks.length) node.replaceWith(...pieces.filter(Boolean), node.data.slice(place));
  return marks;
}

class PageFind {
  constructor(main) {
    this.main = main;
    this.marks = [];
    this.at = -1;
    this.input = element("input", { type: "search", maxlength: String(LONGEST), autocomplete: "off", "aria-label": "在本页查找" });
    this.said = element("span", { role: "status" });
    const step = (text, by) => {
      const node = element("button", { type: "button" }, text);
      node.addEventListener("click", () => this.go(by));
      return node;
    };
    const close = element("button", { type: "button", "aria-label": "关闭页内查找" }, "关闭");
    close.addEventListener("click", () => this.close());
    this.bar = element("form", { class: "find-bar", role: "search", "aria-label": "页内查找" },
      this.input, this.said, step("上一处", -1), step("下一处", 1), close);
    this.bar.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(1);
    });
    this.bar.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.look(); });
    this.input.addEventListener("compositionend", () => this.look());
  }

  open(words = "") {
    if (!this.bar.isConnected) this.main.append(this.bar);
    if (!words) {
      this.before = document.activeElement;
      this.input.focus();
      this.input.select();
      return;
    }
    this.input.value = words.slice(0, LONGEST);
    this.look();
  }

  close() {
    this.clear();
    this.bar.remove();
    if (this.before) this.before.focus();
  }

  clear() {
    for (const mark of this.marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    this.marks = [];
    this.at = -1;
  }

  look() {
    this.clear();
    const needles = needlesOf(this.input.value);
    const texts = document.createTreeWalker(this.main, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest(PASSED_OVER) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const nodes = [];
    while (needles.length && texts.nextNode()) nodes.push(texts.currentNode);
    for (const node of nodes) {
      if (this.marks.length < MOST_MARKS) this.marks.push(...markNode(node, needles));
    }
    this.say();
  }

  say() {
    const { length } = this.marks;
    if (!this.input.value.trim()) this.said.textContent = "";
    else if (!length) this.said.textContent = "本页没有";
    else this.said.textContent = this.at < 0 ? `共 ${length} 处` : `第 ${this.at + 1} 处，共 ${length} 处`;
  }

  /** The first step starts at the place that the address names, if it names one. */
  first() {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return 0;
    const after = this.marks.findIndex((mark) => place.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING);
    return Math.max(0, after);
  }

  go(by) {
    const { length } = this.marks;
    if (!length) return;
    if (this.at >= 0) this.marks[this.at].removeAttribute("aria-current");
    this.at = this.at < 0 ? this.first() : (this.at + by + length) % length;
    const mark = this.marks[this.at];
    for (let box = mark.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    mark.setAttribute("aria-current", "true");
    mark.scrollIntoView({ block: "center" });
    this.say();
  }
}

let finder = null;

/** Opens the bar. */
export function findInPage(words) {
  if (!finder) finder = new PageFind(document.getElementById("main"));
  finder.open(words);
}

/** Called with a click on a result: its page will open the bar with the words that the result showed. */
export function takeWordsAlong(event) {
  const link = event.target.closest("a");
  const hit = link && link.closest(".results > li");
  if (!hit) return;
  const words = new Set(Array.from(hit.querySelectorAll(".snippet mark"), (mark) => mark.textContent));
  try {
    sessionStorage.setItem(STORED, JSON.stringify({ path: link.pathname, words: Array.from(words).join(" ") }));
  } catch (error) {
    // Storage refused: the page opens without the bar.
  }
}

export function startPageFind() {
  let stored = null;
  try {
    stored = JSON.parse(sessionStorage.getItem(STORED));
    sessionStorage.removeItem(STORED);
  } catch (error) {
    return;
  }
  if (stored && stored.path === location.pathname && stored.words) findInPage(stored.words);
}
