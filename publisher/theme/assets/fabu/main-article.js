// What scripts add to a document: what it cites, where one stands.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import { startCopying } from "./copy-text.js";

startLawNotes();
startCopying();
