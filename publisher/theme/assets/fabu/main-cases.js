// What scripts add to a list of cases: filters that combine, and the basket.
import "./main.js";
import { startCaseFilter } from "./case-filter.js";
import { startBasketButtons } from "./basket-buttons.js";

startCaseFilter();
startBasketButtons();
