// The page of the basket: order, title, and what can be done with the selection.

import { DEFAULT_TITLE, fragmentOf, onBasketChange, readBasket, selectionFile, writeBasket } from "./basket.js";
import { startMaking } from "./basket-make.js";
import { startSharing } from "./basket-share.js";

const FILE_NAME = "selection.yml";

function button(text, title, className = "basket__button") {
  const node = document.createElement("button");
  node.type = "button";
  node.className = className;
  node.textContent = text;
  node.setAttribute("aria-label", `${text}：${title}`);
  return node;
}

class BasketPage {
  constructor(area, root) {
    this.area = area;
    this.root = root;
    this.list = this.find("cases");
    this.title = area.querySelector("#basket-title");
    this.title.value = readBasket().title;
    this.title.addEventListener("input", () => {
      writeBasket({ ...readBasket(), title: this.title.value.trim() });
    });
    this.find("clear").addEventListener("click", () => this.clear());
    this.find("save").addEventListener("click", () => this.save());
    onBasketChange(() => this.show());
    this.show();
  }

  find(name) {
    return this.area.querySelector(`[data-basket-${name}]`);
  }

  show() {
    const basket = readBasket();
    const { cases } = basket;
    this.find("empty").hidden = cases.length > 0;
    this.find("filled").hidden = cases.length === 0;
    this.find("count").textContent = String(cases.length);
    if (document.activeElement !== this.title) this.title.value = basket.title;
    this.list.replaceChildren(...cases.map((entry, place) => this.row(entry, place, cases.length)));
    this.find("link").textContent = `${this.root}booklet/${fragmentOf(basket)}`;
    this.find("command").textContent = `fabu booklet --selection ${FILE_NAME} --out booklet.pdf`;
    this.find("file").textContent = selectionFile(basket);
  }

  row(entry, place, count) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${this.root}cases/${entry.id}/`;
    link.textContent = entry.title;
    const up = button("上移", entry.title);
    const down = button("下移", entry.title);
    const away = button("移出", entry.title);
    up.disabled = place === 0;
    down.disabled = place === count - 1;
    up.addEventListener("click", () => this.move(place, -1));
    down.addEventListener("click", () => this.move(place, 1));
    away.addEventListener("click", () => this.remove(place));
    const line = document.createElement("div");
    line.className = "basket__buttons";
    line.append(up, down, away);
    item.append(link, line);
    return item;
  }

  /** Moves one case; the pressed button stays under the finger, or its neighbour at the end. */
  move(place, step) {
    const basket = readBasket();
    const [moved] = basket.cases.splice(place, 1);
    basket.cases.splice(place + step, 0, moved);
    writeBasket(basket);
    const [up, down] = this.list.children[place + step].querySelectorAll("button");
    const wanted = step < 0 ? up : down;
    (wanted.disabled ? (step < 0 ? down : up) : wanted).focus();
    this.say(`“${moved.title}”现在是第 ${place + step + 1} 个`);
  }

  remove(place) {
    const basket = readBasket();
    const [gone] = basket.cases.splice(place, 1);
    writeBasket(basket);
    this.say(`已移出“${gone.title}”`);
    const next = this.list.children[Math.min(place, basket.cases.length - 1)];
    if (next) next.querySelector("button:last-child").focus();
  }

  clear() {
    writeBasket({ title: "", cases: [] });
    this.title.value = "";
    this.find("empty").querySelector("a").focus();
  }

  save() {
    const link = document.createElement("a");
    const file = new Blob([selectionFile(readBasket())], { type: "application/yaml" });
    link.href = URL.createObjectURL(file);
    link.download = FILE_NAME;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  say(text) {
    this.find("said").textContent = text;
  }
}

export function startBasketPage() {
  const area = document.querySelector("[data-basket-page]");
  if (!area) return;
  const root = new URL(document.documentElement.dataset.root, document.baseURI).href;
  const page = new BasketPage(area, root);
  startSharing(page);
  startMaking(page, () => {
    const basket = readBasket();
    return { title: basket.title || DEFAULT_TITLE, cases: basket.cases.map((entry) => entry.id) };
  });
}
