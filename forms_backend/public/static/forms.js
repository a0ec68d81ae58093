// What a form can do with JavaScript; each part works without the others, the form without any.
import "./form-files.js";
import { startCarried } from "./form-carried.js";
import { startConditions } from "./form-conditions.js";
import { startDraft } from "./form-draft.js";
import { startMine } from "./form-mine.js";
import { startProof } from "./form-proof.js";
import { startSending } from "./form-send.js";
import { startSuggestions } from "./form-suggest.js";
import { startWarnings } from "./form-warnings.js";

const PARTS = [
  startCarried, startProof, startDraft, startConditions, startSuggestions, startWarnings, startMine,
];

/** The forms in `area`, when the page is opened and when an answer took its place. */
function begin(area) {
  for (const form of area.querySelectorAll("form[data-fabu-form]")) {
    for (const start of PARTS) start(form);
  }
}

begin(document);
startSending(begin);
const summary = document.querySelector("[data-fabu-errors]");
if (summary) summary.focus();
