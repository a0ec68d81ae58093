// The questions of the health check, one at a time or all at once.
import { basisOf, button, element, heading, terms } from "./health-check-dom.js";

function veto(question) {
  return question.veto ? element("span", { className: "veto" }, " ★ 一票红") : null;
}

function choices(question, check, name) {
  const answer = check.answers.get(question.key);
  return element("div", { className: "check__answers" }, question.answers.map((option, index) => {
    const input = element("input", { type: "radio", name, value: String(index) });
    input.checked = index === answer;
    return element("label", { className: "check__answer" }, input, element("span", {}, option.label));
  }));
}

function why(question) {
  return element("details", { className: "check__why" },
    element("summary", {}, "为什么问这题"),
    terms("question__why", [["后果", question.consequence], ["依据", basisOf(question)]]));
}

function progressBar(done, total, text) {
  return element("div", { className: "check__progress" },
    element("progress", { max: String(total), value: String(done), "aria-label": "答题进度" }),
    element("p", {}, text));
}

function answered(questions, check) {
  return questions.filter((question) => check.answers.has(question.key)).length;
}

/** One question: `position` among those that are asked; moves by `check.go` and `check.finish`. */
export function oneQuestion(check, position) {
  let questions = check.asked();
  const question = questions[Math.min(position, questions.length - 1)];
  const index = questions.indexOf(question);
  const next = element("button", { type: "submit", className: "button button--primary" });
  const top = element("div");

  function refresh() {
    questions = check.asked();
    const last = index === questions.length - 1;
    const given = check.answers.has(question.key);
    next.textContent = last ? "看结果" : given ? "下一题" : "跳过这题";
    top.replaceChildren(progressBar(answered(questions, check), questions.length,
      `第 ${index + 1} 题，共 ${questions.length} 题`));
  }

  const form = element("form", {
    className: "check__form",
    onchange: (event) => {
      if (event.target.name !== "answer") return;
      check.answer(question, Number(event.target.value));
      refresh();
    },
    onsubmit: (event) => {
      event.preventDefault();
      if (index === questions.length - 1) check.finish();
      else check.go(index + 1);
    },
  },
  element("fieldset", {},
    element("legend", {},
      element("span", { className: "check__dimension" }, check.dimensionName(question)),
      heading(3, question.text, veto(question))),
    choices(question, check, "answer")),
  why(question),
  element("div", { className: "check__moves" },
    index ? button("上一题", () => check.go(index - 1)) : null, next));
  refresh();
  return [top, form, element("div", { className: "check__others" },
    button("看结果", () => check.finish()), button("全部列出", () => check.listAll()))];
}

function fieldset(question, check) {
  return element("fieldset", { className: "check__item" },
    element("legend", {}, question.text, veto(question)), choices(question, check, question.key),
    why(question));
}

/** All questions on one page; those with a condition come and go with the answers. */
export function allQuestions(check) {
  const top = element("div", { className: "check__sticky" });
  const fields = new Map(check.sheet.map((question) => [question.key, fieldset(question, check)]));
  const parts = new Map();
  for (const question of check.sheet) {
    const name = check.dimensionName(question);
    if (!parts.has(name)) parts.set(name, element("section", {}, element("h4", {}, name)));
    parts.get(name).append(fields.get(question.key));
  }

  function refresh() {
    const questions = check.asked();
    const shown = new Set(questions.map((question) => question.key));
    for (const [key, field] of fields) field.hidden = !shown.has(key);
    for (const part of parts.values()) {
      part.hidden = !part.querySelector("fieldset:not([hidden])");
    }
    const done = answered(questions, check);
    top.replaceChildren(progressBar(done, questions.length, `已答 ${done} 题，共 ${questions.length} 题`));
  }

  const form = element("form", {
    className: "check__form",
    onchange: (event) => {
      const question = check.sheet.find((one) => one.key === event.target.name);
      if (!question) return;
      check.answer(question, Number(event.target.value));
      refresh();
    },
    onsubmit: (event) => { event.preventDefault(); check.finish(); },
  }, [...parts.values()], element("div", { className: "check__moves" },
    button("一次一题", () => check.go(check.firstOpen())),
    element("button", { type: "submit", className: "button button--primary" }, "看结果")));
  refresh();
  return [heading(3, "全部题目"), top, form];
}
