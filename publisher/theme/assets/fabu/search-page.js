// Search as you type on the search page. Without this script the server answers the same form.
import { forgetSearches, recentSearches, rememberSearch } from "./search-recent.js";
import { takeWordsAlong } from "./page-find.js";
import { ask, siteRoot, suggestions } from "./search-client.js";
import { button, carryQuestions, chosenNodes, dateForm, element, emptyState, facetNodes, fillHit, filterBox, hitNode, readDate, similarNode, textOf } from "./search-results.js";

const PAGE = 10;
const WAIT_MS = 120;
/** From here on filters stand beside the results. */
const WIDE = "(min-width: 48em)";
const NOT_FACETS = new Set(["q", "sort", "page", "from", "to"]);

class SearchPage {
  constructor(area, form) {
    this.area = area;
    this.form = form;
    this.input = form.querySelector("input[name=q]");
    this.asked = 0;
    this.live = element("section", "live-search");
    this.live.setAttribute("aria-label", "搜索结果");
    this.live.hidden = true;
    this.status = element("p", "live-search__status");
    this.status.setAttribute("role", "status");
    this.body = element("div", "");
    this.live.append(this.status, this.body);
    this.recent = element("nav", "recent");
    this.recent.setAttribute("aria-label", "最近搜索");
    form.after(this.recent, this.live);
    // What the server put after the form gives way to live results.
    this.before = Array.from(area.children).slice(Array.from(area.children).indexOf(this.live) + 1);
    this.read();
    this.listen();
    this.showRecent();
    carryQuestions(area);
    area.addEventListener("click", takeWordsAlong);
    for (const box of area.querySelectorAll(".search-room__filters")) box.open = box.open || matchMedia(WIDE).matches;
    if (area.matches("[data-search-static]") && (this.state.text || this.isNarrowed())) {
      this.input.value = this.state.text;
      this.search();
    }
  }

  read() {
    const query = new URLSearchParams(location.search);
    const filters = {};
    for (const [name, value] of query) {
      if (!NOT_FACETS.has(name) && value) filters[name] = [...(filters[name] || []), value];
    }
    this.state = { text: query.get("q") || "", filters, sort: query.get("sort") === "date" ? "date" : "relevance", shown: PAGE };
    this.state.dates = { first: readDate(query.get("from") || "") || "", last: readDate(query.get("to") || "") || "" };
  }

  address() {
    const query = new URLSearchParams();
    query.set("q", this.state.text);
    for (const [name, values] of Object.entries(this.state.filters)) values.forEach((value) => query.append(name, value));
    for (const [name, end] of [["from", "first"], ["to", "last"]]) if (this.state.dates[end]) query.set(name, this.state.dates[end]);
    if (this.state.sort === "date") query.set("sort", "date");
    return `${location.pathname}?${query}`;
  }

