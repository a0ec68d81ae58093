// Combines filters on the case list. Without this script each filter is a plain page of its own;
// with it they combine, the order can be turned, and the address (?area=labour&year=2026) can be shared.

const SORT = "sort";
const OLDEST = "oldest";

function chosenFrom(area) {
  const chosen = new Map(new URLSearchParams(location.search));
  if (area.dataset.chosen) chosen.set(...area.dataset.chosen.split("="));
  return chosen;
}

function numbersOf(data, chosen) {
  const numbers = new Map();
  for (const facet of data.facets) {
    if (!chosen.has(facet.key)) continue;
    const index = facet.values.findIndex(([key]) => key === chosen.get(facet.key));
    numbers.set(facet.key, index);
  }
  return numbers;
}

/** Rows that carry every chosen value; `except` leaves one facet out, to count its values. */
function matching(data, numbers, except) {
  const rows = [];
  for (let row = 0; row < data.total; row += 1) {
    let fits = true;
    for (const [facet, number] of numbers) {
      if (facet !== except && !data.rows[facet][row].includes(number)) fits = false;
    }
    if (fits) rows.push(row);
  }
  return rows;
}

function badge([text, tone]) {
  const span = document.createElement("span");
  span.className = `badge badge--${tone}`;
  span.textContent = text;
  return span;
}

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function cardNode(card, root) {
  const link = element("a", "", card.title);
  link.href = root + card.url;
  return element("li", "",
    element("h2", "", link),
    element("p", "", card.summary),
    element("div", "", ...card.badges.map(badge)),
    element("div", "", element("time", "", card.date), element("span", "", card.note)));
}

class CaseFilter {
  constructor(area, data) {
    this.area = area;
    this.data = data;
    this.base = area.dataset.facets;
    this.root = document.documentElement.dataset.root;
    this.chunks = new Map();
    this.turn = 0;
    this.chosen = chosenFrom(area);
    this.shown = data.page;
    area.addEventListener("click", (event) => this.clicked(event));
    if (location.search && this.chosen.size) this.show();
    window.addEventListener("popstate", () => location.reload());
  }

  clicked(event) {
    const link = event.target.closest("a[data-v]");
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.choose(link);
  }

  choose(link) {
    const value = link.dataset.v;
    const { facet } = link.closest("[data-facet]").dataset;
    if (this.chosen.get(facet) === value) this.chosen.delete(facet);
    else this.chosen.set(facet, value);
    this.shown = this.data.page;
    const query = new URLSearchParams([...this.chosen]).toString();
    history.pushState(null, "", new URL(this.base + (query ? `?${query}` : ""), location.href));
    // The address may lie at another depth than the page that was loaded: links become absolute.
    this.show();
  }

  async cards(rows) {
    const { chunk } = this.data;
    const wanted = [...new Set(rows.map((row) => Math.floor(row / chunk)))];
    await Promise.all(wanted.filter((n) => !this.chunks.has(n)).map(async (n) => {
      const answer = await fetch(new URL(`cards-${n}.json`, this.baseUrl()));
      this.chunks.set(n, await answer.json());
    }));
    return rows.map((row) => this.chunks.get(Math.floor(row / chunk))[row % chunk]);
  }

  baseUrl() {
    return this.absoluteBase || (this.absoluteBase = new URL(this.base, document.baseURI).href);
  }

  /** Show what is chosen now. Of several clicks in a row only the last one may write the list. */
  async show() {
    this.turn += 1;
    const { turn } = this;
    const numbers = numbersOf(this.data, this.chosen);
    const rows = matching(this.data, numbers);
    if (this.chosen.get(SORT) === OLDEST) rows.reverse(); // they stand newest first
    this.showFacets(numbers);
    this.showSort();
    let cards;
    try {
      cards = await this.cards(rows.slice(0, this.shown));
    } catch (error) {
      this.area.querySelector(".browse__count").textContent = "列表没有加载出来，请检查网络后刷新页面。";
      return;
    }
    if (turn !== this.turn) return;
    document.querySelector(".page-head h1").textContent = this.data.title;
    const list = element("ul", "cards", ...cards.map((card) => cardNode(card, this.root)));
    const results = this.area.querySelector(".browse__results");
    const count = results.querySelector(".browse__count");
    const clear = element("a", "clear", "清除筛选");
    clear.href = this.base;
    count.replaceChildren("共 ", element("strong", "", String(rows.length)), " 个案例 ", clear);
    for (const old of results.querySelectorAll(".browse__cards, .pager, .notice, .more-rows")) old.remove();
    results.append(element("div", "browse__cards", list));
    if (!rows.length) results.append(element("p", "notice", "没有同时符合这些条件的案例，请去掉一个条件。"));
    if (rows.length > this.shown) this.offerMore(results);
    document.dispatchEvent(new Event("fabu:cards"));
  }

  showSort() {
    const link = this.area.querySelector(`[data-facet="${SORT}"] a`);
    if (!link) return;
    link.textContent = this.chosen.get(SORT) === OLDEST ? "从最新的看起" : "从最早的看起";
  }

  offerMore(results) {
    const more = element("button", "button more-rows", "显示更多");
    more.type = "button";
    more.addEventListener("click", () => {
      this.shown += this.data.page;
      this.show();
    });
    results.append(more);
  }

  showFacets(numbers) {
    for (const facet of this.data.facets) {
      const counts = new Array(facet.values.length).fill(0);
      for (const row of matching(this.data, numbers, facet.key)) {
        for (const number of this.data.rows[facet.key][row]) counts[number] += 1;
      }
      facet.values.forEach(([key], index) => {
        const link = this.area.querySelector(`[data-facet="${facet.key}"] a[data-v="${key}"]`);
        if (!link) return;
        link.querySelector("b").textContent = counts[index];
        link.toggleAttribute("data-empty", counts[index] === 0);
        if (this.chosen.get(facet.key) === key) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
  }
}

/** On a phone the list should be seen first; a facet that is in use stays open. */
function closeFacetsOnPhones(area) {
  if (!window.matchMedia("(max-width: 47.99em)").matches) return;
  for (const facet of area.querySelectorAll("details[open]")) {
    if (!facet.querySelector("[aria-current]")) facet.open = false;
  }
}

/** The data of all filters, fetched when the first filter is used. */
async function start(area) {
  const answer = await fetch(new URL("filter.json", area.dataset.facets));
  if (!answer.ok) throw new Error(`filter.json: ${answer.status}`);
  return new CaseFilter(area, await answer.json());
}

export async function startCaseFilter() {
  const area = document.querySelector("[data-case-filter]");
  if (!area) return;
  closeFacetsOnPhones(area);
  const page = document.documentElement;
  area.dataset.facets = new URL(area.dataset.facets, document.baseURI).href;
  page.dataset.root = new URL(page.dataset.root, document.baseURI).href;
  if (location.search) {
    await start(area);
    return;
  }
  const first = async (event) => {
    const link = event.target.closest("a[data-v]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    area.removeEventListener("click", first);
    try {
      (await start(area)).choose(link);
    } catch (error) {
      location.href = link.href; // each filter is a page of its own as well
    }
  };
  area.addEventListener("click", first);
}
