// Exact fractions of BigInt and how they are written: the twin of selfhelp/figures.py.
// A value is a fraction {n, d}, a text, true or false, or null. A day is its ordinal as in Python.

const EPOCH = 719163; // date(1970, 1, 1).toordinal()
const DAY = 86400000;
const WEEKDAYS = "日一二三四五六";

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export function fraction(n, d = 1n) {
  if (d < 0n) [n, d] = [-n, -d];
  const shared = gcd(n, d) || 1n;
  return { n: n / shared, d: d / shared };
}

/** "0.025", "12" or "1/40" as a fraction. */
export function parsed(text) {
  const [above, below] = String(text).split("/");
  if (below) return fraction(BigInt(above), BigInt(below));
  const [whole, rest = ""] = above.split(".");
  return fraction(BigInt(whole + rest), 10n ** BigInt(rest.length));
}

export const whole = (number) => fraction(BigInt(number));
export const add = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a, b) => fraction(a.n * b.n, a.d * b.d);
export const divide = (a, b) => fraction(a.n * b.d, a.d * b.n);
export const compare = (a, b) => (a.n * b.d < b.n * a.d ? -1 : a.n * b.d > b.n * a.d ? 1 : 0);

export function floor(value) {
  const cut = value.n / value.d;
  return whole(value.n < 0n && value.n % value.d ? cut - 1n : cut);
}

export const isNumber = (value) => value !== null && typeof value === "object";
export const toNumber = (value) => Number(value.n / value.d);

/** 1,234.50; half away from zero; trimmed: without zeros at the end. */
export function decimal(value, places, trimmed = false) {
  const scale = 10n ** BigInt(places);
  const below = value.n < 0n;
  const size = below ? -value.n : value.n;
  const units = (size * scale * 2n + value.d) / (value.d * 2n);
  const grouped = String(units / scale).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  let digits = places ? String(units % scale).padStart(places, "0") : "";
  if (trimmed) digits = digits.replace(/0+$/, "");
  return `${below && units ? "-" : ""}${grouped}${digits ? `.${digits}` : ""}`;
}

export const money = (value) => `${decimal(value, 2)} 元`;

/** Ordinal of a day; null where there is none, such as February 30. */
export function ordinal(year, month, day) {
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  const same = time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
  return same ? Math.round(time.getTime() / DAY) + EPOCH : null;
}

/** Year, month, day and weekday (0 is Sunday) of an ordinal. */
export function dayOf(number) {
  const time = new Date((number - EPOCH) * DAY);
  return { year: time.getUTCFullYear(), month: time.getUTCMonth() + 1, day: time.getUTCDate(), weekday: time.getUTCDay() };
}

export function isoDay(number) {
  const { year, month, day } = dayOf(number);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export function dayText(value) {
  const number = toNumber(value);
  return `${isoDay(number)}（星期${WEEKDAYS[dayOf(number).weekday]}）`;
}

export function shown(value, kind) {
  if (value === null || value === undefined) return "未填";
  if (value === true) return "是";
  if (value === false) return "否";
  if (typeof value === "string") return value;
  if (kind === "money") return money(value);
  if (kind === "date") return dayText(value);
  if (kind === "percent") return `${decimal(value, 4, true)}%`;
  if (kind === "days") return `${decimal(value, 2, true)} 天`;
  if (kind === "months") return `${decimal(value, 2, true)} 个月`;
  return decimal(value, 4, true);
}
