// What a reader typed, as terms to require and terms to rank by: search/query.py with its fillers,
// synonyms and operators, rule for rule.
import { bigrams, fold, isLong, joint, runs, skeleton, widestPieces } from "./analysis.js";
import { HAN, documentNumberTerms, lawReferences, references } from "./references.js";

const QUOTED = "\"[^\"]+\"|“[^“”]+”|「[^「」]+」|『[^『』]+』|＂[^＂]+＂";
const HAN_START = "\\p{Script=Han}";
const OPERATORS = new RegExp(
  `(案号|文号|案由|标题)[:：]\\s?(${QUOTED}|[^\\s"“「『＂]+)` +
  `|(\\s)[-−－](${QUOTED}|(?=[A-Za-z]|${HAN_START})[^\\s"“「『＂]+)` +
  `|(${QUOTED})`, "gu");
const FEW_CHARACTERS = 12;
const PASTED = 60;
const APART = "\"“”「」『』＂ \t\r\n\u3000";
const SENTENCE = /[，。！？；,!?;]/u;
const CASE_NUMBER = new RegExp(
  `\\(?(?:19|20)[0-9]{2}\\)? ?(?!年)[${HAN}][${HAN}0-9 ]{1,14}?[0-9]{1,7} ?号(?:之[一二三四五六七八九十0-9]{1,2})?`, "gu");
const SPREAD = new RegExp(`(?<!\\S)[${HAN}](?:[ \\t]+[${HAN}])+(?!\\S)`, "gu");

/** Case numbers in folded text as skeletons, document numbers as their terms. */
export function recognisedNumbers(folded) {
  return Array.from(new Set([...documentNumberTerms(folded), ...Array.from(folded.matchAll(CASE_NUMBER), (match) => skeleton(match[0]))]));
}

function count(text) {
  return Array.from(skeleton(text)).length;
}

/** What stands in quotation marks. */
function quotedIn(text) {
  const found = Array.from(text.matchAll(OPERATORS)).filter((match) => match[5]).map((match) => match[5].slice(1, -1));
  return found.filter((phrase) => runs(fold(phrase)).length);
}

/** Whether quoted phrases stand apart from what else was typed, and that is little. */
function asksForPhrases(text, rest) {
  if (count(rest) > FEW_CHARACTERS || SENTENCE.test(rest)) return false;
  return Array.from(text.matchAll(OPERATORS)).every((match) => {
    const end = match.index + match[0].length;
    return !match[5] || Array.from(text.slice(0, match.index).slice(-1) + text.slice(end, end + 1)).every((character) => APART.includes(character));
  });
}

function unquoted(operand) {
  return "\"“「『＂".includes(operand[0]) ? operand.slice(1, -1) : operand;
}

/** The typed text taken apart: {plain, phrases, excluded, fields, quoted}; as operators.py. */
export function splitOperators(text) {
  const parts = { plain: "", phrases: [], excluded: [], fields: [], quoted: [] };
  const besides = text.replace(OPERATORS, " ");
  if (count(besides) > PASTED) return { ...parts, plain: text, quoted: quotedIn(text) };
  const areQuotesOperators = asksForPhrases(text, besides);
  const plain = [];
  let place = 0;
  for (const match of text.matchAll(OPERATORS)) {
    if (match[5] && !areQuotesOperators) continue;
    const operand = unquoted(match[2] || match[4] || match[5]);
    if (!runs(fold(operand)).length) continue;
    plain.push(text.slice(place, match.index + (match[3] || "").length));
    place = match.index + match[0].length;
    if (match[1]) parts.fields.push({ name: match[1], value: operand });
    else if (match[4]) parts.excluded.push(operand);
    else parts.phrases.push(operand);
  }
  plain.push(text.slice(place));
  parts.plain = plain.join(" ");
  const asks = parts.phrases.length || parts.fields.length || runs(fold(parts.plain)).length;
  if (parts.excluded.length && !asks) return { plain: text, phrases: [], excluded: [], fields: [], quoted: [] };
  if (!areQuotesOperators) parts.quoted = quotedIn(parts.plain);
  return parts;
}

function isWhole(run, folded) {
  return run.start > 0 && run.end < folded.length && !isLong(run.text);
}

/** The terms that a page must hold to contain folded text, which may stand anywhere in it. */
export function requiredTerms(folded) {
  const required = [];
  let before = null;
  for (const run of runs(folded)) {
    if (run.isHan) required.push(...bigrams(run.text));
    else if (isWhole(run, folded)) required.push(run.text);
    else required.push(...widestPieces(run.text));
    if (before && before.end === run.start) {
      const word = before.isHan ? run : before;
      if (isWhole(word, folded)) required.push(...joint(before, run));
    }
    before = run;
  }
  return required;
}

