// A word at the field when a text seems to hold data that nobody has to write; the server says it
// again before sending, and neither forbids it.
import { findPersonalData } from "./personal-data.js";

function ownPhones(form) {
  return Array.from(form.querySelectorAll('input[type="tel"]'))
    .map((input) => input.value.normalize("NFKC").replace(/^\+?86|[ -]/g, ""));
}

export function startWarnings(form) {
  const template = document.querySelector("[data-fabu-warning]");
  if (!template) return;
  const sentence = template.content.textContent;
  const names = JSON.parse(template.dataset.names);
  for (const input of form.querySelectorAll('textarea, input[type="text"]')) {
    const block = input.closest(".field");
    if (!block) continue;
    const note = document.createElement("p");
    note.className = "hint hint--warning";
    note.setAttribute("role", "status");
    block.append(note);
    input.addEventListener("change", () => {
      const kinds = findPersonalData(input.value, ownPhones(form)).map((kind) => names[kind]);
      note.textContent = kinds.length ? sentence.replace("{kinds}", kinds.join("、")) : "";
    });
  }
}
