// A selection that came in a link: #cases=… is never sent to a server; titles come from the site.

import { MOST_CASES, readBasket, sharedSelection, writeBasket } from "./basket.js";

async function titlesOf(root) {
  const answer = await fetch(`${root}cases/titles.json`);
  if (!answer.ok) throw new Error(`titles.json: ${answer.status}`);
  return answer.json();
}

function sameCases(basket, cases) {
  return basket.cases.length === cases.length && cases.every((entry, place) => entry.id === basket.cases[place].id);
}

function sentence(cases, unknown, title) {
  const named = title ? `《${title}》` : "";
  const lost = unknown ? `另有 ${unknown} 个案例本站没有或已撤下，没有列入。` : "";
  return `这个链接带来了别人选的 ${cases.length} 个案例${named}。${lost}`;
}

/** Keeps the basket as it is until the reader decides; an empty one is simply filled. */
function offer(page, cases, title, unknown) {
  const box = page.find("shared");
  const basket = readBasket();
  const done = () => {
    box.hidden = true;
    history.replaceState(null, "", location.pathname);
  };
  const take = () => writeBasket({ title, cases });
  page.find("shared-text").textContent = sentence(cases, unknown, title);
  if (!cases.length || sameCases(basket, cases)) {
    if (unknown) page.say(sentence(cases, unknown, title));
    done();
    return;
  }
  if (!basket.cases.length) {
    take();
    page.say(sentence(cases, unknown, title));
    done();
    return;
  }
  box.hidden = false;
  const decide = (name, action) => page.find(name).addEventListener("click", () => {
    action();
    done();
    document.getElementById("basket-cases").focus();
  });
  decide("take", take);
  decide("join", () => {
    const now = readBasket();
    const known = new Set(now.cases.map((entry) => entry.id));
    const more = cases.filter((entry) => !known.has(entry.id));
    writeBasket({ ...now, cases: [...now.cases, ...more].slice(0, MOST_CASES) });
  });
  decide("decline", () => {});
}

export async function startSharing(page) {
  const { ids, title } = sharedSelection(location.hash);
  if (!ids.length) return;
  let titles;
  try {
    titles = await titlesOf(page.root);
  } catch {
    page.say("链接里的案例没有加载出来，请检查网络后刷新页面。");
    return;
  }
  const known = ids.filter((id) => id in titles);
  offer(page, known.map((id) => ({ id, title: titles[id] })), title.slice(0, page.title.maxLength), ids.length - known.length);
}
