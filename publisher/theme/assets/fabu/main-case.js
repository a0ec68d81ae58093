// What scripts add to a case: what it cites, and the basket.
import "./main.js";
import { startLawNotes } from "./law-notes.js";
import { startBasketButtons } from "./basket-buttons.js";

startLawNotes();
startBasketButtons();
