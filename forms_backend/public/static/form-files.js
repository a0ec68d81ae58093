// Says which chosen files are too large or too many before they are sent; the server checks again.
"use strict";

function problemsOf(input) {
  const files = Array.from(input.files || []);
  const large = files.filter((file) => file.size > Number(input.dataset.fabuLargest));
  const kept = input.closest("[data-field]").querySelectorAll(".kept input:checked").length;
  const said = large.map((file) => `“${file.name}”：${input.dataset.fabuTooLarge}`);
  if (files.length + kept > Number(input.dataset.fabuMost)) said.push(input.dataset.fabuTooMany);
  return said;
}

for (const input of document.querySelectorAll("input[data-fabu-largest]")) {
  const block = input.closest("[data-field]");
  const note = block.querySelector("[data-fabu-files-note]");
  block.addEventListener("change", () => {
    note.textContent = problemsOf(input).join(" ");
  });
}
