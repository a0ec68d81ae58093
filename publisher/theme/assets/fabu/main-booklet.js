// What scripts add to the basket's own page.
import "./main.js";
import { startCopying } from "./copy-text.js";
import { startBasketPage } from "./basket-page.js";

startCopying();
startBasketPage();
