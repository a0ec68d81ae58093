// What scripts add to a hearing: free seats, and what is to be copied.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import { startCopying } from "./copy-text.js";
import { startHearingSeats } from "./hearing-seats.js";

startLawNotes();
startCopying();
startHearingSeats();
