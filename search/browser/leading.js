// What stands first, and as what: search/leading.py. Pure.

import { skeleton } from "./analysis.js";

const ACTING = new Set(["way", "tool", "paper", "term", "law"]);
export const WINDOW = 10;
const QUESTIONS = "faq";
const ARTICLES = "law";
const TYPED_YEAR = /(?<![0-9])((?:19|20)[0-9]{2}) ?年?(?:修正|修订|版|文本|本)?[)\]》〕 ]*的?第? ?[0-9零〇一二三四五六七八九十百千]+ ?条/gu;
const YEAR_OF_TEXT = /(?<![0-9])(?:19|20)[0-9]{2}(?=[年修])/gu;
export const isLaw = ({ kind }) => kind === ARTICLES;

/** `ranked` ([document, score]) with at most one acting kind and no law among the first, as long as others can stand there. */
export function withVariety(ranked, kinds, weights) {
  const window = ranked.slice(0, WINDOW);
  const isActing = ([document]) => ACTING.has(kinds.get(document));
  const leading = [];
  const behind = [];
  for (let place = 0; place < window.length && leading.length < weights.leading; place += 1) {
    const needed = weights.leading_share * window[place][1];
    const canWait = window.slice(place + 1).some((other) => !isActing(other) && other[1] >= needed);
    const waits = isActing(window[place]) && (leading.some(isActing) || kinds.get(window[place][0]) === ARTICLES);
    const isNext = !(waits && canWait);
    (isNext ? leading : behind).push(window[place]);
  }
  const taken = new Set([...leading, ...behind]);
  return [...leading, ...behind, ...ranked.filter((pair) => !taken.has(pair))];
}

/** The laws of whose articles a query's terms speak, as skeletons of their names. */
export function namedLaws(terms) {
  return new Set(Array.from(terms, (term) => /^§(.{2,})条[0-9]+$/.exec(term)).filter(Boolean).map(([, name]) => name));
}

/** Whether a query names the law of that title: `typed` is its skeleton. */
export function isNamed(title, typed, laws) {
  const name = skeleton(title);
  return laws.has(name) || typed.includes(name);
}

/** `ranked` with the law first whose article was typed by name and number, where it is among the first. */
export function withNamedLaw(ranked, pages, laws) {
  const isFirst = ([document]) => pages.has(document) && isLaw(pages.get(document)) && laws.has(skeleton(pages.get(document).title));
  return [...ranked.slice(0, WINDOW).filter(isFirst), ...ranked.filter((pair, place) => place >= WINDOW || !isFirst(pair))];
}

/** The question of a page of questions that says most of what was asked, and more than its title: its place, or -1. */
export function answeringQuestion({ kind, title, sections }, highlighter) {
  if (kind !== QUESTIONS) return -1;
  let best = -1;
  let most = highlighter.worth(title);
  sections.forEach(([, name], place) => {
    const worth = highlighter.worth(name);
    if (worth <= most) return;
    most = worth;
    best = place;
  });
  return best;
}

/** The article of a law that a query means: by its number, or what says most of what was typed; -1 for the law as a whole, also where a year of another text was typed. */
export function answeringArticle(text, page, highlighter) {
  const own = text.slice(0, text.indexOf("\n")).match(YEAR_OF_TEXT);
  if (highlighter.years.size && own && !own.some((year) => highlighter.years.has(year))) return -1;
  const asked = page.sections.findIndex(([, name]) => highlighter.means(name));
  if (asked >= 0) return asked;
  const worths = page.sections.map((_, number) => highlighter.worth(text.slice(...boundsOf(page, number))));
  const best = Math.max(...worths);
  return best > highlighter.worth(page.title) ? worths.indexOf(best) : -1;
}

/** The years by which a folded query names the text of which it wants an article: 公司法2018年第88条. */
export function typedYears(folded) {
  return new Set(Array.from(folded.matchAll(TYPED_YEAR), ([, year]) => year));
}

/** Where in the text that section begins and ends. */
export function boundsOf({ sections, prose }, number) {
  return [sections[number][0], number + 1 < sections.length ? sections[number + 1][0] : prose];
}

/** The address of a section: a page below `url` where its anchor ends with a slash. */
export function placeOf(url, anchor) {
  return anchor.endsWith("/") ? `${url}${anchor}` : `${url}#${anchor}`;
}
