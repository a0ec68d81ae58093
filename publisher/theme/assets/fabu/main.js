// Everything that scripts add to a page. Each part works alone; pages work without all of them.
import { startBasketButtons } from "./basket-buttons.js";
import { startBasketPage } from "./basket-page.js";
import { startCaseFilter } from "./case-filter.js";
import { startCopying } from "./copy-text.js";
import { startHearingSeats } from "./hearing-seats.js";
import { startLawNotes } from "./law-notes.js";
import { startLeavingNotice } from "./leaving.js";
import { startPageFind } from "./page-find.js";
import { startReadingTools } from "./reading-tools.js";
import { startSearchBoxes } from "./search-box.js";
import { startSearchPage } from "./search-page.js";

startReadingTools();
startPageFind();
startLeavingNotice();
startCaseFilter();
startBasketButtons();
startBasketPage();
startCopying();
startHearingSeats();
startLawNotes();
startSearchBoxes();
startSearchPage();
