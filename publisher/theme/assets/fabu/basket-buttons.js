// “加入汇编” on case pages and on the cards of case lists, and the bar that leads to the basket.

import { MOST_CASES, canKeep, onBasketChange, readBasket, writeBasket } from "./basket.js";

const CASE_ADDRESS = /\/cases\/([a-z0-9-]+)\/$/;

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

class Buttons {
  constructor(root) {
    this.buttons = new Map(); // button → id
    this.count = element("strong", "");
    const link = element("a", "", "选编篮里有 ", this.count, " 个案例，去编成一册");
    link.href = `${root}booklet/`;
    this.bar = element("aside", "basket-bar", link);
    this.bar.setAttribute("aria-label", "选编篮");
    this.said = element("p", "sr");
    this.said.setAttribute("role", "status");
    document.querySelector("main").append(this.said, this.bar);
    onBasketChange(() => this.show());
  }

  add(place, id, title) {
    const button = element("button", "basket-add");
    button.type = "button";
    button.addEventListener("click", () => this.toggle({ id, title }));
    this.buttons.set(button, { id, title });
    place.append(button);
  }

  /** Buttons on the cards that have none yet; cards that a filter took away are forgotten. */
  decorate(list) {
    for (const button of this.buttons.keys()) {
      if (!button.isConnected) this.buttons.delete(button);
    }
    for (const item of list.querySelectorAll(".cards > li")) {
      const link = item.querySelector("a");
      const found = CASE_ADDRESS.exec(new URL(link.href).pathname);
      if (found && !item.querySelector(".basket-add")) this.add(item, found[1], link.textContent);
    }
    this.show();
  }

  toggle(entry) {
    const basket = readBasket();
    const rest = basket.cases.filter((other) => other.id !== entry.id);
    const isIn = rest.length < basket.cases.length;
    if (!isIn && rest.length >= MOST_CASES) {
      this.said.textContent = `选编篮最多放 ${MOST_CASES} 个案例`;
      this.bar.classList.add("basket-bar--full");
      return;
    }
    writeBasket({ ...basket, cases: isIn ? rest : [...rest, entry] });
    this.said.textContent = isIn ? "已移出选编篮" : "已加入选编篮";
  }

  show() {
    const chosen = new Set(readBasket().cases.map((entry) => entry.id));
    for (const [button, { id, title }] of this.buttons) {
      const isIn = chosen.has(id);
      button.classList.toggle("basket-add--in", isIn);
      button.replaceChildren(isIn ? "移出汇编" : "加入汇编", element("span", "sr", `：${title}`));
    }
    this.bar.hidden = chosen.size === 0;
    this.bar.classList.toggle("basket-bar--full", chosen.size >= MOST_CASES);
    this.count.textContent = String(chosen.size);
  }
}

export function startBasketButtons() {
  const single = document.querySelector("[data-basket-add]");
  const list = document.querySelector("[data-basket-list]");
  if (!(single || list) || !canKeep()) return;
  const root = new URL(document.documentElement.dataset.root, document.baseURI).href;
  const buttons = new Buttons(root);
  if (single) buttons.add(single, single.dataset.basketAdd, document.querySelector("h1").textContent);
  buttons.show();
  if (!list) return;
  buttons.decorate(list);
  document.addEventListener("fabu:cards", () => buttons.decorate(list));
}
