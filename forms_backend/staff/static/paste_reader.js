// The clipboard's HTML as blocks: {text, plain, level, bold, size, item} for a paragraph, {rows} for a
// table. Taken are the words, their headings, lists, tables, bold, notes and links, and nothing else.
import { Styles } from "./paste_styles.js";
import { BREAK, isAllBold, lineOfText, marked, noteMark, plainOf, safeStart, withoutLineBreaks } from "./paste_text.js";

const BLOCKS = new Set("address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td th thead tr ul".split(" "));
const SKIPPED = new Set("script style noscript iframe object embed select button input textarea template svg math head title meta link map audio video rt rp".split(" "));
const HOLDS_BLOCKS = "p, div, table, ul, ol, li, h1, h2, h3, h4, h5, h6";
const NOTE = /^_?(ftn|edn|sdfootnote|sdendnote)(\d+)(?:sym)?$/;
const NOTE_BACK = /^_?(?:(ftn|edn)ref(\d+)|(sdfootnote|sdendnote)(\d+)anc)$/;
const DEEPEST = 200;
const MOST_COLUMNS = 40;
const MOST_ROWS = 2000;

const fragmentOf = (link) => (link.getAttribute("href") ?? "").split("#").slice(1).join("#");

// Where a link leads, as Markdown can hold it; empty for what is no address on the web.
const addressOf = (link) => {
  try {
    const url = new URL((link.getAttribute("href") ?? "").trim());
    const isWeb = ["http:", "https:", "mailto:"].includes(url.protocol) && !url.username && !url.password;
    return isWeb ? url.href.replace(/[()<>\s\\*_`|]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`) : "";
  } catch (_error) {
    return "";
  }
};

const span = (cell, name) => {
  const value = cell.getAttribute(name) ?? "";
  return /^\d{1,4}$/.test(value) ? Math.max(1, Number(value)) : 1;
};

export class Reader {
  // `taken`: labels of notes that the text has already.
  constructor(page, taken) {
    this.styles = new Styles(page);
    this.taken = new Set(taken);
    this.labels = new Map();
    this.notes = new Map();
    this.counts = new Map();
    this.told = new Map();
    this.definitions = new Map();
    for (const link of page.querySelectorAll("a[href]")) {
      const back = NOTE_BACK.exec(fragmentOf(link));
      if (back) {
        const key = `${back[1] ?? back[3]}${back[2] ?? back[4]}`;
        const holder = link.closest("[style*='mso-element:footnote' i], [style*='mso-element:endnote' i], div[id^='ftn'], div[id^='edn'], div[id^='sdfootnote'], div[id^='sdendnote'], p, li");
        if (holder && !this.definitions.has(key)) {
          this.definitions.set(key, holder);
        }
      }
    }
    this.holders = new Set(this.definitions.values());
  }

  tell(what, count = 1) {
    this.told.set(what, (this.told.get(what) ?? 0) + count);
  }

  read(body) {
    return [...this.blocks(body, { bold: false, size: 0, href: "" })];
  }

  // Whether an element belongs to what is left out; tells why.
  leavesOut(element) {
    if (SKIPPED.has(element.localName) || this.styles.isListMark(element) || this.holders.has(element)) {
      return true;
    }
    const reviewed = this.styles.reviewed(element);
    if (reviewed) {
      this.tell(reviewed);
      return true;
    }
    if (this.styles.isHidden(element)) {
      if (element.textContent.trim()) {
        this.tell("hidden");
      }
      return true;
    }
    return /^MsoToc\d/i.test(element.className);
  }

  *blocks(parent, around, list = null, depth = 0) {
    if (depth > DEEPEST) {
      this.tell("deep");
      return;
    }
    let line = [];
    let isFirst = true;
    const close = function* () {
      const made = this.paragraph(line, parent, isFirst ? list : list && { ...list, mark: "" });
      line = [];
      if (made) {
        isFirst = false;
        yield made;
      }
    }.bind(this);
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        line.push({ ...around, text: node.data });
      }
      if (node.nodeType !== Node.ELEMENT_NODE || this.leavesOut(node)) {
        continue;
      }
      const look = this.styles.look(node, around);
      if (node.localName === "table") {
        yield* close();
        yield* this.table(node, look, depth);
      } else if (node.localName === "ul" || node.localName === "ol") {
        yield* close();
        yield* this.list(node, look, list ? list.depth + 1 : 0, depth);
      } else if (BLOCKS.has(node.localName) || node.querySelector(HOLDS_BLOCKS)) {
        yield* close();
        yield* this.blocks(node, look, isFirst ? list : list && { ...list, mark: "" }, depth + 1);
        isFirst = false;
      } else {
        line.push(...this.inline(node, around, depth));
      }
    }
    yield* close();
  }

  *list(element, around, level, depth) {
    let number = Number(element.getAttribute("start") ?? 1) || 1;
    for (const item of element.children) {
      if (item.localName === "ul" || item.localName === "ol") {
        yield* this.list(item, around, level + 1, depth + 1); // as old programs nest them
      } else if (!this.leavesOut(item)) {
        const said = Number(item.getAttribute("aria-level"));
        const at = said > 0 && said < 10 ? said - 1 : Math.min(level, 8);
        number = Number(item.getAttribute("value")) || number;
        const mark = element.localName === "ol" ? `${number}. ` : "- ";
        yield* this.blocks(item, this.styles.look(item, around), { depth: at, mark }, depth + 1);
        number += 1;
      }
    }
  }

  inline(element, around, depth) {
    const look = this.styles.look(element, around);
    const tag = element.localName;
    if (tag === "br") {
      return [{ ...look, text: BREAK }];
    }
    if (tag === "img" || tag === "v:imagedata") {
      this.tell("pictures");
      return [];
    }
    if (tag === "a") {
      const label = this.noteOf(element);
      if (label) {
        return [{ ...around, text: noteMark(label) }];
      }
      look.href = addressOf(element) || around.href;
    }
    if (tag === "ins") {
      this.tell("inserted");
    }
    if (depth > DEEPEST) {
      this.tell("deep");
      return [];
    }
    const found = [];
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        found.push({ ...look, text: node.data });
      } else if (node.nodeType === Node.ELEMENT_NODE && !this.leavesOut(node)) {
        found.push(...this.inline(node, look, depth + 1));
      }
    }
    return found;
  }

  // The label of the note that a link refers to; empty for other links.
  noteOf(link) {
    const found = NOTE.exec(fragmentOf(link));
    if (!found) {
      return "";
    }
    const key = found[1] + found[2];
    if (!this.labels.has(key)) {
      let number = 1;
      while (this.taken.has(String(number))) {
        number += 1;
      }
      this.taken.add(String(number));
      this.labels.set(key, String(number));
      this.notes.set(String(number), this.noteText(this.definitions.get(key)));
    }
    return this.labels.get(key);
  }

  noteText(holder) {
    if (!holder) {
      return "";
    }
    const copy = holder.cloneNode(true);
    for (const link of copy.querySelectorAll("a[href]")) {
      if (NOTE_BACK.test(fragmentOf(link))) {
        link.remove();
      }
    }
    return this.read(copy)
      .map((one) => (one.rows ? one.rows.map((row) => row.join("，")).join("；") : one.text))
      .join(" ")
      .trim();
  }

  paragraph(line, element, list) {
    const pieces = withoutLineBreaks(line);
    const plain = plainOf(pieces);
    if (!plain) {
      return null;
    }
    const level = this.styles.level(element);
    const { number, item } = this.numbered(element, list);
    const isLed = level === null && item;
    return {
      text: number + safeStart(marked(pieces)),
      plain: number + plain,
      level,
      bold: isAllBold(pieces),
      size: this.sizeOf(pieces),
      item: isLed ? item : "",
    };
  }

  sizeOf(pieces) {
    const sizes = new Map();
    for (const one of pieces) {
      const size = one.size || this.styles.size;
      sizes.set(size, (sizes.get(size) ?? 0) + one.text.trim().length);
    }
    return [...sizes].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
  }

  // The number before a paragraph as Word shows it, and the mark of a list item for Markdown.
  numbered(element, list) {
    const own = this.styles.list(element);
    if (!own) {
      return { number: "", item: list ? "    ".repeat(list.depth) + (list.mark || "    ") : "" };
    }
    const indent = "    ".repeat(own.depth);
    const place = `${own.key} ${own.depth}`;
    const count = (this.counts.get(place) ?? 0) + 1;
    this.counts.set(place, count);
    for (let deeper = own.depth + 1; deeper < 9; deeper += 1) {
      this.counts.delete(`${own.key} ${deeper}`);
    }
    const written = [...element.querySelectorAll("[style]")].find((one) => this.styles.isListMark(one));
    const mark = written ? lineOfText(written.textContent) : "";
    if (/[\u4e00-\u9fff]/.test(mark)) {
      return { number: mark, item: "" }; // 一、 第一条: part of the words
    }
    const digits = /(\d{1,4})\D*$/.exec(mark);
    if (digits) {
      return { number: "", item: `${indent}${Number(digits[1])}. ` };
    }
    const isLetter = /^[（(]?[A-Za-z]{1,5}[.)、．）]$|[①-⑳⑴-⒛]/.test(mark);
    const isCounted = mark ? isLetter : own.format !== "" && !/bullet|none|image/i.test(own.format);
    return { number: "", item: isCounted ? `${indent}${count}. ` : `${indent}- ` };
  }

  *table(table, around, depth) {
    const rows = [];
    const below = new Map();
    let isMerged = false;
    for (const row of table.rows) {
      if (this.leavesOut(row)) {
        continue;
      }
      const cells = [];
      const takeSpanned = () => {
        for (let held = below.get(cells.length); held && held.left > 0; held = below.get(cells.length)) {
          held.left -= 1;
          cells.push(held.words);
        }
      };
      for (const cell of row.cells) {
        takeSpanned();
        const [across, down] = [span(cell, "colspan"), span(cell, "rowspan")];
        if (cells.length + across > MOST_COLUMNS || rows.length >= MOST_ROWS) {
          this.tell("wide");
          return;
        }
        isMerged = isMerged || across > 1 || down > 1;
        const words = this.cell(cell, this.styles.look(cell, around), depth);
        for (let one = 0; one < across; one += 1) {
          below.set(cells.length, { words, left: down - 1 });
          cells.push(words);
        }
      }
      takeSpanned();
      if (cells.length) {
        rows.push(cells);
      }
    }
    const width = Math.max(0, ...rows.map((one) => one.length));
    if (isMerged) {
      this.tell("merged");
    }
    if (width === 1) {
      for (const part of rows.flatMap(([words]) => (words ? words.split("<br>") : []))) {
        yield { text: safeStart(part), plain: part.replace(/\*\*|\\/g, ""), level: null, bold: false, size: 0, item: "" };
      }
    } else if (width) {
      yield { rows: rows.map((one) => [...one, ...Array(width - one.length).fill("")]) };
    }
  }

  cell(cell, look, depth) {
    return [...this.blocks(cell, look, null, depth + 1)]
      .map((one) => {
        if (!one.rows) {
          return one.text.replace(/ {2}\n/g, "<br>");
        }
        this.tell("nested");
        return one.rows.map((row) => row.filter(Boolean).join("，")).join("；");
      })
      .filter(Boolean)
      .join("<br>");
  }
}
