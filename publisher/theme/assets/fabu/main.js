// What scripts add to every page. Each part works alone; pages work without all of them.
import { startPageFind } from "./page-find.js";
import { startReadingTools } from "./reading-tools.js";
import { startLeavingNotice } from "./leaving.js";
import { startSearchBoxes } from "./search-box.js";

startReadingTools();
startPageFind();
startLeavingNotice();
startSearchBoxes();
