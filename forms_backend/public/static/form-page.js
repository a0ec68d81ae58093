// What a form can do with JavaScript; each part works without the others, the form without any.
import "./forms.js";
import "./form-files.js";
import { startDraft } from "./form-draft.js";
import { startProof } from "./form-proof.js";
import { startSuggestions } from "./form-suggest.js";
import { startWarnings } from "./form-warnings.js";

const form = document.querySelector("form[data-fabu-form]");
for (const start of [startProof, startDraft, startSuggestions, startWarnings]) start(form);
