// Evaluates the formulas that selfhelp/expression.py compiled: the twin of selfhelp/evaluating.py.
import {
  add, compare, dayOf, dayText, decimal, divide, floor, isoDay, isNumber, money, multiply,
  ordinal, parsed, subtract, toNumber, whole,
} from "./selfhelp-figures.js";

const MOST_DAYS = 20000;
const FIXED = [101, 501, 502, 1001, 1002, 1003];

/** What was asked has no answer; the message is for readers. */
export class Stopped extends Error {}

export function addMonths(number, months) {
  const { year, month, day } = dayOf(number);
  const index = year * 12 + month - 1 + months;
  const y = Math.floor(index / 12);
  const m = index - y * 12 + 1;
  for (let d = day; ; d -= 1) {
    const found = ordinal(y, m, d);
    if (found !== null) return found;
  }
}

function monthsBetween(first, last) {
  const a = dayOf(first);
  const b = dayOf(last);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return addMonths(first, months) <= last ? months : months - 1;
}

/** Working days, from the table of days that are not what their weekday says. */
export class WorkingDays {
  constructor(years) {
    this.years = years;
    this.odd = new Map(Object.entries(years).map(([year, one]) => [Number(year), new Set(one.odd)]));
  }

  isCertain(year) {
    const found = this.years[year];
    return Boolean(found && found.certain);
  }

  isWorking(number) {
    const { year, month, day, weekday } = dayOf(number);
    const plain = weekday !== 0 && weekday !== 6;
    const odd = this.odd.get(year);
    if (odd) return odd.has(month * 100 + day) ? !plain : plain;
    return plain && !FIXED.includes(month * 100 + day);
  }

  /** The day after so many working days, and the weekdays skipped. */
  after(start, count) {
    const skipped = [];
    let day = start;
    for (let left = count; left > 0; ) {
      day += 1;
      const { weekday } = dayOf(day);
      if (this.isWorking(day)) left -= 1;
      else if (weekday !== 0 && weekday !== 6) skipped.push(day);
    }
    return { day, skipped };
  }

  next(day) {
    while (!this.isWorking(day)) day += 1;
    return day;
  }
}

export class Evaluator {
  constructor(facts, names) {
    this.facts = facts;
    this.names = names;
    this.details = [];
    this.calendar = facts.calendar ? new WorkingDays(facts.calendar) : null;
  }

  value(node) {
    const [kind, first, second, third] = node;
    if (kind === "n") return parsed(first);
    if (kind === "s" || kind === "b") return first;
    if (kind === "v") return this.names[first];
    if (kind === "if") return this.value(this.truth(first) ? second : third);
    if (kind === "and") return node.slice(1).every((part) => this.truth(part));
    if (kind === "or") return node.slice(1).some((part) => this.truth(part));
    if (kind === "not") return !this.truth(first);
    if (kind === "in") return second.includes(this.value(first));
    if (kind === "f") return FUNCTIONS[first](this, ...node.slice(2).map((part) => this.value(part)));
    return operated(kind, this.value(first), this.value(second));
  }

  truth(node) {
    const value = this.value(node);
    return isNumber(value) ? value.n !== 0n : Boolean(value);
  }

  scale(name, amount) {
    const scale = this.facts.scales[name];
    let total = parsed(scale.base);
    let low = parsed(scale.free);
    this.details.push(`不超过 ${money(low)}的部分：${money(total)}`);
    for (const [to, rate] of scale.bands) {
      if (compare(amount, low) <= 0) break;
      const edge = to === null ? amount : parsed(to);
      const top = compare(amount, edge) < 0 ? amount : edge;
      const part = multiply(subtract(top, low), parsed(rate));
      const percent = decimal(multiply(parsed(rate), whole(100)), 4, true);
      this.details.push(`${money(low)}至 ${money(top)}的部分 ${money(subtract(top, low))} × ${percent}% = ${money(part)}`);
      total = add(total, part);
      low = top;
    }
    if (scale.most !== null && compare(total, parsed(scale.most)) > 0) {
      this.details.push(`合计 ${money(total)}，超过上限，按 ${money(parsed(scale.most))}计`);
      return parsed(scale.most);
    }
    return total;
  }

  rateOn(day) {
    const found = this.facts.lpr.rows.filter(([from]) => from <= day);
    return found.length ? parsed(found[found.length - 1][1]) : null;
  }

  lpr(day) {
    const rate = this.rateOn(toNumber(day));
    if (rate === null) {
      throw new Stopped(`${isoDay(this.facts.lpr.rows[0][0])} 以前没有贷款市场报价利率，适用当时的贷款基准利率，请人工计算`);
    }
    return rate;
  }

