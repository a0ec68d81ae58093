// Comfort for the forms; everything works without it.
// 1. Fields with a condition are hidden until their condition holds.
// 2. The summary of errors gets the focus.
// 3. A second click while sending does nothing (the server would return the same receipt anyway).
// 4. What another page of the site was asked to carry here (the result of a health check) is filled
//    in once, into empty fields; it came through this tab's storage and was sent nowhere.
"use strict";

const form = document.querySelector("form[data-fabu-form]");
const summary = document.querySelector("[data-fabu-errors]");

function chosenValues(name) {
  return Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
    .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
    .map((input) => (input.type === "checkbox" && input.value === "y" ? "yes" : input.value));
}

function applyConditions() {
  for (const block of form.querySelectorAll("[data-show-if]")) {
    const parent = form.querySelector(`[data-field="${CSS.escape(block.dataset.showIf)}"]`);
    const wanted = block.dataset.showValues.split(" ");
    const holds = chosenValues(block.dataset.showIf).some((value) => wanted.includes(value));
    block.hidden = !holds || Boolean(parent && parent.hidden);
  }
}

function takeCarried() {
  const name = `fabu.form.${form.dataset.fabuForm}`;
  let carried = null;
  try {
    carried = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
  } catch (error) {
    return; // storage refused, or not ours: the form stays as the server made it
  }
  for (const [key, value] of Object.entries(carried || {})) {
    const field = form.querySelector(`[data-field="${CSS.escape(key)}"] [name="${CSS.escape(key)}"]`);
    if (field && !field.value && typeof value === "string") field.value = value;
  }
  const note = document.querySelector("[data-fabu-carried]"); // /status has no such note
  if (note) note.hidden = !carried;
}

if (form) {
  takeCarried();
  applyConditions();
  form.addEventListener("change", applyConditions);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) {
      event.preventDefault();
    }
    form.dataset.sending = "yes";
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sending;
    applyConditions();
  });
}
if (summary) {
  summary.focus();
}
