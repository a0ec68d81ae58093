// After sending: the draft of this form is not needed any more, the pair can be copied, and this
// browser can be asked to remember it.
import { forgetDraft } from "./form-draft.js";
import { forgetMine, remember } from "./form-mine.js";

try {
  forgetDraft(document.querySelector("[data-fabu-received]").dataset.fabuReceived);
} catch (error) {
  // Storage refused: then there was no draft either.
}

/** Where there is no clipboard object (old WeChat, no TLS) by selecting. */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

const area = document.querySelector("[data-fabu-keep]");
const said = area.querySelector("[data-said]");
area.hidden = false;
document.querySelector("form[data-fabu-forget]").addEventListener("submit", () => {
  try {
    forgetMine(area.dataset.number); // what is cleared from this device is cleared
  } catch (error) {
    // storage refused: nothing was remembered
  }
});
area.querySelector("[data-copy-pair]").addEventListener("click", async ({ currentTarget }) => {
  const done = await copy(area.dataset.copyText).catch(() => false);
  said.textContent = done ? currentTarget.dataset.done : currentTarget.dataset.failed;
});
area.querySelector("[data-remember]").addEventListener("click", ({ currentTarget }) => {
  try {
    remember(area.dataset);
    said.textContent = currentTarget.dataset.done;
  } catch (error) {
    currentTarget.hidden = true; // storage refused
  }
});
