// Reads what was typed and goes through the steps of a calculator: the twin of selfhelp/inputs.py
// and selfhelp/calculator.py. No DOM, no network.
import { compare, decimal, multiply, ordinal, parsed, shown, whole } from "./selfhelp-figures.js";
import { Evaluator, Stopped } from "./selfhelp-formula.js";

const MOST_YUAN = whole(10n ** 13n);
const MONEY = /^(\d{1,13})(\.\d{1,6})?(万|亿)?元?$/;
const NUMBER = /^\d{1,9}(\.\d{1,4})?$/;
const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const TIMES = { 万: 10000, 亿: 100000000 };

/** What was typed cannot be used; the message says what is expected. */
export class InputError extends Error {}

export function readDate(text) {
  const found = DATE.exec(text);
  const day = found && ordinal(Number(found[1]), Number(found[2]), Number(found[3]));
  if (!day || Number(found[1]) < 1990 || Number(found[1]) > 2100) {
    throw new InputError("日期写成 2026-03-01，年份在 1990 至 2100 之间");
  }
  return whole(day);
}

export function readMoney(text) {
  const found = MONEY.exec(text.replace(/[\s,]/g, ""));
  if (!found) throw new InputError("金额写成数字，如 12000 或 1.2万，最多到分");
  const value = multiply(parsed(found[1] + (found[2] || "")), whole(TIMES[found[3]] || 1));
  if (multiply(value, whole(100)).d !== 1n || compare(value, MOST_YUAN) > 0) {
    throw new InputError("金额最多到分，不超过十万亿元");
  }
  return value;
}

function readNumber(text, integer) {
  const plain = text.replace(/[\s,%]/g, "");
  const found = NUMBER.exec(plain);
  if (!found || (integer && found[1])) throw new InputError(integer ? "请填写整数" : "请填写数字，最多四位小数");
  return parsed(plain);
}

function within(field, value) {
  if (field.least !== undefined && compare(value, whole(field.least)) < 0) {
    throw new InputError(`不应小于 ${decimal(whole(field.least), 0)}`);
  }
  if (field.most !== undefined && compare(value, whole(field.most)) > 0) {
    throw new InputError(`不应大于 ${decimal(whole(field.most), 0)}`);
  }
  return value;
}

export function readInput(field, typed) {
  const text = String(typed === undefined || typed === null ? "" : typed).normalize("NFKC").trim();
  if (field.type === "yes") return text === "1" || text === "true" || text === "是";
  if (!text) {
    if (field.required) throw new InputError(`请填写${field.label}`);
    return null;
  }
  if (field.type === "choice") {
    if (!field.options.some(([value]) => value === text)) throw new InputError("请从列出的选项里选一个");
    return text;
  }
  if (field.type === "date") return readDate(text);
  if (field.type === "money") return within(field, readMoney(text));
  return within(field, readNumber(text, field.type === "integer"));
}

function inputText(field, value) {
  if (field.type === "choice") {
    const found = field.options.find(([key]) => key === value);
    return found ? found[1] : "未填";
  }
  return shown(value, { money: "money", date: "date" }[field.type] || "number");
}

const filled = (text, texts) => text.replace(/\{([a-z][a-z0-9_]*)\}/g, (_, name) => (name in texts ? texts[name] : "未填"));

/** {errors, stopped, lines, notes, shown}, as selfhelp.calculator.Outcome; `asked` are the ids of
 * the inputs that were asked for with these answers. */
export function run(calculator, given) {
  const outcome = { errors: {}, stopped: null, lines: [], notes: [], shown: {}, asked: [] };
  const names = {};
  const texts = {};
  const evaluator = new Evaluator(calculator.facts, names);
  for (const field of calculator.inputs) {
    names[field.id] = null;
    if (field.when && !evaluator.truth(field.when)) continue;
    outcome.asked.push(field.id);
    try {
      const typed = given[field.id];
      names[field.id] = readInput(field, typed === undefined ? field.default : typed);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      outcome.errors[field.id] = error.message;
    }
    texts[field.id] = inputText(field, names[field.id]);
  }
  if (Object.keys(outcome.errors).length) return outcome;
  try {
    go(calculator, evaluator, names, texts, outcome);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    outcome.stopped = error.message;
  }
  return outcome;
}

function go(calculator, evaluator, names, texts, outcome) {
  for (const step of calculator.steps) {
    if (step.id) names[step.id] = null;
    if (step.when && !evaluator.truth(step.when)) continue;
    if (step.stop) throw new Stopped(filled(step.stop, texts));
    if (step.note) {
      outcome.notes.push(filled(step.note, texts));
      continue;
    }
    evaluator.details = [];
    names[step.id] = evaluator.value(step.is);
    texts[step.id] = shown(names[step.id], step.as);
    outcome.shown[step.id] = texts[step.id];
    if (!step.hidden) {
      outcome.lines.push({
        id: step.id,
        label: step.label,
        value: texts[step.id],
        said: filled(step.say || "", texts),
        details: evaluator.details,
        result: calculator.results.includes(step.id),
      });
    }
  }
}
