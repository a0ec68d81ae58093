// A draft in this browser, only when its owner ticks the box; gone after sending or seven days.
// Hidden inputs, files and query codes are never kept.
const LIFE_MS = 7 * 24 * 60 * 60 * 1000;
const PAUSE_MS = 400;
const SKIPPED = ["hidden", "file", "password", "submit"];

const nameOf = (formId) => `fabu.draft.${formId}`;

function answers(form) {
  return Array.from(form.querySelectorAll("[data-field] [name]")).filter(
    (input) => !SKIPPED.includes(input.type),
  );
}

function snapshot(form) {
  const values = [];
  for (const input of answers(form)) {
    const isBox = input.type === "checkbox" || input.type === "radio";
    if (isBox ? input.checked : input.value) values.push([input.name, input.value]);
  }
  return { at: Date.now(), values };
}

function restore(form, { values }) {
  for (const input of answers(form)) {
    const own = values.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "checkbox" || input.type === "radio") input.checked = own.includes(input.value);
    else if (own.length && !input.value) [input.value] = own;
  }
}

function read(formId) {
  const draft = JSON.parse(localStorage.getItem(nameOf(formId)));
  if (draft && Date.now() - draft.at > LIFE_MS) {
    forgetDraft(formId);
    return null;
  }
  return draft;
}

export function forgetDraft(formId) {
  localStorage.removeItem(nameOf(formId));
}

export function startDraft(form) {
  const formId = form.dataset.fabuForm;
  const block = form.querySelector("[data-fabu-draft]");
  const box = block.querySelector("input");
  let draft = null;
  try {
    draft = read(formId);
  } catch (error) {
    return; // storage refused: there is no draft to offer
  }
  let timer = 0;
  const keep = () => localStorage.setItem(nameOf(formId), JSON.stringify(snapshot(form)));
  block.hidden = false;
  box.checked = Boolean(draft);
  if (draft && !("fabuTyped" in form.dataset)) {
    restore(form, draft);
    document.querySelector("[data-fabu-draft-restored]").hidden = false;
    form.dispatchEvent(new Event("change"));
  }
  box.addEventListener("change", () => (box.checked ? keep() : forgetDraft(formId)));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.checked && keep(), PAUSE_MS);
  });
}
