// Searches the static index; knows no DOM and no server. Runs in a Worker, in a page and in Node.
//
//   const index = await openIndex({ baseUrl: "/search-index/", fetch });
//   const { total, hits } = await index.search("拖欠工资", { limit: 10, filters: { kind: ["case"] } });
//
// The rules are those of search/server/answering.py, so that server and browser give the same pages.
import { fold, learnTraditional, runs, skeleton } from "./analysis.js";
import { counts, dated, has, union } from "./facets.js";
import { bestFirst, holdingAll, heldWorth, holdsInText, holdsInTitle, matchAll, Norms, rankedTerms, scoreAll, withParents } from "./matching.js";
import { QueryParser, requiredTerms } from "./query.js";
import { Files, IndexDamagedError } from "./shards.js";
import { Highlighter } from "./snippets.js";
import { Lexicon, mayBeMistyped, SURE_FROM } from "./lexicon.js";
import { answeringArticle, answeringQuestion, boundsOf, isLaw, isNamed, namedLaws, placeOf, WINDOW, withNamedLaw, withVariety } from "./leading.js";
import { nearest } from "./suggesting.js";

export { IndexDamagedError };

const FORMAT = 5;
const ANALYSIS = 2;
/** Texts read at most to see whether a page holds a query with operators as typed. */
const MOST_LITERAL = 8;
const HAN_CHARACTER = /^\p{Script=Han}$/u;
const MANIFEST = "manifest.json";

