// Suggestions below a search box: laws, topics and titles, by the combobox pattern of ARIA.
import { ask, siteRoot, suggestions } from "./search-client.js";
import { KINDS } from "./search-kinds.js";

const TITLES = 5;
const NAMES = 3;
const WAIT_MS = 120;

/** Names that hold what was typed, those that begin with it first. */
function matchingNames(names, typed, textOf) {
  return names
    .filter((name) => textOf(name).includes(typed))
    .sort((a, b) => Number(textOf(b).startsWith(typed)) - Number(textOf(a).startsWith(typed)) || textOf(a).length - textOf(b).length)
    .slice(0, NAMES);
}

async function suggested(typed) {
  const [names, found] = await Promise.all([suggestions(), ask("search", typed, { limit: TITLES }).catch(() => ({ hits: [] }))]);
  const laws = matchingNames(names.laws, typed, (law) => law);
  const topics = matchingNames(names.topics, typed, ([title]) => title);
  const known = new Set(topics.map(([, url]) => url));
  return [
    ...laws.map((law) => ({ kind: "法律", text: law, href: `${siteRoot}search?q=${encodeURIComponent(law)}` })),
    ...topics.map(([title, url]) => ({ kind: "专题", text: title, href: siteRoot + url })),
    ...found.hits.filter((hit) => !known.has(hit.url)).map((hit) => ({ kind: KINDS[hit.kind] || "页面", text: hit.title, href: siteRoot + hit.url })),
  ];
}

class SearchBox {
  constructor(input, number) {
    this.input = input;
    this.options = [];
    this.chosen = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.list.className = "suggest";
    this.list.id = `suggest-${number}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "搜索建议");
    this.status = document.createElement("span");
    this.status.className = "sr";
    this.status.setAttribute("role", "status");
    input.form.classList.add("has-suggest");
    input.form.append(this.list, this.status);
    // A search field may not be a combobox; a text field may.
    input.type = "text";
    input.setAttribute("inputmode", "search");
    input.setAttribute("enterkeyhint", "search");
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"], ["autocomplete", "off"]]) {
      input.setAttribute(name, value);
    }
    input.addEventListener("focus", () => ask("prepare").catch(() => {}), { once: true });
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.href = this.options[Number(option.dataset.place)].href;
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.asked += 1;
    const { asked } = this;
    const typed = this.input.value.trim();
    if (!typed) {
      this.close();
      return;
    }
    this.timer = setTimeout(async () => {
      const options = await suggested(typed);
      if (asked === this.asked && document.activeElement === this.input) this.show(options);
    }, WAIT_MS);
  }

  show(options) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, place) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${place}`;
      item.dataset.place = place;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const kind = document.createElement("span");
      kind.className = "suggest__kind";
      kind.textContent = option.kind;
      item.append(kind, option.text);
      return item;
    }));
    this.choose(-1);
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.status.textContent = options.length ? `${options.length} 条建议，用上下键选择` : "没有建议";
  }

  choose(place) {
    this.chosen = place;
    Array.from(this.list.children).forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.choose(-1);
    this.input.setAttribute("aria-expanded", "false");
  }

  pressed(event) {
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const count = this.options.length + 1;
      this.choose(((this.chosen + 1 + step + count) % count) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      location.href = this.options[this.chosen].href;
    }
  }
}

export function startSearchBoxes() {
  document.querySelectorAll(".head-search input[name=q], .hero__search input[name=q]").forEach((input, number) => new SearchBox(input, number));
}