  floating(principal, first, last, times, base) {
    const start = toNumber(first);
    const end = toNumber(last);
    this.lpr(first);
    const edges = [start, ...this.facts.lpr.rows.map(([from]) => from).filter((from) => start < from && from < end)];
    let total = whole(0);
    edges.forEach((begin, index) => {
      const stop = index + 1 < edges.length ? edges[index + 1] : end;
      const rate = multiply(this.rateOn(begin), times);
      const daily = divide(multiply(multiply(principal, divide(rate, whole(100))), whole(stop - begin)), base);
      this.details.push(`${isoDay(begin)} 起 ${stop - begin} 天，年利率 ${decimal(rate, 4, true)}%：${money(daily)}`);
      total = add(total, daily);
    });
    return total;
  }

  deadline(key, start) {
    const [length, unit] = this.facts.deadlines[key];
    const from = toNumber(start);
    if (unit === "working") return whole(this.calendar.after(from, length).day);
    if (unit === "natural") return whole(from + length);
    return whole(addMonths(from, length * (unit === "year" ? 12 : 1)));
  }

  workingAfter(start, count) {
    const { day, skipped } = this.calendar.after(toNumber(start), toNumber(count));
    if (skipped.length) this.details.push(`跳过星期一至星期五里的放假日：${skipped.map(isoDay).join("、")}`);
    return whole(day);
  }

  workingDays(first, last) {
    const start = toNumber(first);
    const end = toNumber(last);
    if (end - start > MOST_DAYS) throw new Stopped("两个日期相隔太久，请核对年份");
    let count = 0;
    for (let day = start + 1; day <= end; day += 1) if (this.calendar.isWorking(day)) count += 1;
    return whole(count);
  }

  nextWorking(value) {
    const day = toNumber(value);
    const moved = this.calendar.next(day);
    if (moved !== day) this.details.push(`${dayText(value)}是休息日，顺延到下一个工作日`);
    return whole(moved);
  }

  certain(first, last) {
    for (let year = dayOf(toNumber(first)).year; year <= dayOf(toNumber(last)).year; year += 1) {
      if (!this.calendar.isCertain(year)) return false;
    }
    return true;
  }
}

function same(a, b) {
  return isNumber(a) && isNumber(b) ? compare(a, b) === 0 : a === b;
}

function operated(kind, a, b) {
  if (kind === "==") return same(a, b);
  if (kind === "!=") return !same(a, b);
  if (kind === "<" || kind === "<=" || kind === ">" || kind === ">=") {
    if (a === null || b === null) return false;
    const order = compare(a, b);
    return { "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[kind];
  }
  if (kind === "/") {
    if (b.n === 0n) throw new Stopped("除数是零，请核对填写的数");
    return divide(a, b);
  }
  return { "+": add, "-": subtract, "*": multiply }[kind](a, b);
}

const smaller = (a, b) => (compare(b, a) < 0 ? b : a);
const larger = (a, b) => (compare(b, a) > 0 ? b : a);

const FUNCTIONS = {
  min: (_, ...args) => args.reduce(smaller),
  max: (_, ...args) => args.reduce(larger),
  floor: (_, value) => floor(value),
  given: (_, value) => value !== null,
  or_else: (_, value, other) => (value === null ? other : value),
  year: (_, day) => whole(dayOf(toNumber(day)).year),
  add_months: (_, day, n) => whole(addMonths(toNumber(day), toNumber(n))),
  months_between: (_, a, b) => whole(monthsBetween(toNumber(a), toNumber(b))),
  scale: (at, name, amount) => at.scale(name, amount),
  lookup: (at, table, key) => {
    const found = at.facts.lookups[table][isNumber(key) ? String(key.n / key.d) : key];
    return found === undefined ? null : parsed(found);
  },
  lpr: (at, day) => at.lpr(day),
  lpr_known: (at, day) => toNumber(day) <= at.facts.lpr.until,
  lpr_floating: (at, ...args) => at.floating(...args),
  deadline: (at, key, start) => at.deadline(key, start),
  term: (at, key) => at.facts.deadlines[key][4],
  rolls: (at, key) => at.facts.deadlines[key][2] && at.facts.deadlines[key][1] !== "working",
  is_fixed: (at, key) => at.facts.deadlines[key][3],
  is_working_term: (at, key) => at.facts.deadlines[key][1] === "working",
  working_after: (at, start, count) => at.workingAfter(start, count),
  working_days: (at, first, last) => at.workingDays(first, last),
  next_working: (at, day) => at.nextWorking(day),
  certain: (at, first, last) => at.certain(first, last),
};
