// Fields with a condition are hidden until their condition holds; without this script all are shown
// and say when they are to be filled in. One whose condition hangs on an answer that is not on this
// page is left as the server drew it. Pages of the staff load this alone, for `form[data-conditions]`.
function inputsOf(form, name) {
  return Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`));
}

function chosenValues(form, name) {
  return inputsOf(form, name)
    .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
    .map((input) => (input.type === "checkbox" && input.value === "y" ? "yes" : input.value));
}

function apply(form) {
  for (const block of form.querySelectorAll("[data-show-if]")) {
    const name = block.dataset.showIf;
    if (inputsOf(form, name).length === 0) continue;
    const parent = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const wanted = block.dataset.showValues.split(" ");
    const holds = chosenValues(form, name).some((value) => wanted.includes(value));
    block.hidden = !holds || Boolean(parent && parent.hidden);
  }
}

export function startConditions(form) {
  apply(form);
  form.addEventListener("change", () => apply(form));
  window.addEventListener("pageshow", () => apply(form));
}

for (const form of document.querySelectorAll("form[data-conditions]")) startConditions(form);
