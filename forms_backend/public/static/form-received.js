// After sending: the draft of this form is not needed any more.
import { forgetDraft } from "./form-draft.js";

try {
  forgetDraft(document.querySelector("[data-fabu-received]").dataset.fabuReceived);
} catch (error) {
  // Storage refused: then there was no draft either.
}
