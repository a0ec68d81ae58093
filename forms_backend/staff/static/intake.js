// Fields with a condition show when it holds; without this script all of them stand there. One whose
// condition hangs on an answer that is not on this page is left as the server drew it.
"use strict";

const form = document.querySelector("form[data-conditions]");

function inputsOf(name) {
  return Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`));
}

function chosen(name) {
  return inputsOf(name)
    .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
    .map((input) => (input.type === "checkbox" && input.value === "y" ? "yes" : input.value));
}

function apply() {
  for (const block of form.querySelectorAll("[data-show-if]")) {
    const name = block.dataset.showIf;
    if (inputsOf(name).length === 0) continue;
    const parent = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const wanted = block.dataset.showValues.split(" ");
    const holds = chosen(name).some((value) => wanted.includes(value));
    block.hidden = !holds || Boolean(parent && parent.hidden);
  }
}

if (form) {
  apply();
  form.addEventListener("change", apply);
  window.addEventListener("pageshow", apply);
}
