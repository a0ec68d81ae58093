// What scripts add to a paper.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import "./selfhelp-paper-page.js";

startLawNotes();
