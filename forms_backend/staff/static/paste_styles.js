// What Word and WPS say in `style` attributes and in the style sheet that they put before the words.
// Read as text: a browser forgets every property that it does not know, and theirs are such.

const RULE = /([^{}]+)\{([^{}]*)\}/g;
const HEADING = /(?:heading|标题)\s*([1-9])$/i;
const LONGEST_SHEET = 1_000_000;

const valueOf = (style, name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(style)?.[1].trim() ?? "";

const weight = (style) => {
  const found = valueOf(style, "font-weight").toLowerCase();
  return found ? /^(?:bold|bolder|[6-9]00)/.test(found) : null;
};

const points = (style) => {
  const found = /^([\d.]+)\s*(pt|px)/i.exec(valueOf(style, "font-size"));
  return found ? Number(found[1]) * (found[2].toLowerCase() === "px" ? 0.75 : 1) : null;
};

const outline = (style) => {
  const said = /^\d$/.exec(valueOf(style, "mso-outline-level"));
  const named = valueOf(style, "mso-style-name").replace(/["'\\]/g, "").trim();
  const heading = HEADING.exec(named);
  if (heading) {
    return Number(heading[1]);
  }
  if (/^(?:title|标题)$/i.test(named)) {
    return 0;
  }
  return said ? Number(said[0]) : null;
};

export class Styles {
  constructor(page) {
    this.classes = new Map();
    this.lists = new Map();
    const sheet = [...page.querySelectorAll("style")].map((one) => one.textContent).join("\n");
    for (const [, selectors, style] of sheet.slice(0, LONGEST_SHEET).replace(/\/\*[\s\S]*?\*\/|<!--|-->/g, "").matchAll(RULE)) {
      const list = /@list\s+(l\d+):level(\d)/.exec(selectors);
      if (list) {
        this.lists.set(`${list[1]} ${list[2]}`, valueOf(style, "mso-level-number-format"));
        continue;
      }
      for (const selector of selectors.split(",")) {
        const name = /\.([\w-]+)\s*$/.exec(selector);
        if (name) {
          this.classes.set(name[1], `${this.classes.get(name[1]) ?? ""};${style}`);
        }
      }
    }
    this.size = points(this.classes.get("MsoNormal") ?? "") ?? 0;
  }

  // All that is said of an element, what is written on it last and therefore first.
  of(element) {
    return [element.getAttribute("style") ?? "", ...[...element.classList].map((one) => this.classes.get(one) ?? "")];
  }

  first(element, read) {
    for (const style of this.of(element)) {
      const found = read(style);
      if (found !== null) {
        return found;
      }
    }
    return null;
  }

  // How the words within look, given how those around do.
  look(element, around) {
    const tag = element.localName;
    const said = this.first(element, weight);
    const bold = said ?? (tag === "b" || tag === "strong" ? true : around.bold);
    return { bold, size: this.first(element, points) ?? around.size, href: around.href };
  }

  // 0 for a title, 1… for a heading by style, null for text.
  level(element) {
    const tag = /^h([1-6])$/.exec(element.localName);
    if (element.classList.contains("MsoTitle")) {
      return 0;
    }
    return tag ? Number(tag[1]) : this.first(element, outline);
  }

  isHidden(element) {
    const style = element.getAttribute("style") ?? "";
    return /^none/i.test(valueOf(style, "display")) || /^all/i.test(valueOf(style, "mso-hide")) || element.hidden;
  }

  // The list that a paragraph belongs to: {key, depth, format}; null outside of lists.
  list(element) {
    const found = /(l\d+)\s+level(\d)\s*(lfo\d+)?/i.exec(valueOf(element.getAttribute("style") ?? "", "mso-list"));
    return found && { key: `${found[1]} ${found[3] ?? ""}`, depth: Number(found[2]) - 1, format: this.lists.get(`${found[1]} ${found[2]}`) ?? "" };
  }

  // Whether Word wrote the mark of a list item here, for programs that know no lists.
  isListMark(element) {
    return /^ignore/i.test(valueOf(element.getAttribute("style") ?? "", "mso-list"));
  }

  // What of a review stands here, and the name that it is told by; empty for words of the text.
  reviewed(element) {
    const style = element.getAttribute("style") ?? "";
    if (element.localName === "del") {
      return "deleted";
    }
    const isComment = /mso-(?:element|special-character)\s*:\s*comment/i.test(style) || /^mso(?:comment|comoff|comanchor)/i.test(element.className);
    return isComment ? "comments" : "";
  }
}
