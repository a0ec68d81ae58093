// What scripts add to the search page.
import "./main.js";
import { startSearchPage } from "./search-page.js";

startSearchPage();
