// What scripts add to a calculator.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import "./selfhelp-tool.js";

startLawNotes();
