// What was typed is kept with this tab: it survives reloading, going back and a crash of the page, and
// is gone when the tab is closed, after sending, or when somebody asks. Beyond the tab it is kept only
// when its owner ticks the box, for seven days. Files and query codes are never kept.
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

function empty(form) {
  for (const input of answers(form)) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else input.value = "";
  }
}

function read(storage, formId) {
  const draft = JSON.parse(storage.getItem(nameOf(formId)));
  if (draft && Date.now() - draft.at > LIFE_MS) {
    storage.removeItem(nameOf(formId));
    return null;
  }
  return draft && draft.values.length ? draft : null;
}

export function forgetDraft(formId) {
  for (const storage of [sessionStorage, localStorage]) storage.removeItem(nameOf(formId));
}

export function startDraft(form) {
  const block = form.querySelector("[data-fabu-draft]");
  if (!block) return;
  const formId = form.dataset.fabuForm;
  const box = block.querySelector("input");
  const key = form.elements.idempotency_key; // sent again from the same draft it is the same thing
  let ofTab = null;
  let ofDevice = null;
  try {
    ofTab = read(sessionStorage, formId);
    ofDevice = read(localStorage, formId);
  } catch (error) {
    return; // storage refused: there is no draft to offer
  }
  let timer = 0;
  const keep = () => {
    const draft = snapshot(form);
    try {
      sessionStorage.setItem(nameOf(formId), JSON.stringify({ ...draft, key: key.value }));
      if (box.checked) localStorage.setItem(nameOf(formId), JSON.stringify(draft));
    } catch (error) {
      // full: what is typed still stands in the form
    }
  };
  block.hidden = false;
  box.checked = Boolean(ofDevice);
  const draft = ofTab || ofDevice;
  if (draft && !("fabuTyped" in form.dataset)) {
    restore(form, draft);
    if (draft.key) key.value = draft.key;
    document.querySelector("[data-fabu-draft-restored]").hidden = false;
    form.dispatchEvent(new Event("change"));
  } else if ("fabuTyped" in form.dataset) keep();
  box.addEventListener("change", () => (box.checked ? keep() : localStorage.removeItem(nameOf(formId))));
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE_MS);
    });
  }
  form.addEventListener("submit", keep);
  window.addEventListener("pagehide", () => form.isConnected && timer && keep());
  form.addEventListener("fabu-sent", () => {
    clearTimeout(timer);
    timer = 0;
    forgetDraft(formId);
  });
  block.querySelector("button").addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    forgetDraft(formId);
    box.checked = false;
    empty(form);
    form.dispatchEvent(new Event("change"));
    clearTimeout(timer);
    timer = 0;
  });
}
