// Fields with a condition are hidden until their condition holds; without this script all are shown
// and say when they are to be filled in.
function chosenValues(form, name) {
  return Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
    .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
    .map((input) => (input.type === "checkbox" && input.value === "y" ? "yes" : input.value));
}

function apply(form) {
  for (const block of form.querySelectorAll("[data-show-if]")) {
    const parent = form.querySelector(`[data-field="${CSS.escape(block.dataset.showIf)}"]`);
    const wanted = block.dataset.showValues.split(" ");
    const holds = chosenValues(form, block.dataset.showIf).some((value) => wanted.includes(value));
    block.hidden = !holds || Boolean(parent && parent.hidden);
  }
}

export function startConditions(form) {
  apply(form);
  form.addEventListener("change", () => apply(form));
  window.addEventListener("pageshow", () => apply(form));
}
