// What is written in many ways and means one thing, and articles of laws: search/references.py and
// search/laws.py, rule for rule. Works on folded text.

export const HAN = "\\u2e80-\\u2fdf\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const GAP = "[ \\t\\r\\n]*";
const NUMERAL = "[0-9]{1,5}|[〇零一二两三四五六七八九十百千]{1,9}";
const SUB = "(?:ws之ws([0-9]{1,3}|[一二三四五六七八九十]{1,4}))?";
const LONGEST_NAME = 40;
const PRC = "中华人民共和国";
const BETWEEN = /[》〉”" \t]*(?:\([^()]{1,20}\))?[》〉”" \t]*的?[ \t]*$/u;

function pattern(text) {
  return new RegExp(text.replaceAll("ws", GAP), "gu");
}

const STATUTE = pattern(`第ws\\(?ws(${NUMERAL})ws\\)?ws([条款项])${SUB}`);
const BARE_STATUTE = pattern(`(?<![0-9.第])([0-9]{1,4})ws(条)${SUB}`);
const TYPED_ARTICLE = pattern(`第?ws\\(?ws(${NUMERAL})ws\\)?ws(条)${SUB}`);
const AMOUNT = pattern(
  "(?<![0-9.,，])([0-9]{1,3}(?:[,，][0-9]{3}){1,4}|[0-9]{1,15})(?:\\.([0-9]{1,6}))?" +
  "ws(亿|万|千|百)?(?:([0-9]{1,4})(?=ws[元块]))?ws([元块])?(?![0-9])");
const NUMBER = pattern(
  `([${HAN}]{2})ws[〔\\[(【]?ws((?:19|20)[0-9]{2})ws[〕\\])】]?ws年?ws第?ws([0-9]{1,4})ws号`);
const SHIFTS = { 百: 2n, 千: 3n, 万: 4n, 亿: 8n };
const DIGITS = new Map();
["〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"].forEach((characters, value) => {
  for (const character of characters) DIGITS.set(character, value);
});
const UNITS = new Map([["十", 10], ["百", 100], ["千", 1000]]);

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

function reference(match, kind, terms) {
  return { start: match.index, end: match.index + match[0].length, kind, terms };
}

function statuteOf(match) {
  const whole = `§${match[2]}${numeralValue(match[1])}`;
  return reference(match, "statute", match[3] ? [whole, `${whole}.${numeralValue(match[3])}`] : [whole]);
}

function amountTerm([, whole, decimals = "", unit, rest, currency]) {
  const isGrouped = /[,，]/u.test(whole);
  if (!(currency || isGrouped || unit === "万" || unit === "亿")) return "";
  const digits = BigInt(whole.replace(/[,，]/gu, "") + decimals) * 10n ** (SHIFTS[unit] || 0n);
  const scale = 10n ** BigInt(decimals.length);
  const total = digits / scale + BigInt(rest || 0);
  const left = digits % scale;
  const part = left ? String(left).padStart(decimals.length, "0").replace(/0+$/, "") : "";
  return part ? `§元${total}.${part}` : `§元${total}`;
}

function numberTerm([, letters, year, number]) {
  return `§号${letters}${year}.${parseInt(number, 10)}`;
}

/** {start, end, kind, terms} of what folded text refers to, by kind; when `typed` also 25条 without 第. */
export function references(folded, typed = false) {
  const found = Array.from(folded.matchAll(STATUTE), statuteOf);
  if (typed) found.push(...Array.from(folded.matchAll(BARE_STATUTE), statuteOf));
  for (const match of folded.matchAll(AMOUNT)) {
    const term = amountTerm(match);
    if (term) found.push(reference(match, "amount", [term]));
  }
  for (const match of folded.matchAll(NUMBER)) found.push(reference(match, "document_number", [numberTerm(match)]));
  return found;
}

export function documentNumberTerms(folded) {
  return Array.from(folded.matchAll(NUMBER), numberTerm);
}

/** The articles before which one of the names stands; `names`: name → the law in terms. */
export function lawReferences(folded, names) {
  const found = [];
  for (const match of folded.matchAll(TYPED_ARTICLE)) {
    const article = statuteOf(match);
    const before = folded.slice(0, article.start).replace(BETWEEN, "");
    for (let size = Math.min(LONGEST_NAME, before.length); size > 1; size -= 1) {
      const key = names[before.slice(-size)];
      if (key) {
        const rest = before.slice(0, -size);
        const start = rest.endsWith(PRC) ? rest.length - PRC.length : rest.length;
        found.push({ start, end: article.end, kind: "law_article", terms: article.terms.map((term) => `§${key}${term.slice(1)}`) });
        break;
      }
    }
  }
  return found;
}
