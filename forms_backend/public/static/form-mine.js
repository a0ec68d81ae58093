// 我的办件: what somebody asked this browser to remember, opened with one tap where the progress is
// asked for. Number and query code lie in this browser alone, until they are removed.
const NAME = "fabu.mine";
const MOST = 30;

const readMine = () => JSON.parse(localStorage.getItem(NAME) || "[]");

export function remember({ number, code, title }) {
  const others = readMine().filter((one) => one.number !== number);
  const kept = [{ number, code, title }, ...others].slice(0, MOST);
  localStorage.setItem(NAME, JSON.stringify(kept));
}

export function forgetMine(number) {
  localStorage.setItem(NAME, JSON.stringify(readMine().filter((one) => one.number !== number)));
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

export function startMine(form) {
  const area = document.querySelector("[data-fabu-mine]");
  if (!area || !form.elements.query_code) return;
  let mine = [];
  try {
    mine = readMine();
  } catch (error) {
    return; // storage refused, or not ours
  }
  for (const { number, code, title } of mine) {
    const item = document.createElement("li");
    const open = button(`${title} ${number}`, () => {
      form.elements.number.value = number;
      form.elements.query_code.value = code;
      form.requestSubmit();
    });
    const gone = button(area.dataset.remove, () => {
      forgetMine(number);
      item.remove();
      area.hidden = !area.querySelector("li");
    });
    gone.setAttribute("aria-label", `${area.dataset.remove} ${number}`);
    item.append(open, " ", gone);
    area.querySelector("ul").append(item);
  }
  area.hidden = mine.length === 0;
}
