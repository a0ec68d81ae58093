// Says which chosen files are too large or too many before they are sent; the server checks again.
function problemsOf(input) {
  const files = Array.from(input.files || []);
  const large = files.filter((file) => file.size > Number(input.dataset.fabuLargest));
  const kept = input.closest("[data-field]").querySelectorAll(".kept input:checked").length;
  const said = large.map((file) => `“${file.name}”：${input.dataset.fabuTooLarge}`);
  if (files.length + kept > Number(input.dataset.fabuMost)) said.push(input.dataset.fabuTooMany);
  return said;
}

// On the document: an answer may take the place of the page.
document.addEventListener("change", ({ target }) => {
  const block = target.closest("[data-field]");
  const input = block && block.querySelector("input[data-fabu-largest]");
  if (input) block.querySelector("[data-fabu-files-note]").textContent = problemsOf(input).join(" ");
});