/** Opens the index at `baseUrl`; IndexDamagedError when there is none that this version can read. */
export async function openIndex({ baseUrl, fetch = globalThis.fetch }) {
  const base = String(baseUrl).replace(/\/*$/, "/");
  // Called through a function of our own: a bare `fetch` loses its `this` in some browsers.
  const get = (url) => fetch(url);
  let manifest;
  try {
    const answer = await get(base + MANIFEST);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    manifest = await answer.json();
  } catch (error) {
    throw new IndexDamagedError(MANIFEST, error.message);
  }
  if (manifest.format !== FORMAT || manifest.analysis !== ANALYSIS) {
    throw new IndexDamagedError(MANIFEST, "the index is of another version");
  }
  try {
    manifest.common = new Set(manifest.common);
    return new SearchIndex(new Files(base, get, manifest), manifest);
  } catch (error) {
    throw new IndexDamagedError(MANIFEST, error.message);
  }
}

class SearchIndex {
  constructor(files, manifest) {
    this.files = files;
    this.manifest = manifest;
    this.pages = manifest.pages;
  }

  /** Knows the synonyms that the Han characters of `text` may begin. */
  async parser(text = "") {
    if (!this.made) this.made = new QueryParser(this.manifest);
    const { query, synonyms } = this.manifest.limits;
    const cut = fold(Array.from(text).slice(0, query).join(""));
    const characters = runs(cut).filter((run) => run.isHan).flatMap((run) => Array.from(run.text));
    const numbers = new Set(characters.map((character) => character.codePointAt(0) % synonyms.files));
    const parts = await Promise.all(Array.from(numbers, (number) => this.json(`synonyms-${number}`)));
    for (const part of parts) this.made.learn(part);
    return this.made;
  }

  /** Fetches what every search needs, so that the first one only waits for its own terms. */
  async prepare() {
    await Promise.all([this.parser(), this.norms()]);
    return this.pages;
  }

  /** What only some searches need: words to suggest, pages by their own numbers. */
  json(name) {
    return this.files.load(`${name}.z`, (octets) => JSON.parse(new TextDecoder().decode(octets)));
  }

  /** 您是不是要找: words of the library that look like `text`. */
  async similar(text) {
    const { limits } = this.manifest;
    return nearest(await this.json("words"), Array.from(text).slice(0, limits.query).join(""), limits);
  }

  async norms() {
    if (!this.normed) {
      const [lengths, parents, cited] = await Promise.all(["lengths", "parents", "cited"].map((name) => this.files.column(name)));
      this.normed = new Norms(lengths, this.manifest.average, this.manifest.weights, parents, cited);
    }
    return this.normed;
  }

  /** The query in a text and its postings; once more with traditional characters if some are nowhere. */
  async read(text, withOperators) {
    const parser = await this.parser(text);
    const laws = text.includes("条") || text.includes("條") ? await this.json("laws") : {};
    const query = parser.parse(text, withOperators, laws);
    const postings = await this.postings(query, parser);
    const isUnknown = (term) => HAN_CHARACTER.test(term) && postings.has(term) && !postings.get(term).length;
    if (this.knowsTraditional || !Array.from(query.weights.keys()).some(isUnknown)) return { query, postings, parser };
    learnTraditional(await this.json("traditional"));
    this.knowsTraditional = true;
    await this.parser(text);
    const again = parser.parse(text, withOperators, laws);
    return { query: again, postings: await this.postings(again, parser), parser };
  }

  /**
   * The pages that hold all of `text`, or else the closest ones.
   * `filters`: {name: [values]}; values of one filter are alternatives, different filters all apply.
   * `dates`: {first, last}, each a year, month or day and included, "" for an open end.
   * `sort`: "relevance" or "date". With `facets`, counts by facet and value come too; each facet is a
   * file more. With `snippets`, so does the passage of each hit; each is a file more. `corrected` is what
   * was searched instead when no page holds what was typed.
   */
  async search(text, options = {}) {
    const found = await this.searchAsTyped(text, options);
    if (found.asksTooMuch) {
      const loose = await this.searchAsTyped(text, { ...options, withOperators: false });
      return loose.total ? { ...loose, isLoose: true } : found;
    }
    if (!found.isMissed) return found;
    const holds = async (pair) => (await this.files.postings(pair)).length > 0;
    const asWhole = !found.isUnderstood;
    const guess = (await mayBeMistyped(text, holds, asWhole)) ? await (await this.lexicon()).meant(text, holds, asWhole) : null;
    if (!guess) return found;
    const better = await this.searchAsTyped(guess.text, options);
    return better.hasExact || (better.total && guess.size >= SURE_FROM) ? { ...better, corrected: guess.text, isScarce: found.isScarce } : found;
  }

  async lexicon() {
    if (!this.known) this.known = new Lexicon(await this.json("lexicon"));
    return this.known;
  }

  async searchAsTyped(text, { limit = 10, offset = 0, filters = {}, dates = {}, sort = "relevance", facets = false, snippets = false, withOperators = true } = {}) {
    const normsComing = this.norms();
    normsComing.catch(() => {}); // awaited below; until then nobody listens
    const { query, postings, parser } = await this.read(text, withOperators);
    const chosen = Object.entries(filters).map(([name, values]) => [name, values.filter(Boolean)]).filter(([, values]) => values.length);
    const isDated = Boolean(dates.first || dates.last);
    if (!query.units.length && (text.trim() || !(chosen.length || isDated))) {
      return { total: 0, hits: [], exactTotal: 0, isWidened: false, isEmpty: !text.trim(), synonyms: [], facets: {}, isTruncated: false, nearest: [], corrected: "", hasExact: false, isMissed: false, asksTooMuch: false };
    }
    const wanted = facets ? this.manifest.facets : chosen.map(([name]) => name);
    const [norms, numbers, columns] = await Promise.all([
      normsComing,
      query.numbers.length ? this.json("numbers") : {},
      Promise.all(wanted.map(async (name) => [name, await this.files.facet(name)])),
    ]);
    const answer = new Answer(this, query, postings, norms, parser, numbers);
    const found = await answer.find(offset + limit);
    const sets = new Map(columns);
    const choices = chosen.map(([name, values]) => [name, union(sets.get(name), values, this.pages)]);
    if (isDated) choices.push(["date", dated(await this.json("dates"), dates, this.pages)]);
    const allowed = new Set(Array.from(found.documents).filter((document) => choices.every(([, set]) => has(set, document))));
    const byDate = sort === "date" || !query.units.length;
    const isWidened = found.exact.size < found.documents.size;
    const isTiered = isWidened && found.exact.size > 0;
    const ranked = answer.inOrder(found, allowed, byDate);
    const led = byDate ? ranked : await this.led(ranked, query, offset, limit, isTiered);
    const uses = answer.synonymUses(found.documents);
    const highlighter = this.highlighter(query, uses);
    const hitsOf = (pairs) => Promise.all(pairs.map(([document, score]) => this.hit(document, score, highlighter, snippets)));
    const hits = await hitsOf(led.slice(offset, offset + limit));
    return {
      total: allowed.size,
      hits,
      exactTotal: Array.from(allowed).filter((document) => found.exact.has(document)).length,
      isWidened,
      isScarce: query.units.length > 0 && found.exact.size < this.manifest.weights.few,
      isTruncated: query.isTruncated,
      isEmpty: false,
      foundBeforeFilters: found.documents.size,
      synonyms: uses,
      facets: facets ? counts(sets, choices, found.documents) : {},
      nearest: await hitsOf(answer.nearest(found, choices, limit)),
      corrected: "",
      hasExact: found.exact.size > 0,
      isMissed: answer.isMissed(found),
      isUnderstood: query.expansions.length > 0,
      asksTooMuch: !found.documents.size && query.strictUnits.length > 0 && query.strictUnits.length < query.units.length,
    };
  }

  /** `ranked` with at most one of the kinds to act with among the first, unless they are in tiers, and the named law before all. */
  async led(ranked, query, offset, limit, isTiered) {
    const laws = namedLaws(query.weights.keys());
    if (!limit || offset >= WINDOW || (isTiered && !laws.size)) return ranked;
    const pages = new Map(await Promise.all(ranked.slice(0, WINDOW).map(async ([document]) => [document, await this.files.page(document)])));
    const typed = skeleton(query.cut);
    const kinds = new Map(Array.from(pages, ([document, page]) => [document, isLaw(page) && isNamed(page.title, typed, laws) ? "" : page.kind]));
    const varied = isTiered ? ranked : withVariety(ranked, kinds, this.manifest.weights);
    return laws.size ? withNamedLaw(varied, pages, laws) : varied;
  }

  /** The passage of a page that answers `text`: {pieces: [[text, isMarked]], section: {name, anchor} or null}. */
  async passage(document, text, synonyms = []) {
    const parser = await this.parser();
    const page = await this.files.page(document);
    return this.passageOf(document, new Highlighter(parser.parse(text).cut, synonyms), page);
  }

  async passageOf(document, highlighter, page) {
    const { prose, sections } = page;
    const text = await this.files.text(document);
    const part = await this.partOf(document, highlighter, page);
    if (part) return { pieces: highlighter.passage(afterHeading(text.slice(...boundsOf(page, part.number)))).pieces, section: null };
    if (isLaw(page) && sections.length) return { pieces: highlighter.passage(text.slice(0, text.indexOf("\n"))).pieces, section: null };
    const { pieces, place } = highlighter.passage(text, prose);
    const section = sections.filter(([start]) => start <= place).pop();
    return { pieces, section: section ? { name: section[1], anchor: section[2] } : null };
  }

  /** The question of a page of questions or the article of a law that is the hit: {number, title}; null for the whole page. */
  async partOf(document, highlighter, page) {
    const question = answeringQuestion(page, highlighter);
    if (question >= 0) return { number: question, title: page.sections[question][1] };
    if (!isLaw(page)) return null;
    const text = await this.files.text(document);
    const article = answeringArticle(text, page, highlighter);
    return article < 0 ? null : { number: article, title: `${page.title}${page.sections[article][1]}` };
  }

  highlighter(query, uses) {
    return new Highlighter(query.cut, [].concat(...uses.map((use) => use.words)));
  }

  /** `partOf`: title of the page of questions of which the hit is one question. An article of a law says it in its title. */
  async hit(document, score, highlighter, withPassage) {
    const whole = await this.files.page(document);
    const { prose, sections, ...page } = whole;
    const hit = { ...page, document, score: Math.round(score * 1e5) / 1e5 };
    const part = await this.partOf(document, highlighter, whole);
    if (part) Object.assign(hit, { title: part.title, url: placeOf(page.url, sections[part.number][2]), partOf: isLaw(page) ? "" : page.title });
    if (withPassage) {
      const { pieces, section } = await this.passageOf(document, highlighter, whole);
      Object.assign(hit, { snippet: pieces, section });
    }
    return hit;
  }

  /** Postings of every term that the query asks for, but not of minor common ones, which say nothing. */
  async postings(query, parser) {
    const required = [].concat(...query.units.map((ways) => [].concat(...ways)));
    for (const phrase of [...query.excluded, ...query.phrases, query.literal]) required.push(...requiredTerms(phrase));
    if (query.literal) for (const ways of parser.parse(query.cut, false).units) required.push(...[].concat(...ways));
    const needed = new Set(required);
    const ranked = Array.from(query.weights.keys());
    const isMinor = (term) => query.weights.get(term) < this.manifest.weights.bigram;
    const telling = ranked.filter((term) => !(isMinor(term) && this.manifest.common.has(term)));
    for (const term of telling) needed.add(term);
    const postings = new Map();
    const load = (terms) => Promise.all(Array.from(terms, async (term) => postings.set(term, await this.files.postings(term))));
    await load(needed);
    const { weights, pages } = this.manifest;
    const isCommon = (term) => postings.get(term).length > Math.max(weights.common_floor, weights.common_share * pages);
    if (!telling.some((term) => postings.get(term).length && !(isMinor(term) && isCommon(term)))) {
      await load(ranked.filter((term) => !postings.has(term)));
    }
    return postings;
  }
}

/** A section without its first line. */
function afterHeading(text) {
  return text.slice(text.indexOf("\n") + 1).trim();
}

/** The bigrams of folded text that something follows there, as {term, follower}. */
function followedPairs(folded) {
  const found = [];
  for (const run of runs(folded)) {
    const characters = Array.from(run.text);
    if (!run.isHan || characters.length < 2) continue;
    const following = characters.slice(2).concat(Array.from(folded.slice(run.end)).slice(0, 1));
    following.forEach((follower, place) => found.push({ term: characters[place] + characters[place + 1], follower }));
  }
  return found;
}

/** One query over postings that are all in memory. */
class Answer {
  constructor(index, query, postings, norms, parser, numbers) {
    this.index = index;
    this.numbered = new Set([].concat(...query.numbers.map((number) => numbers[number] || [])));
    this.manifest = index.manifest;
    this.query = query;
    this.postings = postings;
    this.norms = norms;
    this.parser = parser;
  }

  get terms() {
    if (!this.ranked) this.ranked = rankedTerms(this.query, this.postings, this.manifest);
    return this.ranked;
  }

  async find(wanted) {
    const { query } = this;
    const { weights, pages } = this.manifest;
    if (!query.units.length) {
      const everything = new Set(Array.from({ length: pages }, (_, document) => document));
      return { documents: everything, exact: everything, scores: new Float64Array(pages) };
    }
    this.literal = await this.literalPages();
    const units = query.isQuestion ? query.units.map(([typed]) => [typed]) : query.units;
    const exact = this.keep(matchAll(units, this.postings));
    const scores = this.scores();
    if (!query.isQuestion && this.isEnough(exact)) return { documents: exact, exact, scores: this.withPhrases(exact, scores) };
    const documents = new Set([...exact, ...this.closest(scores, Math.max(weights.widened_limit, wanted))]);
    if (!documents.size) return { documents, exact, scores };
    const raised = this.withPhrases(documents, scores);
    let best = 0;
    for (const document of documents) best = Math.max(best, raised[document]);
    for (const document of exact) raised[document] += best;
    return { documents, exact, scores: raised };
  }

  /** The score of every document, before what only the best are looked at for. */
  scores() {
    const { norms } = this;
    const { weights, pages } = this.manifest;
    let scores = scoreAll(this.terms, norms, pages);
    if (norms.parents && !this.query.isPasted) scores = withParents(scores, norms.parents, weights);
    return norms.factors ? scores.map((score, document) => score * norms.factors[document]) : scores;
  }

  /** Whether the pages that hold every part of the query are all that is asked for. */
  isEnough(exact) {
    const { query } = this;
    if (exact.size >= this.manifest.weights.few) return true;
    const isRestricted = query.exact.length || query.excluded.length || query.fields.length;
    return exact.size > 0 && Boolean(query.units.length < 2 || query.isIdentifier || isRestricted);
  }

  closest(scores, limit) {
    const { query } = this;
    let pool = [];
    if (query.strictUnits.length) {
      pool = this.keep(matchAll(query.strictUnits, this.postings));
    } else {
      const [held, needed] = heldWorth(query, this.postings, this.manifest);
      if (!held.some((worth) => worth >= needed)) return [];
      const close = this.manifest.weights.close * needed;
      held.forEach((worth, document) => { if (worth > 0 && worth >= close) pool.push(document); });
      if (!pool.length) scores.forEach((score, document) => { if (score > 0) pool.push(document); });
    }
    const best = bestFirst(pool, scores, limit);
    return query.excluded.length ? this.keep(best) : best;
  }

  /** Whether no page holds all that was typed, and it may be mistyped. */
  isMissed({ exact }) {
    const { query } = this;
    const isPlain = !(query.exact.length || query.excluded.length || query.fields.length || query.numbers.length || query.isPasted);
    return isPlain && query.units.length > 0 && !exact.size;
  }

  /** Where no page fits: those that have something in common with the query all the same. */
  nearest({ documents, scores }, choices, limit) {
    const { query } = this;
    if (documents.size || query.exact.length || query.excluded.length || query.fields.length) return [];
    const pool = [];
    scores.forEach((score, document) => {
      if (score > 0 && choices.every(([, set]) => has(set, document))) pool.push(document);
    });
    return bestFirst(pool, scores, limit).map((document) => [document, scores[document]]);
  }

  /** Those of `documents` that pass the operators, and the pages that hold the query as typed. */
  keep(documents) {
    const { query } = this;
    let kept = Array.from(documents);
    for (const phrase of query.exact) kept = kept.filter((document) => this.holds(phrase, document));
    for (const { name, value } of query.fields) {
      const folded = fold(value);
      kept = kept.filter((document) => (name === "标题" ? this.inTitle(folded, document) : this.holds(folded, document)));
    }
    for (const phrase of query.excluded) kept = kept.filter((document) => !this.holds(phrase, document));
    return new Set([...kept, ...this.literal]);
  }

  /** The pages that hold a query with operators as typed: it may be a piece that only looks like one. */
  async literalPages() {
    const { query } = this;
    if (!query.literal) return [];
    const found = matchAll(this.parser.parse(query.cut, false).units, this.postings);
    const likely = Array.from(found).filter((document) => this.holds(query.literal, document)).slice(0, MOST_LITERAL);
    const texts = await Promise.all(likely.map((document) => this.index.files.text(document)));
    return likely.filter((_, place) => fold(texts[place]).includes(query.literal));
  }

  holds(phrase, document) {
    return holdsInText(followedPairs(phrase), requiredTerms(phrase), this.postings, document) || this.inTitle(phrase, document);
  }

  inTitle(phrase, document) {
    const required = requiredTerms(phrase).filter((term) => this.postings.has(term));
    return required.length > 0 && holdsInTitle(required, this.postings, document);
  }

  /** [document, score] of all documents, in order. */
  inOrder(found, allowed, byDate) {
    const order = byDate ? Array.from(allowed).sort((a, b) => a - b) : bestFirst(allowed, found.scores);
    return order.map((document) => [document, found.scores[document]]);
  }

  /** Scores, those of the best raised that hold the query as typed, title before text. */
  withPhrases(documents, scores) {
    const { phrases } = this.query;
    if (!phrases.length || documents.size < 2) return scores;
    const { weights, limits } = this.manifest;
    const raised = scores.slice();
    const prepared = phrases.map((phrase) => [followedPairs(phrase), requiredTerms(phrase)]);
    for (const document of bestFirst(documents, scores, limits.reranked)) {
      let share = 0;
      for (const [pairs, required] of prepared) {
        if (!required.every((term) => this.postings.has(term))) continue;
        if (holdsInText(pairs, required, this.postings, document)) share += weights.phrase;
        if (required.length && holdsInTitle(required, this.postings, document)) share += weights.phrase_in_title;
      }
      raised[document] *= 1 + share / phrases.length;
    }
    for (const document of this.numbered) raised[document] *= 1 + weights.number;
    return raised;
  }

  /** The synonyms of typed words that stand in the results. */
  synonymUses(documents) {
    const uses = [];
    for (const { typed, words } of this.query.expansions) {
      const used = words.filter((word) => holdingAll(requiredTerms(fold(word)), this.postings, documents).size);
      if (used.length) uses.push({ typed, words: used });
    }
    return uses;
  }
}
