// A paper's page: one question at a time, then the paper to check, download, print. Each question
// has its place in the history, so that Back goes one question back. Answers live in this tab.
import { docxFile } from "./selfhelp-docx.js";
import { askedQuestions, cost, lastDays, readAnswers, written } from "./selfhelp-paper.js";
import { checked } from "./selfhelp-checks.js";
import { button, element, heading } from "./health-check-dom.js";

const MODES = { money: "decimal", number: "decimal", phone: "tel" };

class PaperPage {
  constructor(section, data) {
    this.stage = section.querySelector("[data-stage]");
    this.data = data;
    this.key = `fabu.paper.${data.id}`;
    this.answers = this.remembered();
    addEventListener("popstate", () => this.show());
    this.show(false);
  }

  remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) || {};
    } catch (error) {
      return {};
    }
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.answers));
    } catch (error) { /* storage refused: the answers live on this page alone */ }
  }

  asked() {
    return askedQuestions(this.data, this.answers);
  }

  /** Where the reader is: "start", the id of a question, or "done". */
  place() {
    const at = location.hash.slice(1);
    if (at === "done" || this.asked().some((question) => question.id === at)) return at;
    return "start";
  }

  go(place) {
    history.pushState(null, "", `#${place}`);
    this.show();
  }

  show(focus = true) {
    const place = this.place();
    const view = place === "start" ? this.start() : place === "done" ? this.done() : this.question(place);
    this.stage.replaceChildren(...view.filter(Boolean));
    document.documentElement.classList.toggle("paper-done", place === "done");
    const head = this.stage.querySelector(".check__heading");
    if (focus && head) head.focus();
  }

  start() {
    const begun = Object.keys(this.answers).length > 0;
    const first = () => this.go(this.asked()[0].id);
    return [
      element("p", {}, `共 ${this.asked().length} 题左右，按回答增减；不会的先跳过，回头再填。`),
      element("p", { className: "check__moves" },
        button(begun ? "接着写" : "开始写", first, true),
        begun ? button("看写好的", () => this.go("done")) : null,
        begun ? button("清除", () => this.clear()) : null,
        button("打印空白的", () => window.print())),
    ];
  }

  clear() {
    this.answers = {};
    try {
      sessionStorage.removeItem(this.key);
    } catch (error) { /* there was none */ }
    this.go("start");
  }

  control(question) {
    const shared = { id: "answer", name: "answer", "aria-describedby": "answer-said" };
    const value = this.answers[question.id] || "";
    if (question.type === "long" || question.type === "lines") {
      const area = element("textarea", { ...shared, rows: "6" });
      area.value = value;
      return area;
    }
    const type = question.type === "date" ? "date" : "text";
    return element("input", { ...shared, type, value, autocomplete: "off", inputmode: MODES[question.type] || null });
  }

  choices(question) {
    return question.options.map(([value, label], index) => element("label", { className: "check__answer" },
      element("input", { type: "radio", name: "answer", id: index ? null : "answer", value, checked: this.answers[question.id] === value }),
      element("span", {}, label)));
  }

  question(id) {
    const asked = this.asked();
    const at = asked.findIndex((question) => question.id === id);
    const question = asked[at];
    const said = element("p", { id: "answer-said", className: "hint", role: "status" });
    const isChoice = question.type === "choice";
    const control = isChoice ? null : this.control(question);
    const body = isChoice ? element("div", { className: "check__answers", role: "radiogroup", "aria-label": question.ask }, this.choices(question)) : control;
    const read = () => {
      const picked = isChoice ? form.querySelector("input:checked") : control;
      this.answers[id] = picked ? picked.value : "";
      this.keep();
    };
    const tell = (leaving) => {
      read();
      const result = checked(question, this.answers[id]);
      const empty = !this.answers[id];
      said.textContent = (empty && !leaving ? "" : result.error || result.warning) || (result.said ? `大写：${result.said}` : "");
      said.classList.toggle("error", Boolean(said.textContent && (result.error || result.warning)));
      return result;
    };
    const form = element("form", {
      className: "check__form field",
      novalidate: true,
      oninput: () => tell(false),
      onsubmit: (event) => {
        event.preventDefault();
        const result = tell(true);
        const empty = !this.answers[id];
        if (result.error && !empty) {
          form.querySelector("#answer").focus();
          return;
        }
        const now = this.asked();
        const next = now[now.findIndex((one) => one.id === id) + 1];
        this.go(next ? next.id : "done");
      },
    },
    element("p", { className: "check__dimension" }, `${question.section} · 第 ${at + 1} 题，共 ${asked.length} 题`),
    heading(3, isChoice ? question.ask : element("label", { for: "answer" }, question.ask),
      question.required ? null : element("span", { className: "optional" }, "选填")),
    question.hint ? element("p", { className: "hint" }, question.hint) : null,
    body, said,
    element("div", { className: "check__moves" },
      button("上一题", () => { read(); this.go(at ? asked[at - 1].id : "start"); }),
      element("button", { type: "submit", className: "button button--primary" }, at + 1 < asked.length ? "下一题" : "写好了"),
      button("看写好的", () => { read(); this.go("done"); })));
    setTimeout(() => this.answers[id] && tell(false), 0);
    return [form];
  }

  done() {
    const parts = written(this.data, this.answers);
    const found = readAnswers(this.data, this.answers);
    const wrong = this.asked().filter((q) => found[q.id].error || found[q.id].warning);
    const price = cost(this.data, this.answers);
    const days = lastDays(this.data, this.answers);
    const file = `${this.data.title}.docx`;
    return [
      heading(3, "写好的文书"),
      wrong.length ? element("div", { className: "notice" }, element("p", {}, "还要看一看："),
        element("ul", {}, wrong.map((q) => element("li", {}, Object.assign(button(q.label, () => this.go(q.id)), { className: "linklike" }), `：${found[q.id].error || found[q.id].warning}`)))) : null,
      price ? element("p", {}, "费用大约：", element("strong", {}, price)) : null,
      days.length ? element("ul", {}, days.map((day) => element("li", {}, `${day.title}（${day.term}）：`,
        day.last ? element("strong", {}, `最迟 ${day.last}`) : `自${day.since}的次日起算`,
        day.provisional ? "（暂定：放假安排还没有公布）" : null))) : null,
      element("p", { className: "check__moves" },
        button("下载 Word 文件", () => this.download(docxFile(parts), file), true),
        button("打印", () => window.print()),
        button("改一改", () => this.go(this.asked()[0].id)),
        button("清除", () => this.clear())),
      element("p", { className: "hint wechat-only" }, "微信里不能下载文件：请点右上角的“…”，选“在浏览器打开”，或者直接打印。"),
      element("article", { className: "written", "aria-label": this.data.title },
        parts.map(({ kind, text }) => element(kind === "title" || kind === "heading" ? "h4" : "p", { className: `written__${kind}` }, text))),
    ];
  }

  download(blob, name) {
    const link = element("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
}

const section = document.querySelector("[data-paper]");
if (section) new PaperPage(section, JSON.parse(document.getElementById("selfhelp-data").textContent));
