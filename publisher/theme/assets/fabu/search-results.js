// Results, filters and the empty state of the search page, as nodes: texts never become markup.
import { carryToConsultation } from "./carry-to-form.js";
import { KINDS } from "./search-kinds.js";

const FACETS = { kind: "类别", area: "领域", areas: "领域", industry: "行业", industries: "行业", year: "年份", type: "类型", unit: "单位", stage: "阶段", risk: "风险等级" };
const MOST_VALUES = 12;
const NEAREST = 3;

export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function button(text, className, clicked) {
  const node = element("button", className, text);
  node.type = "button";
  node.addEventListener("click", clicked);
  return node;
}

/** The sentence that says what was found. */
export function textOf(found) {
  if (!found.total) {
    return found.foundBeforeFilters
      ? `所选筛选条件下没有结果；去掉筛选后共有 ${found.foundBeforeFilters} 条。`
      : "没有找到合适的内容。换一个说法再试，或者直接向我们咨询。";
  }
  const corrected = found.corrected ? `没有内容包含所输的文字，已按“${found.corrected}”查找。` : "";
  const total = `${corrected}共 ${found.total} 条结果`;
  if (!found.isWidened) return total;
  return found.exactTotal
    ? `${total}。同时包含全部检索词的有 ${found.exactTotal} 条，排在最前；其后按相近程度列出。`
    : `${total}。没有同时包含全部检索词的内容，以下按相近程度列出。`;
}

export function hitNode(hit, root) {
  const link = element("a", "", hit.title);
  link.href = root + hit.url.replace(/^[/\\]+/, "");
  const meta = element("p", "meta", KINDS[hit.kind] || hit.kind);
  if (hit.date) {
    const time = element("time", "", hit.date);
    time.dateTime = hit.date;
    meta.append(" · ", time);
  }
  if (hit.partOf) meta.append(` · 出自《${hit.partOf}》`);
  return element("li", "", element("article", "", element("h2", "", link), element("p", "snippet"), meta));
}

/** Puts a passage, pieces [text, isMarked], and the section it stands in into the node of its hit. */
export function fillHit(node, { pieces, section }) {
  node.querySelector(".snippet").replaceChildren(...pieces.map(([part, isMarked]) => (isMarked ? element("mark", "", part) : part)));
  if (!section || !section.anchor || node.querySelector(".meta a")) return;
  const link = element("a", "", `见“${section.name}”`);
  link.href = `${node.querySelector("h2 a").href}#${section.anchor}`;
  node.querySelector(".meta").append(" · ", link);
}

/** 您是不是要找: words like the typed one, as links to their searches. */
export function similarNode(words) {
  const links = words.map((word) => {
    const link = element("a", "", word);
    link.href = `?${new URLSearchParams({ q: word })}`;
    return element("li", "", link);
  });
  const nav = element("nav", "facets", element("h2", "", "您是不是要找"), element("ul", "", ...links));
  nav.setAttribute("aria-label", "您是不是要找");
  return nav;
}

/** Filters with counts, as far as there is something to choose. */
export function facetNodes(facets, chosen, choose) {
  const groups = [];
  for (const name of Object.keys(FACETS)) {
    const values = (facets[name] || []).slice(0, MOST_VALUES);
    for (const value of chosen[name] || []) if (!values.some(([other]) => other === value)) values.push([value, 0]);
    if (values.length > 1 || chosen[name]) groups.push(facetNode(name, values, chosen[name] || [], choose));
  }
  return groups;
}

/** Filters by facet and date in one box: beside the results, on a phone a sheet over them. */
export function filterBox(groups, dates, isOpen) {
  const box = element("details", "facets search-room__filters", element("summary", "", "筛选结果"), ...groups, dates);
  box.open = isOpen;
  return box;
}

