// What is typed into a paper, looked at while it is typed. A message says what to look at again;
// only what is missing or unreadable stops, since a paper may be needed today.
import { InputError, readDate, readMoney } from "./selfhelp-calculator.js";
import { dayOf, money, toNumber } from "./selfhelp-figures.js";

const CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const UNITS = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

export const plain = (text) => String(text || "").normalize("NFKC").trim();

/** 统一社会信用代码 with its check character (GB 32100). */
export function isCreditCode(text) {
  if (text.length !== 18 || [...text].some((c) => !CODE.includes(c))) return false;
  const sum = CODE_WEIGHTS.reduce((total, weight, at) => total + weight * CODE.indexOf(text[at]), 0);
  return CODE[(31 - (sum % 31)) % 31] === text[17];
}

/** 公民身份号码 with its check digit (GB 11643). */
export function isIdNumber(text) {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return "10X98765432"[sum % 11] === text[17];
}

function fourDigits(number) {
  let words = "";
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(number / 10 ** place) % 10;
    if (digit) {
      words += (gap && words ? "零" : "") + DIGITS[digit] + UNITS[place];
      gap = false;
    } else gap = true;
  }
  return words;
}

/** 人民币大写, as banks write it (支付结算办法): 1,050.30 is 人民币壹仟零伍拾元叁角. */
export function inWords(value) {
  const cents = (value.n * 100n) / value.d;
  const yuan = cents / 100n;
  const jiao = Number((cents / 10n) % 10n);
  const fen = Number(cents % 10n);
  let words = "";
  let gap = false;
  for (let group = 3; group >= 0; group -= 1) {
    const part = Number((yuan / 10000n ** BigInt(group)) % 10000n);
    if (!part) {
      gap = gap || Boolean(words);
      continue;
    }
    if (words && (gap || part < 1000)) words += "零";
    words += fourDigits(part) + GROUPS[group];
    gap = false;
  }
  words = words ? `${words}元` : "";
  if (!jiao && !fen) return `人民币${words || "零元"}整`;
  if (jiao) words += `${DIGITS[jiao]}角`;
  else if (words) words += "零";
  return `人民币${words}${fen ? `${DIGITS[fen]}分` : "整"}`;
}

export function dateText(value) {
  const { year, month, day } = dayOf(toNumber(value));
  return `${year}年${month}月${day}日`;
}

/** {value, text, error, warning, said}: text is what the paper says, said what stands under the
 * field, such as a sum in words. */
export function checked(question, typed) {
  const text = plain(typed);
  if (!text) return { value: null, text: "", error: question.required ? "这一题要填，文书里不能少" : "" };
  try {
    if (question.type === "money") {
      const value = readMoney(text);
      return { value, text: money(value), said: inWords(value) };
    }
    if (question.type === "date") {
      const value = readDate(text);
      return { value, text: dateText(value) };
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { value: null, text, error: error.message };
  }
  if (question.type === "choice") {
    const found = question.options.find(([value]) => value === text);
    return found ? { value: text, text: found[1] } : { value: null, text: "", error: "请从列出的选项里选一个" };
  }
  const upper = text.toUpperCase();
  if (question.type === "credit_code") {
    return { value: upper, text: upper, warning: isCreditCode(upper) ? "" : "校验码不对，请与营业执照核对" };
  }
  if (question.type === "id_number") {
    return { value: upper, text: upper, warning: isIdNumber(upper) ? "" : "校验码不对，请与身份证核对" };
  }
  if (question.type === "phone") {
    const fine = /^(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}|400-?\d{3}-?\d{4})$/.test(text.replace(/\s/g, ""));
    return { value: text, text, warning: fine ? "" : "电话看起来不完整，请核对" };
  }
  return { value: text, text };
}