function longestFirst(words) {
  return Array.from(words).sort((a, b) => Array.from(b).length - Array.from(a).length || (a < b ? -1 : 1));
}

function escaped(word) {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What must be said of a word; all of a short one. */
function essence(word, { loose_from: looseFrom, small }) {
  const [first, ...rest] = Array.from(word);
  return rest.length + 1 < looseFrom ? [first, ...rest] : [first, ...rest.filter((character) => !small.includes(character))];
}

/** Where a word ends that begins at `place` of a run, a list of characters; 0 when it is not said there. */
function endOf(kept, run, place, isLoose, { small, between }) {
  let at = place + 1;
  for (const character of kept.slice(1)) {
    const most = Math.min(isLoose ? at + between : at, run.length);
    while (at < most && small.includes(run[at]) && run[at] !== character) at += 1;
    if (run[at] !== character) return 0;
    at += 1;
  }
  return at;
}

/** Makes queries by one table of weights, fillers and synonyms (folded word → other words). */
export class QueryParser {
  constructor({ weights, limits, fillers }) {
    this.weights = weights;
    this.limits = limits;
    this.fillers = new RegExp(longestFirst(fillers.words).map(escaped).join("|"), "gu");
    this.particles = new Set(fillers.particles);
    this.synonyms = new Map();
    this.wordsByFirst = new Map();
    this.learned = new Set();
  }

  /** Adds synonyms: all those that begin with some characters. */
  learn(synonyms) {
    if (this.learned.has(synonyms)) return;
    this.learned.add(synonyms);
    for (const [word, words] of Object.entries(synonyms)) this.synonyms.set(word, words);
    const said = longestFirst(Object.keys(synonyms)).map((word) => [word, essence(word, this.limits.synonyms)]);
    for (const pair of said.sort((a, b) => b[1].length - a[1].length)) {
      const [first] = pair[1];
      if (!this.wordsByFirst.has(first)) this.wordsByFirst.set(first, []);
      this.wordsByFirst.get(first).push(pair);
    }
  }

  /** `laws`: the names by which laws are known, for a text that names an article. */
  parse(text, withOperators = true, laws = {}) {
    const cut = Array.from(text).slice(0, this.limits.query).join("");
    const parts = withOperators ? splitOperators(cut) : { plain: cut, phrases: [], excluded: [], fields: [], quoted: [] };
    const plain = fold(parts.plain).replace(SPREAD, (match) => match.replace(/[ \t]+/gu, ""));
    const exact = parts.phrases.map(fold);
    const han = runs(plain).filter((run) => run.isHan).reduce((sum, run) => sum + Array.from(run.text).length, 0);
    const isPasted = han > this.limits.expanded;
    const unigram = isPasted ? this.weights.unigram_pasted : this.weights.unigram;
    const strict = { units: new Map(), ranked: new Map(), expansions: new Map(), synonyms: false, unigram };
    for (const operand of [...exact, ...parts.fields.map((test) => fold(test.value))]) this.addRuns(operand, strict);
    const draft = { units: new Map(strict.units), ranked: strict.ranked, expansions: new Map(), synonyms: !isPasted, unigram };
    this.addPlain(plain, laws, draft);
    this.addSynonymWeights(draft);
    const words = plain.split(/\s+/u).filter((part) => Array.from(part).length >= this.limits.phrase);
    const numbers = recognisedNumbers(fold(cut));
    return {
      cut,
      units: Array.from(draft.units.values()),
      strictUnits: Array.from(strict.units.values()),
      weights: draft.ranked,
      phrases: Array.from(new Set([...exact, ...parts.quoted.map(fold), ...words])),
      exact,
      excluded: parts.excluded.map(fold),
      fields: parts.fields,
      literal: parts.excluded.length || parts.fields.length ? fold(cut).trim() : "",
      numbers,
      isIdentifier: numbers.length > 0 && count(cut) <= this.limits.identifier,
      isPasted,
      isQuestion: draft.expansions.size > 0 && draft.units.size > 1 && plain.split(/\s+/u).filter(Boolean).length === 1 && !(strict.units.size || parts.excluded.length || numbers.length),
      expansions: Array.from(draft.expansions.values()),
      isTruncated: cut.length < text.length,
    };
  }

  /** References, and the runs between them; none over another, of two that begin together the longer. */
  addPlain(plain, laws, draft) {
    const found = [...lawReferences(plain, laws), ...references(plain, true)];
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    let start = 0;
    for (const reference of found) {
      if (reference.start < start) continue;
      this.addRuns(plain.slice(start, reference.start), draft);
      this.addReference(plain.slice(reference.start, reference.end), reference, draft);
      start = reference.end;
    }
    this.addRuns(plain.slice(start), draft);
  }

  addReference(typed, { kind, terms }, draft) {
    const term = terms[terms.length - 1];
    addUnit(draft.units, [[term], requiredTerms(typed)]);
    add(draft.ranked, term, this.weights[kind]);
    if (kind !== "statute") this.addRanked(typed, draft, this.weights.filler);
  }

  addRuns(folded, draft) {
    for (const ways of this.units(folded, draft)) addUnit(draft.units, ways);
    this.addRanked(folded, draft);
  }

  addRanked(folded, draft, share = 1) {
    let before = null;
    for (const run of runs(folded)) {
      for (const [term, weight] of this.rankedTerms(run, draft.unigram)) add(draft.ranked, term, share * weight);
      if (before && before.end === run.start) {
        for (const term of joint(before, run)) add(draft.ranked, term, share * this.weights.bigram);
      }
      before = run;
    }
  }

  expansionsOf(run) {
    const characters = Array.from(run);
    const found = [];
    for (let place = 0; place < characters.length;) {
      const [word, end] = this.longestAt(characters, place);
      if (end) found.push({ typed: characters.slice(place, end).join(""), start: place, end, words: this.synonyms.get(word) });
      place = end || place + 1;
    }
    return found;
  }

  longestAt(characters, place) {
    const { synonyms } = this.limits;
    for (const [word, kept] of this.wordsByFirst.get(characters[place]) || []) {
      const end = endOf(kept, characters, place, Array.from(word).length >= synonyms.loose_from, synonyms);
      if (end) return [word, end];
    }
    return ["", 0];
  }

  units(folded, draft) {
    const touched = new Set();
    const found = [];
    for (const run of runs(folded)) {
      if (!run.isHan || !draft.synonyms) continue;
      for (const expansion of this.expansionsOf(run.text)) {
        if (!draft.expansions.has(expansion.typed)) draft.expansions.set(expansion.typed, expansion);
        const own = bigrams(run.text).slice(Math.max(0, expansion.start - 1), expansion.end);
        own.forEach((term) => touched.add(term));
        found.push([own, ...expansion.words.map((word) => requiredTerms(fold(word)))]);
      }
    }
    for (const term of requiredTerms(folded)) if (!touched.has(term)) found.push([[term]]);
    return found;
  }

  fillerPlaces(run) {
    const places = new Set();
    for (const match of run.matchAll(this.fillers)) {
      const start = Array.from(run.slice(0, match.index)).length;
      Array.from(match[0]).forEach((_, at) => places.add(start + at));
    }
    const characters = Array.from(run);
    let end = characters.length;
    while (end && (places.has(end - 1) || this.particles.has(characters[end - 1]))) end -= 1;
    for (let place = end; place < characters.length; place += 1) places.add(place);
    return places;
  }

  rankedTerms(run, unigram) {
    const { weights } = this;
    if (!run.isHan) {
      const pieces = widestPieces(run.text);
      return [[run.text, weights.word], ...pieces.map((piece) => [piece, weights.piece / pieces.length])];
    }
    const characters = Array.from(run.text);
    let filler = this.fillerPlaces(run.text);
    if (filler.size === characters.length) filler = new Set();
    const found = characters.map((character, place) => [character, unigram * (filler.has(place) ? weights.filler : 1)]);
    if (characters.length > 1) {
      bigrams(run.text).forEach((pair, place) => {
        const isFiller = filler.has(place) || filler.has(place + 1);
        found.push([pair, weights.bigram * (isFiller ? weights.filler : 1)]);
      });
    }
    return found;
  }

  addSynonymWeights(draft) {
    const typed = new Set(draft.ranked.keys());
    for (const expansion of draft.expansions.values()) {
      const weight = Math.min(this.weights.synonym_most, this.weights.synonym * (Array.from(expansion.typed).length - 1));
      for (const word of expansion.words) {
        for (const run of runs(fold(word))) {
          for (const term of run.isHan ? bigrams(run.text) : [run.text]) {
            if (!typed.has(term)) draft.ranked.set(term, Math.max(weight, draft.ranked.get(term) || 0));
          }
        }
      }
    }
  }
}

function add(ranked, term, weight) {
  ranked.set(term, (ranked.get(term) || 0) + weight);
}

function addUnit(units, ways) {
  const seen = new Map(ways.map((terms) => [terms.join("\n"), terms]));
  units.set(Array.from(seen.keys()).join("\n\n"), Array.from(seen.values()));
}