/** Every filter that applies, each as a button that takes it away. */
export function chosenNodes(filters, dates, remove) {
  const chosen = [];
  for (const [name, values] of Object.entries(filters)) {
    for (const value of values) chosen.push([(name === "kind" && KINDS[value]) || value, () => remove(name, value)]);
  }
  if (dates.first || dates.last) chosen.push([`${dates.first || "最早"} 至 ${dates.last || "最新"}`, () => remove("dates")]);
  return chosen.map(([label, clicked]) => {
    const node = button("", "", clicked);
    const cross = element("span", "", "✕ ");
    cross.setAttribute("aria-hidden", "true");
    node.append(cross, `去掉“${label}”`);
    return element("li", "", node);
  });
}

/** A typed year, month or day as it stands in the index; null when it is none. */
export function readDate(typed) {
  const found = /^\s*(?:(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?)?\s*$/.exec(typed);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part ? Number(part) : 0));
  if (!year) return "";
  const date = new Date(Date.UTC(year, (month || 1) - 1, day || 1));
  if (date.getUTCMonth() !== (month || 1) - 1 || date.getUTCDate() !== (day || 1)) return null;
  return date.toISOString().slice(0, day ? 10 : month ? 7 : 4);
}

/** 发布日期 from … to …; `choose` gets {first, last}. */
export function dateForm(dates, choose) {
  const inputs = [["first", "从"], ["last", "到"]].map(([name, label]) => {
    const input = element("input", "");
    input.type = "text";
    input.maxLength = 10;
    input.autocomplete = "off";
    input.value = dates[name] || "";
    input.addEventListener("input", () => input.setCustomValidity(""));
    return { name, label, input };
  });
  const submit = element("button", "button", "应用");
  submit.type = "submit";
  const legend = element("legend", "", "发布日期");
  const hint = element("p", "hint", "写年、月或日，如 2025、2025-03、2025-03-15；可以只填一边。");
  const labels = inputs.map(({ label, input }) => element("label", "", `${label} `, input));
  const form = element("form", "form form--inline", element("fieldset", "field", legend, hint, ...labels), submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = {};
    for (const { name, input } of inputs) {
      chosen[name] = readDate(input.value);
      if (chosen[name] === null) input.setCustomValidity("请写成 2025、2025-03 或 2025-03-15。");
    }
    if (chosen.first && chosen.last && chosen.first > `${chosen.last}~`) inputs[1].input.setCustomValidity("结束日期早于开始日期。");
    if (form.reportValidity()) choose(chosen);
  });
  return form;
}

function facetNode(name, values, chosen, choose) {
  const all = button("全部", "", () => choose(name, ""));
  all.setAttribute("aria-pressed", String(!chosen.length));
  const items = values.map(([value, count]) => {
    const choice = button(`${(name === "kind" && KINDS[value]) || value}（${count}）`, "", () => choose(name, value));
    choice.setAttribute("aria-pressed", String(chosen.includes(value)));
    return element("li", "", choice);
  });
  const group = element("div", "", element("h2", "", FACETS[name]), element("ul", "", element("li", "", all), ...items));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", FACETS[name]);
  return group;
}

function likeness(title, text) {
  let shared = 0;
  for (const character of new Set(text)) if (title.includes(character)) shared += 1;
  return shared;
}

const carry = (text) => carryToConsultation({ title: text, description: text });

/** Lets links of the server's page that offer to ask carry the question along. */
export function carryQuestions(area) {
  for (const link of area.querySelectorAll("a[data-consult]")) link.addEventListener("click", () => carry(link.dataset.consult));
}

/** The nearest topics and the way to ask a person. */
export function emptyState(text, topics, root) {
  const nearest = topics
    .map(([title, url]) => ({ title, url, worth: likeness(title, text) }))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, NEAREST);
  const links = nearest.map(({ title, url }) => {
    const link = element("a", "", title);
    link.href = root + url;
    return element("li", "", link);
  });
  const consult = element("a", "button button--primary", "没有找到答案？向我们咨询");
  consult.href = `${root}forms/consultation`;
  consult.addEventListener("click", () => carry(text));
  const parts = links.length ? [element("h2", "", "先看看这些专题"), element("ul", "", ...links)] : [];
  return element("div", "", ...parts, element("p", "", consult),
    element("p", "hint", "打开的咨询表里会填好您刚才输入的话，可以改，按“提交”才会送出。也可以拨打 12348（公共法律服务热线）。"));
}