  listen() {
    ask("prepare").catch(() => {}); // a search that follows says what is wrong
    this.input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.typed(), WAIT_MS);
    });
    this.input.addEventListener("compositionend", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      if (this.isBroken) return; // the server answers
      event.preventDefault();
      clearTimeout(this.timer);
      rememberSearch(this.input.value);
      this.change({ text: this.input.value.trim(), shown: PAGE }, "pushState");
    });
    window.addEventListener("popstate", () => {
      this.read();
      this.input.value = this.state.text;
      this.search();
    });
  }

  typed() {
    const text = this.input.value.trim();
    if (text !== this.state.text || this.live.hidden) this.change({ text, shown: PAGE }, "replaceState");
  }

  change(changes, method) {
    Object.assign(this.state, changes);
    history[method](null, "", this.address());
    this.search();
  }

  async search() {
    const { text, filters, dates, sort, shown } = this.state;
    this.asked += 1;
    const { asked } = this;
    this.recent.hidden = Boolean(text);
    if (!text && !this.isNarrowed()) {
      this.showRecent();
      this.live.hidden = true;
      return;
    }
    this.live.hidden = false;
    this.before.forEach((node) => { node.hidden = true; });
    if (!this.body.children.length) this.status.textContent = "正在搜索……";
    try {
      const found = await ask("search", text, { limit: shown, filters, dates, sort });
      if (asked === this.asked) await this.show(found);
      // Results first, then what filters would give: on a slow link that is a second less to wait.
      const counted = await ask("search", text, { limit: 0, filters, dates, facets: true });
      if (asked === this.asked) this.showFacets(counted.facets);
    } catch (error) {
      if (asked === this.asked) this.showDamage();
    }
  }

  isNarrowed() {
    const { filters, dates } = this.state;
    return Boolean(Object.keys(filters).length || dates.first || dates.last);
  }

  showDamage() {
    this.isBroken = true;
    this.status.textContent = "检索数据缺失或已损坏，暂时不能在浏览器里搜索。";
    const link = element("a", "button", "改用服务器检索");
    link.href = `${siteRoot}search?${new URLSearchParams({ q: this.state.text })}`;
    const home = element("a", "button", "查看网站地图");
    home.href = `${siteRoot}sitemap/`;
    this.body.replaceChildren(element("p", "", link, " ", home));
  }

  async show(found) {
    const [names, similar] = await Promise.all([
      found.total ? null : suggestions(),
      found.isScarce ? ask("similar", this.state.text).catch(() => []) : [],
    ]);
    this.status.textContent = textOf(found);
    const parts = [];
    const notes = found.synonyms.map((use) => element("p", "live-search__note", `“${use.typed}”也按${use.words.map((word) => `“${word}”`).join("、")}查找。`));
    if (similar.length) parts.push(similarNode(similar));
    this.filters = element("div", "");
    const shown = element("div", "search-room__list");
    parts.push(element("div", "search-room", this.filters, shown));
    shown.append(element("div", "search-bar", ...notes, this.sorting()));
    if (found.total) {
      const list = element("ol", "results", ...found.hits.map((hit) => hitNode(hit, siteRoot)));
      list.addEventListener("click", () => rememberSearch(this.state.text));
      shown.append(list);
      this.fillPassages(list, found);
      if (found.total > found.hits.length) {
        shown.append(button("显示更多", "button more-rows", () => this.change({ shown: this.state.shown + PAGE }, "replaceState")));
      }
    } else {
      shown.append(emptyState(this.state.text, names.topics, siteRoot));
    }
    this.body.replaceChildren(...parts);
  }

  showFacets(facets) {
    const groups = facetNodes(facets, this.state.filters, (name, value) => this.chooseFacet(name, value));
    const dates = dateForm(this.state.dates, (chosen) => this.change({ dates: chosen, shown: PAGE }, "pushState"));
    const before = this.filterBox;
    this.filterBox = filterBox(groups, dates, before ? before.open : matchMedia(WIDE).matches);
    this.filters.replaceChildren(this.filterBox);
  }

  sorting() {
    const choices = [["relevance", "按相关"], ["date", "按日期"]].map(([sort, label]) => {
      const choice = button(label, "", () => this.change({ sort, shown: PAGE }, "pushState"));
      choice.setAttribute("aria-pressed", String(this.state.sort === sort));
      return element("li", "", choice);
    });
    const chosen = chosenNodes(this.state.filters, this.state.dates, (name) => {
      if (name === "dates") this.change({ dates: { first: "", last: "" }, shown: PAGE }, "pushState");
      else this.chooseFacet(name, "");
    });
    const nav = element("div", "facets", element("ul", "", ...choices, ...chosen));
    nav.setAttribute("role", "group");
    nav.setAttribute("aria-label", "排序和已选的筛选");
    return nav;
  }

  chooseFacet(name, value) {
    const filters = { ...this.state.filters };
    if (!value || (filters[name] || []).includes(value)) delete filters[name];
    else filters[name] = [value];
    this.change({ filters, shown: PAGE }, "pushState");
  }

  /** Passages come when their result comes into sight: each is a file of its own. */
  fillPassages(list, found) {
    const text = found.corrected || this.state.text;
    const synonyms = [].concat(...found.synonyms.map((use) => use.words));
    const fill = async (place) => {
      const nothing = { pieces: [], section: null };
      fillHit(list.children[place], await ask("passage", found.hits[place].document, text, synonyms).catch(() => nothing));
    };
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((seen) => seen.isIntersecting)) {
        observer.unobserve(entry.target);
        fill(Array.from(list.children).indexOf(entry.target));
      }
    });
    for (const item of list.children) observer.observe(item);
  }

  showRecent() {
    const texts = recentSearches();
    this.recent.hidden = !texts.length || Boolean(this.state.text);
    if (!texts.length) return;
    const links = texts.map((text) => {
      const link = element("a", "", text);
      link.href = `?${new URLSearchParams({ q: text })}`;
      return element("li", "", link);
    });
    const forget = button("清除记录", "linklike", () => {
      forgetSearches();
      this.recent.hidden = true;
      this.input.focus();
    });
    this.recent.replaceChildren(element("h2", "", "最近搜索（只保存在本机）"), element("ul", "", ...links), forget);
  }
}

export function startSearchPage() {
  const form = document.querySelector("main form[role=search]");
  // Later pages of a search are the server's.
  if (!form || !/\/search\/?$/.test(location.pathname) || new URLSearchParams(location.search).get("page")) return;
  new SearchPage(form.parentElement, form);
}
