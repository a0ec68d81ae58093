// From text to terms, as search/analysis.py: tests/search/vectors.jsonl holds both together.

import { HAN, references } from "./references.js";

const WORD_LIMIT = 64;
const PIECE = 3;
const RUNS = new RegExp(`([${HAN}]+)|((?:(?![${HAN}])[\\p{L}\\p{N}])+)`, "gu");
const ONLY_GAP = /^[ \t\r\n]*$/u;
const ONLY_BLANKS = /^[ \t]+$/u;
const UNSURE = /[^\u4e00-\u9fff0-9a-z \n。、；：，《》“”]/gu;
const DROPPED = /[\p{M}\p{Cf}]/gu;

/** Traditional characters as simplified ones, once `learnTraditional` was told of them. */
let traditional = null;
let traditionalPattern = null;

/** From now on text is folded with a table of traditional characters, all of them and then all simplified. */
export function learnTraditional([characters, others]) {
  const simplified = Array.from(others);
  traditional = new Map(Array.from(characters).map((character, place) => [character, simplified[place]]));
  traditionalPattern = new RegExp(`[${characters}]`, "gu");
}

const folds = new Map();

function foldCharacter(character) {
  let folded = folds.get(character);
  if (folded === undefined) {
    folded = character.normalize("NFKD").replace(DROPPED, "").toLowerCase().replace(/ς/g, "σ");
    folds.set(character, folded);
  }
  return folded;
}

/** Compatibility forms unified, lower case, without accents or invisible marks; each character alone. */
export function fold(text) {
  const folded = text.replace(UNSURE, foldCharacter);
  return traditional ? folded.replace(traditionalPattern, (character) => traditional.get(character)) : folded;
}

/** The folded text, and for each of its UTF-16 units the place in `text`; null when nothing moved. */
export function foldWithOffsets(text) {
  const folded = fold(text);
  let place = 0;
  let moved = folded.length !== text.length;
  const offsets = [];
  for (const character of text) {
    const { length } = fold(character);
    if (length !== character.length) moved = true;
    for (let unit = 0; unit < length; unit += 1) offsets.push(place + Math.min(unit, character.length - 1));
    place += character.length;
  }
  offsets.push(text.length);
  return [folded, moved ? offsets : null];
}

/** Han runs and words of folded text: {text, isHan, start, end}; `start` and `end` in UTF-16 units. */
export function runs(folded) {
  const found = [];
  for (const match of folded.matchAll(RUNS)) {
    found.push({ text: match[0], isHan: match[1] !== undefined, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A text without punctuation and spaces, to compare what was typed with what was printed. */
export function skeleton(text) {
  return runs(fold(text)).map((run) => run.text).join("");
}

/** The overlapping pairs of a Han run; the character itself when it stands alone. */
export function bigrams(han) {
  const characters = Array.from(han);
  if (characters.length < 2) return [han];
  return characters.slice(1).map((character, place) => characters[place] + character);
}

function pieces(word, size) {
  const characters = Array.from(word);
  const found = [];
  for (let start = 0; start + size <= characters.length; start += 1) {
    found.push(`~${characters.slice(start, start + size).join("")}`);
  }
  return found;
}

export function isLong(word) {
  return Array.from(word).length > WORD_LIMIT;
}

/** The word itself, if it is not too long, and all of its pieces. */
export function wordTerms(word) {
  const found = isLong(word) ? [] : [word];
  for (let size = 1; size <= PIECE; size += 1) found.push(...pieces(word, size));
  return found;
}

/** The pieces that a text must hold to contain `word` anywhere, inside other words too. */
export function widestPieces(word) {
  return pieces(word, Math.min(PIECE, Array.from(word).length));
}

/** The term for a word and the Han character beside it, none beside a word that is too long; the pair
 * of two Han characters. */
export function joint(left, right) {
  const lefts = Array.from(left.text);
  const last = lefts[lefts.length - 1];
  const [first] = Array.from(right.text);
  if (left.isHan && right.isHan) return [last + first];
  if (isLong((left.isHan ? right : left).text)) return [];
  return [left.isHan ? last + right.text : left.text + first];
}

/** Whether nothing but blanks stands between two runs; between Han and Han no line may end. */
function touches(left, right, folded) {
  const between = folded.slice(left.end, right.start);
  return left.isHan && right.isHan ? ONLY_BLANKS.test(between) : (left.isHan || right.isHan) && ONLY_GAP.test(between);
}

/** Every term of a text, with repeats, in the order of analysis.py. */
export function terms(text) {
  const folded = fold(text);
  const found = [];
  let before = null;
  for (const run of runs(folded)) {
    if (run.isHan) {
      const characters = Array.from(run.text);
      found.push(...characters);
      if (characters.length > 1) found.push(...bigrams(run.text));
    } else {
      found.push(...wordTerms(run.text));
    }
    if (before && touches(before, run, folded)) found.push(...joint(before, run));
    before = run;
  }
  for (const reference of references(folded)) found.push(...reference.terms);
  return found;
}
