// 带着结果咨询: shows the words, and carries them to the consultation form when pressed. Even then
// nothing is sent: the form is filled in by the browser, and the visitor submits it.
import { carryToConsultation, TITLE_LIMIT } from "./carry-to-form.js";
import { button, element } from "./health-check-dom.js";

const TEXT_LIMIT = 2600;

/** The question as it will stand in the form; risks that do not fit are counted, not cut. */
export function consultationText(check, result) {
  const { levels } = check.data;
  const level = levels.find((one) => one.key === result.overall.level);
  const lines = [
    `我做了${check.titles()}，总体为“${level.label}：${level.name}”，风险率 ${result.overall.percent}%。`,
    "自查发现的风险：",
  ];
  let length = lines.join("\n").length;
  for (const [index, risk] of result.risks.entries()) {
    const question = check.question(risk.key);
    const urgency = levels.find((one) => one.key === risk.level).urgency;
    const line = `${index + 1}. 【${urgency}】${question.text}我的回答：${check.answerLabel(question)}。`;
    length += line.length + 1;
    if (length > TEXT_LIMIT) {
      lines.push(`另有 ${result.risks.length - index} 项，略。`);
      break;
    }
    lines.push(line);
  }
  lines.push("我想问：请问应当先处理哪一项，怎样处理？");
  return lines.join("\n");
}

export function consultation(check, result) {
  const title = `${check.data.title}结果咨询`.slice(0, TITLE_LIMIT);
  const text = element("textarea", { id: "check-consult-text", rows: "8", maxlength: "3000" });
  text.value = consultationText(check, result);
  const said = element("p", { role: "status", className: "hint" });
  function carry() {
    if (!carryToConsultation({ category: check.data.category.key, title, description: text.value })) {
      said.textContent = "浏览器不允许暂存文字，请把上面的文字复制到咨询表里。";
      return;
    }
    location.assign(`${document.documentElement.dataset.root}forms/consultation`);
  }
  return element("section", { className: "check__consult", "aria-labelledby": "check-consult" },
    element("h4", { id: "check-consult" }, "带着结果咨询"),
    element("p", {}, "按下面的按钮，会打开咨询表并填好这些内容，一个字也不多。您看过、改过，再按“提交”，才会送出；不按，什么都不会离开这台设备。"),
    element("p", { className: "check__sent" }, element("span", {}, `领域：${check.data.category.label}`),
      element("span", {}, `标题：${title}`)),
    element("label", { for: "check-consult-text" }, "具体问题（可以删改）"), text, said,
    button("带着结果咨询", carry, true));
}
