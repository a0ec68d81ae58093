// 选编篮: which cases were chosen for a booklet. They are kept in this browser and nowhere else.

const KEY = "fabu.basket";
const CHANGED = "fabu:basket";
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const MOST_CASES = 100;
export const DEFAULT_TITLE = "典型案例汇编";

const NOTHING = { title: "", cases: [] };

function readable(entry) {
  return Boolean(entry) && ID.test(entry.id) && typeof entry.title === "string";
}

export function readBasket() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) || NOTHING;
    const cases = Array.isArray(found.cases) ? found.cases.filter(readable) : [];
    return { title: typeof found.title === "string" ? found.title : "", cases: cases.slice(0, MOST_CASES) };
  } catch {
    return { ...NOTHING };
  }
}

/** Keeps the basket and tells this page; other tabs learn of it from the browser. */
export function writeBasket(basket) {
  localStorage.setItem(KEY, JSON.stringify(basket));
  window.dispatchEvent(new Event(CHANGED));
}

export function onBasketChange(show) {
  window.addEventListener(CHANGED, show);
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) show();
  });
}

/** Whether this browser lets us keep anything; without that there are no buttons. */
export function canKeep() {
  try {
    localStorage.setItem(`${KEY}.try`, "1");
    localStorage.removeItem(`${KEY}.try`);
    return true;
  } catch {
    return false;
  }
}

/** The ids that stand in an address such as #cases=a,b&title=…, each once. */
export function sharedSelection(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const ids = (said.get("cases") || "").split(",").filter((id) => ID.test(id));
  return { ids: [...new Set(ids)].slice(0, MOST_CASES), title: said.get("title") || "" };
}

export function fragmentOf(basket) {
  const ids = basket.cases.map((entry) => entry.id).join(",");
  const title = basket.title ? `&title=${encodeURIComponent(basket.title)}` : "";
  return `#cases=${ids}${title}`;
}

/** The selection file that `fabu booklet --selection` reads. In JSON's quotes an id stays a text. */
export function selectionFile(basket) {
  const lines = basket.cases.map((entry) => `  - ${JSON.stringify(entry.id)}\n`);
  return `title: ${JSON.stringify(basket.title || DEFAULT_TITLE)}\ncases:\n${lines.join("")}`;
}
