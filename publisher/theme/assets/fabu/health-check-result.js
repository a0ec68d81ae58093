// The result of the health check: level, chart, the same as a table, risks by urgency.
import { basisOf, badge, button, element, heading, links, terms } from "./health-check-dom.js";
import { consultation } from "./health-check-consult.js";

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function levelOf(check, key) {
  return check.data.levels.find((level) => level.key === key);
}

function levelBadge(check, score) {
  const level = levelOf(check, score.level);
  return level ? badge(level, `${level.label}：${level.name}`) : "未计分";
}

function shownPercent(score) {
  return score.percent === null ? "—" : `${score.percent}%`;
}

function bar(check, score) {
  const limits = check.data.levels.map((level) => level.fromPercent).filter((percent) => percent);
  return shape("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bar__track" },
    shape("rect", { class: "bar__ground", width: 100, height: 8 }),
    shape("rect", { class: `bar__value bar__value--${score.level}`, width: Math.max(score.percent, 1), height: 8 }),
    ...limits.map((x) => shape("line", { class: "bar__limit", x1: x, x2: x, y1: 0, y2: 8 })));
}

function chart(check, dimensions) {
  const counted = dimensions.filter((score) => score.percent !== null);
  const said = counted.map((score) => `${check.dimensionName(score)} ${score.percent}%`
    + `（${levelOf(check, score.level).label}）`);
  return element("div", { className: "check__chart", role: "img", "aria-label": `各方面风险率：${said.join("，")}` },
    counted.map((score) => element("div", { className: "bar" },
      element("span", { className: "bar__name" }, check.dimensionName(score)), bar(check, score),
      element("span", { className: "bar__number" },
        `${score.percent}% ${levelOf(check, score.level).label}`))));
}

function row(check, name, score, withOpen) {
  const points = Number((score.points / 1000).toFixed(2));
  return element("tr", {}, element("th", { scope: "row" }, name),
    element("td", {}, shownPercent(score)), element("td", {}, levelBadge(check, score)),
    element("td", {}, String(points)), element("td", {}, String(score.weight)),
    withOpen ? element("td", {}, `${score.open} 题`) : null);
}

function table(check, result) {
  const withOpen = result.overall.open > 0;
  const head = ["方面", "风险率", "等级", "得分", "适用权重", ...(withOpen ? ["未答"] : [])];
  const rows = result.dimensions.map((score) => row(check, check.dimensionName(score), score, withOpen));
  return element("div", { className: "table", tabindex: "0", role: "group", "aria-label": "各方面结果表" },
    element("table", {},
      element("thead", {}, element("tr", {}, head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, rows, row(check, "总体", result.overall, withOpen))));
}

function riskItem(check, risk) {
  const question = check.question(risk.key);
  const level = levelOf(check, risk.level);
  return element("li", { className: `risk risk--${risk.level}` },
    element("p", { className: "risk__mark" }, badge(level, level.urgency),
      risk.veto ? element("span", { className: "veto" }, "★ 一票红") : null,
      element("span", { className: "hint" }, check.dimensionName(question))),
    element("h4", {}, question.text),
    terms("question__why", [
      ["我的回答", check.answerLabel(question)],
      ["后果", question.consequence],
      ["怎么做", question.advice],
      ["依据", basisOf(question)],
      ["案例", links(question.cases)],
      ["政策", links(question.policies)],
    ]));
}

function summary(check, result) {
  const { overall } = result;
  const level = levelOf(check, overall.level);
  if (!level) return [element("p", {}, "还没有可以计分的答案。")];
  const reason = overall.veto ? "有“一票红”的题踩线，所以总体定为这一级。" : "";
  return [
    element("p", { className: `check__level check__level--${level.key}` },
      element("strong", {}, `${level.label}：${level.name}`), element("span", {}, `风险率 ${overall.percent}%`)),
    element("p", {}, `${reason}建议：${level.advice}。`),
  ];
}

function openNote(check, result) {
  if (!result.overall.open) return null;
  return element("p", { className: "notice" }, `还有 ${result.overall.open} 题没有答，没有计入结果。`,
    button("接着答", () => check.go(check.firstOpen())));
}

function risks(check, result) {
  if (!result.risks.length) return [element("p", {}, "答过的题里没有发现风险。")];
  return [
    element("p", { className: "hint" }, "按紧急程度排列。案例和政策在新窗口打开，这里的结果不会丢。"),
    element("ol", { className: "risks" }, result.risks.map((risk) => riskItem(check, risk))),
  ];
}

function linkTool(check) {
  const field = element("input", { type: "text", readonly: true, "aria-label": "带答案的链接" });
  const said = element("p", { role: "status", className: "hint" });
  const box = element("div", { className: "check__link", hidden: true }, field, said);
  async function show() {
    field.value = check.link();
    box.hidden = false;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "链接已复制。得到链接的人能看到您的答案，请只发给信任的人。";
    } catch (error) {
      said.textContent = "请手动复制上面的链接。得到链接的人能看到您的答案，请只发给信任的人。";
    }
  }
  return [button("复制带答案的链接", show), box];
}

/** The whole result view. */
export function resultView(check) {
  const result = check.result();
  const [copy, copied] = linkTool(check);
  return [
    heading(3, "体检结果"),
    element("p", { className: "hint" }, check.titles()),
    summary(check, result),
    openNote(check, result),
    result.overall.level ? [
      element("h4", {}, "各方面风险率"), chart(check, result.dimensions), table(check, result)] : null,
    element("h4", {}, result.risks.length ? `需要处理的 ${result.risks.length} 项` : "需要处理的事项"),
    risks(check, result),
    check.data.policies.length && result.risks.length
      ? element("p", {}, "可以用上的政策：", links(check.data.policies), "。") : null,
    element("p", { className: "hint" }, check.data.disclaimer),
    element("div", { className: "check__moves" },
      button("打印或存为 PDF", () => window.print(), true), copy,
      button("修改答案", () => check.listAll()), button("重新开始", () => check.restart())),
    copied,
    result.risks.length ? consultation(check, result) : null,
  ].flat(2);
}
