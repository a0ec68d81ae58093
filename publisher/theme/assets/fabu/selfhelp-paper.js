// From answers to the paragraphs of a paper, its cost and its last day. No DOM, no network.
import { run } from "./selfhelp-calculator.js";
import { checked, inWords, plain } from "./selfhelp-checks.js";
import { add, dayText, decimal, money, whole } from "./selfhelp-figures.js";
import { Evaluator } from "./selfhelp-formula.js";

const SLOT = /\{([a-z][a-z0-9_]*)(?::(大写))?\}/g;
const BLANK = "＿＿＿＿＿＿";

const holds = (when, answers) => Object.entries(when || {}).every(([id, value]) => plain(answers[id]) === value);

/** Questions that are asked with these answers, each with the title of its section. */
export function askedQuestions(paper, answers) {
  return paper.sections.flatMap((section) => section.questions
    .filter((question) => holds(question.when, answers))
    .map((question) => ({ ...question, section: section.title })));
}

/** By id: what each question that is asked says (selfhelp-checks.js), and the sums. */
export function readAnswers(paper, answers) {
  const found = {};
  for (const question of askedQuestions(paper, answers)) {
    found[question.id] = { ...checked(question, answers[question.id]), question };
  }
  for (const [name, parts] of Object.entries(paper.sums)) {
    const values = parts.map((id) => found[id] && found[id].value).filter((value) => value);
    const value = values.length ? values.reduce(add, whole(0)) : null;
    found[name] = { value, text: value ? money(value) : "" };
  }
  return found;
}

function filled(text, found) {
  return text.replace(SLOT, (_, id, words) => {
    const one = found[id];
    if (!one || !one.text) return BLANK;
    return words && one.value ? inWords(one.value) : one.text;
  });
}

const slots = (text) => [...text.matchAll(SLOT)].map((match) => match[1]);
const isFilled = (id, found) => Boolean(found[id] && found[id].text);
const isAsked = (id, found) => Boolean(found[id] && found[id].question && found[id].question.required);

/** One paragraph, or null: parts in [ ] fall away when nothing was answered, and so does the whole
 * when none of its answers was given and none is required. */
function paragraph(text, found) {
  const kept = text.replace(/\[([^\]]*)\]/g, (_, part) => (slots(part).some((id) => !isFilled(id, found)) ? "" : part));
  const ids = slots(kept);
  if (ids.length && !ids.some((id) => isFilled(id, found) || isAsked(id, found))) return null;
  return filled(kept, found);
}

/** [{kind, text}]: title, heading, numbered, right or text; numbers begin anew under a heading. */
export function written(paper, answers) {
  const found = readAnswers(paper, answers);
  const parts = [{ kind: "title", text: paper.title }];
  let number = 0;
  const numbered = (text) => {
    number += 1;
    parts.push({ kind: "numbered", text: `${number}. ${text}` });
  };
  for (const line of paper.text) {
    if (!holds(line.when, answers)) continue;
    const only = /^\{([a-z][a-z0-9_]*)\}$/.exec(line.text);
    if (only && found[only[1]] && found[only[1]].question && found[only[1]].question.type === "lines") {
      const rows = plain(answers[only[1]]) ? String(answers[only[1]]).split(/\n+/).map(plain).filter(Boolean) : [];
      rows.forEach(numbered);
      continue;
    }
    const text = paragraph(line.text, found);
    if (text === null) continue;
    if (text.startsWith("## ")) {
      number = 0;
      parts.push({ kind: "heading", text: text.slice(3) });
    } else if (text.startsWith("# ")) numbered(text.slice(2));
    else if (text.startsWith("> ")) parts.push({ kind: "right", text: text.slice(2) });
    else text.split(/\n+/).forEach((row) => parts.push({ kind: "text", text: row }));
  }
  return parts.filter((part, at) => part.kind !== "heading" || (parts[at + 1] && parts[at + 1].kind !== "heading"));
}

/** What the paper costs, as the calculator shows it; null when it cannot be told yet. */
export function cost(paper, answers) {
  if (!paper.cost) return null;
  const found = readAnswers(paper, answers);
  const given = {};
  for (const [name, value] of Object.entries(paper.cost.given)) {
    const one = found[value];
    if (!one) given[name] = value;
    else if (!one.value) return null;
    else given[name] = decimal(one.value, 2);
  }
  const outcome = run(paper.calculator, given);
  return outcome.shown[paper.cost.result] || null;
}

/** [{rule, title, term, since, last, provisional}]; last is null until the day is known. */
export function lastDays(paper, answers) {
  if (!paper.deadlines.length) return [];
  const found = readAnswers(paper, answers);
  const counting = new Evaluator(paper.facts, {});
  return paper.deadlines.map(({ rule, since }) => {
    const [title, from] = paper.rules[rule];
    const [, unit, rolls, , term] = paper.facts.deadlines[rule];
    const start = since && found[since] && found[since].value;
    if (!start) return { rule, title, term, since: from, last: null, provisional: false };
    const nominal = counting.deadline(rule, start);
    const last = rolls && unit !== "working" ? counting.nextWorking(nominal) : nominal;
    const provisional = !counting.certain(unit === "working" ? start : last, last);
    return { rule, title, term, since: from, last: dayText(last), provisional };
  });
}
