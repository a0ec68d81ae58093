// What scripts add to a health check.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import "./health-check.js";

startLawNotes();
