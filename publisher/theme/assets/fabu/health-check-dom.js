// Small builders for the parts of the health check.

/** `attributes`: className, dataset-like names and on… handlers; null and false are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "className") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function button(text, onclick, primary = false) {
  const className = primary ? "button button--primary" : "button";
  return element("button", { type: "button", className, onclick }, text);
}

/** A heading that takes the focus when its view appears, so that screen readers start there. */
export function heading(level, text, ...more) {
  return element(`h${level}`, { tabindex: "-1", className: "check__heading" }, text, ...more);
}

export function badge(level, text) {
  return element("span", { className: `badge badge--${level.key}` }, text);
}

/** Terms and what is said of them; pairs without a value are left out. */
export function terms(className, pairs) {
  const rows = pairs.filter(([, value]) => value && value.length !== 0)
    .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return element("dl", { className }, rows);
}

/** Links in a new window: the answers live in this page alone and would be gone. */
export function links(titles) {
  const root = document.documentElement.dataset.root;
  return titles.flatMap(([title, url], index) => [
    index ? "；" : null,
    element("a", { href: root + url, target: "_blank", rel: "noopener" }, title),
  ]).filter((part) => part !== null);
}

/** What a question rests on, with the links to the laws that the sheet for paper on the same page has;
 * the words alone where the question comes from another check. */
export function basisOf(question) {
  const place = document.querySelector(`[data-basis="${CSS.escape(question.key)}"]`);
  if (!place) return question.basis;
  return [...place.childNodes].map((child) => {
    const copy = child.cloneNode(true);
    if (copy.nodeName === "A") {
      copy.target = "_blank";
      copy.rel = "noopener";
    }
    return copy;
  });
}
