// From text to terms, as search/analysis.py: tests/search/vectors.jsonl holds both together.

const WORD_LIMIT = 64;
const PIECE = 3;
export const HAN = "\\u2e80-\\u2fdf\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const RUNS = new RegExp(`([${HAN}]+)|((?:(?![${HAN}])[\\p{L}\\p{N}])+)`, "gu");
const GAP = "[ \\t\\r\\n]*";
const NUMERAL = "[0-9]{1,5}|[〇零一二两三四五六七八九十百千]{1,9}";
const STATUTE = new RegExp(
  `第${GAP}\\(?${GAP}(${NUMERAL})${GAP}\\)?${GAP}([条款项])(?:${GAP}之${GAP}([0-9]{1,3}|[一二三四五六七八九十]{1,4}))?`,
  "gu",
);
const ONLY_GAP = new RegExp(`^${GAP}$`, "u");
const UNSURE = /[^\u4e00-\u9fff0-9a-z \n。、；：，《》“”]/gu;
const DROPPED = /[\p{M}\p{Cf}]/gu;
const DIGITS = new Map();
["〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"].forEach((characters, value) => {
  for (const character of characters) DIGITS.set(character, value);
});
const UNITS = new Map([["十", 10], ["百", 100], ["千", 1000]]);

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
  return text.replace(UNSURE, foldCharacter);
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

/** The term for a word and the Han character beside it; none beside a word that is too long. */
export function joint(left, right) {
  const word = left.isHan ? right : left;
  if (isLong(word.text)) return [];
  if (left.isHan) {
    const characters = Array.from(left.text);
    return [characters[characters.length - 1] + word.text];
  }
  return [word.text + Array.from(right.text)[0]];
}

/** References like 第577条 or 第五百七十七条 in folded text; feed them to `statuteTerms`. */
export function statutes(folded) {
  return Array.from(folded.matchAll(STATUTE));
}

/** Least specific first: 第287条之一 gives `§条287`, `§条287.1`, since the first is part of it. */
export function statuteTerms(match) {
  const whole = `§${match[2]}${numeralValue(match[1])}`;
  return match[3] ? [whole, `${whole}.${numeralValue(match[3])}`] : [whole];
}

/** 577 for `577`, 五百七十七 and 五七七; 15 for 十五. */
export function numeralValue(numeral) {
  if (/^[0-9]+$/.test(numeral)) return parseInt(numeral, 10);
  const characters = Array.from(numeral);
  if (!characters.some((character) => UNITS.has(character))) {
    return parseInt(characters.map((character) => DIGITS.get(character)).join(""), 10);
  }
  let total = 0;
  let digit = 0;
  for (const character of characters) {
    if (UNITS.has(character)) {
      total += (digit || 1) * UNITS.get(character);
      digit = 0;
    } else {
      digit = DIGITS.get(character);
    }
  }
  return total + digit;
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
    if (before && before.isHan !== run.isHan && ONLY_GAP.test(folded.slice(before.end, run.start))) {
      found.push(...joint(before, run));
    }
    before = run;
  }
  for (const match of statutes(folded)) found.push(...statuteTerms(match));
  return found;
}
