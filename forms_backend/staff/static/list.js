// Work lists by keyboard, and ticking a whole page. The list works without this file.
const keys = document.getElementById("keys");
const switchedOn = document.getElementById("keys-on");
const STORED = "fabu-staff-keys";
const links = [...document.querySelectorAll(".worklist .number a")];
const boxes = [...document.querySelectorAll(".worklist input[type=checkbox]")];
const output = document.querySelector(".bulk output");

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch (_error) {
    return null; // storage may be forbidden; then the keys are on
  }
}

function step(by) {
  const now = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  if (links[next]) {
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
  }
}

function count() {
  if (output) {
    const chosen = boxes.filter((box) => box.checked).length;
    output.textContent = output.dataset.template.replace("#", chosen);
  }
}

function tick() {
  const row = document.activeElement.closest(".worklist tr");
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) {
    box.checked = !box.checked;
    count();
  }
}

function help() {
  keys.open = !keys.open;
  if (keys.open) {
    keys.querySelector("summary").focus();
  }
}

const ACTIONS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  x: tick,
  "/": () => document.getElementById("search").focus(),
  "?": help,
};
const SINGLE = new Set(["j", "k", "x", "/", "?"]);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const inList = event.target.closest(".worklist tbody");
  const arrow = event.key.startsWith("Arrow");
  // Arrows scroll the page unless somebody is in the list.
  if (!ACTIONS[event.key] || (arrow ? !inList : !(SINGLE.has(event.key) && switchedOn.checked))) {
    return;
  }
  event.preventDefault();
  ACTIONS[event.key]();
});

for (const link of document.querySelectorAll("[data-choose]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of boxes) {
      box.checked = link.dataset.choose === "all";
    }
    count();
  });
}
for (const box of boxes) {
  box.addEventListener("change", count);
}
switchedOn.checked = stored() !== "off";
switchedOn.addEventListener("change", () => {
  try {
    localStorage.setItem(STORED, switchedOn.checked ? "on" : "off");
  } catch (_error) {
    return; // not kept; it holds for this page
  }
});
keys.hidden = false;
count();
