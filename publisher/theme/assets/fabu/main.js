// Everything that scripts add to a page. Each part works alone; pages work without all of them.
import { startCaseFilter } from "./case-filter.js";
import { startCopying } from "./copy-text.js";
import { startLeavingNotice } from "./leaving.js";
import { startReadingTools } from "./reading-tools.js";

startReadingTools();
startLeavingNotice();
startCaseFilter();
startCopying();
