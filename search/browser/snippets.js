// The passage of a page that best answers a query: search/server/snippets.py. Gives pieces [text, isMarked],
// never markup, so that a page can show them as text.
import { bigrams, fold, foldWithOffsets, runs } from "./analysis.js";
import { typedYears } from "./leading.js";
import { references } from "./references.js";

const WIDTH = 80;
const LEAD = 20;
const REACH = 70;
const REFERENCE_WORTH = 4;
const SYNONYM_WORTH = 0.5;
const MOST_NEEDLES = 64;
const MOST_PLACES = 8;
// eslint-disable-next-line no-control-regex
const SENTENCE_END = /[。！？；\n][”’」』）]*\s*/g;
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\s]+/g;

/** What to look for: folded needles with their worth, and references. */
export class Highlighter {
  constructor(query, synonyms = []) {
    const folded = fold(query);
    const needles = new Map();
    const put = (needle, worth) => { if (!needles.has(needle)) needles.set(needle, worth); };
    for (const run of runs(folded)) {
      put(run.text, 1 + Array.from(run.text).length);
      if (run.isHan) bigrams(run.text).forEach((pair) => put(pair, 1));
    }
    for (const word of synonyms) put(fold(word), SYNONYM_WORTH * Array.from(word).length);
    this.needles = Array.from(needles).slice(0, MOST_NEEDLES);
    this.isOneRun = runs(folded).length === 1;
    this.years = typedYears(folded);
    this.references = new Set(references(folded, true).map(({ terms }) => last(terms)));
  }

  /**
   * About `width` characters around the best place, in whole sentences where that can be, as {pieces, place}.
   * Only the first `prose` characters are sentences; without a match in them it is their beginning.
   */
  passage(whole, prose = whole.length, width = WIDTH) {
    const text = whole.slice(0, prose);
    const [folded, offsets] = foldWithOffsets(text);
    const around = this.matchesAroundWhole(folded, width);
    const matches = around.length ? around : this.matches(folded);
    const spans = matches.map(({ start, end }) => (offsets ? [offsets[start], offsets[end - 1] + 1] : [start, end]));
    let start = bestStart(matches, width);
    if (offsets && start) start = offsets[start];
    let first = Math.min(...spans.filter(([a]) => a >= start).map(([a]) => a), Infinity);
    if (first === Infinity) first = start;
    const [from, isBegun] = sentenceStart(text, start, first);
    start = from;
    const limit = Math.min(text.length, start + width);
    const reached = Math.max(...spans.filter(([a, b]) => a >= start && b <= limit).map(([, b]) => b), start);
    const [end, isEnded] = sentenceEnd(text, reached, limit);
    const shown = spans.filter(([a, b]) => a < end && b > start).map(([a, b]) => [Math.max(a, start), Math.min(b, end)]);
    const pieces = marked(text, start, end, merged(shown));
    if (!isBegun) pieces.unshift(["…", false]);
    if (!isEnded) pieces.push(["…", false]);
    return { pieces, place: first };
  }

  /** How much of what is looked for stands in a short text. */
  worth(text) {
    const folded = fold(text);
    return this.needles.reduce((sum, [needle, worth]) => sum + (folded.includes(needle) ? worth : 0), 0);
  }

  /** Whether a short text is a reference that was typed, in whatever spelling. */
  means(text) {
    return this.references.size > 0 && references(fold(text)).some(({ terms }) => terms.some((term) => this.references.has(term)));
  }

  /** The whole title. */
  title(title) {
    const [folded, offsets] = foldWithOffsets(title);
    const spans = this.matches(folded).map(({ start, end }) => (offsets ? [offsets[start], offsets[end - 1] + 1] : [start, end]));
    return marked(title, 0, title.length, merged(spans));
  }

  /** Where a query of one run stands as typed there is no better passage. */
  matchesAroundWhole(folded, width) {
    const place = this.isOneRun ? folded.indexOf(this.needles[0][0]) : -1;
    if (place < 0) return [];
    const from = Math.max(0, place - width);
    return this.matches(folded.slice(from, place + width)).map((match) => ({ ...match, start: match.start + from, end: match.end + from }));
  }

  matches(folded) {
    const found = [];
    for (const [needle, worth] of this.needles) {
      let place = folded.indexOf(needle);
      for (let count = 0; place >= 0 && count < MOST_PLACES; count += 1) {
        found.push({ start: place, end: place + needle.length, needle, worth });
        place = folded.indexOf(needle, place + needle.length);
      }
    }
    if (this.references.size) {
      for (const { start, end, terms } of references(folded)) {
        if (terms.some((term) => this.references.has(term))) {
          found.push({ start, end, needle: folded.slice(start, end), worth: REFERENCE_WORTH });
        }
      }
    }
    return found.sort((a, b) => a.start - b.start || a.end - b.end);
  }
}

function last(list) {
  return list[list.length - 1];
}

/** The start of the window whose different needles are worth most; the first of equals. */
function bestStart(matches, width) {
  const inside = new Map();
  let best = 0;
  let bestWorth = 0;
  let worth = 0;
  let head = 0;
  for (const match of matches) {
    const count = inside.get(match.needle) || 0;
    if (!count) worth += match.worth;
    inside.set(match.needle, count + 1);
    while (matches[head].start < match.end - (width - LEAD) && matches[head] !== match) {
      const left = inside.get(matches[head].needle) - 1;
      inside.set(matches[head].needle, left);
      if (!left) worth -= matches[head].worth;
      head += 1;
    }
    if (worth > bestWorth) [best, bestWorth] = [matches[head].start, worth];
  }
  return Math.max(0, best - LEAD);
}

/** Where sentences end in `text` from `low` to `high`. */
function sentenceEnds(text, low, high) {
  return Array.from(text.slice(low, high).matchAll(SENTENCE_END), (found) => low + found.index + found[0].length);
}

/** Where to begin for a match at `first`, and whether a sentence begins there. */
function sentenceStart(text, start, first) {
  const low = Math.max(0, Math.min(start, first) - REACH);
  const ends = sentenceEnds(text, low, first);
  if (ends.length) return [last(ends), true];
  return low ? [start, false] : [0, true];
}

/** Where to end behind a match that ends at `reached`, and whether a sentence ends there. */
function sentenceEnd(text, reached, limit) {
  if (limit === text.length) return [limit, true];
  const high = Math.min(text.length, limit + REACH);
  const ends = sentenceEnds(text, Math.max(0, reached - 1), high);
  const within = ends.filter((end) => end <= limit);
  if (within.length) return [last(within), true];
  if (ends.length) return [ends[0], true];
  return high === text.length ? [high, true] : [limit, false];
}

function merged(spans) {
  const found = [];
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const before = found[found.length - 1];
    if (before && start <= before[1]) before[1] = Math.max(end, before[1]);
    else found.push([start, end]);
  }
  return found;
}

function marked(text, start, end, spans) {
  const pieces = [];
  const put = (part, isMarked) => { if (part) pieces.push([part.replace(UNPRINTABLE, " "), isMarked]); };
  let place = start;
  for (const [left, right] of spans) {
    put(text.slice(place, left), false);
    put(text.slice(left, right), true);
    place = right;
  }
  put(text.slice(place, end), false);
  return pieces;
}
