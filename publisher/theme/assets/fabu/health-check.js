// The health check in the browser: from the first question to the result nothing is asked of the
// server and nothing is sent to it. The page carries all data; answers live in this page alone.
import { Memory, decode, encode, isToken } from "./health-check-answers.js";
import { button, element } from "./health-check-dom.js";
import { allQuestions, oneQuestion } from "./health-check-questions.js";
import { resultView } from "./health-check-result.js";
import { score } from "./health-check-score.js";
import { asked, combined } from "./health-check-sheet.js";

const SUFFIX = "法治体检";

class HealthCheck {
  constructor(section, paper, data) {
    this.section = section;
    this.stage = section.querySelector("[data-health-stage]");
    this.paper = paper;
    this.data = data;
    this.memory = new Memory(data.id);
    this.remembers = false;
    this.begin([data.sets[0].id], new Map());
  }

  begin(chosen, answers) {
    this.sets = this.data.sets.filter((set) => chosen.includes(set.id));
    this.sheet = combined(this.sets);
    this.answers = answers;
  }

  asked() {
    return asked(this.sheet, this.answers);
  }

  question(key) {
    return this.sheet.find((question) => question.key === key);
  }

  answerLabel(question) {
    return question.answers[this.answers.get(question.key)].label;
  }

  /** Of a question or of a dimension's score; with its set's name when several are combined. */
  dimensionName({ set, dimension }) {
    if (this.sets.length === 1) return dimension;
    return `${this.data.sets.find((one) => one.id === set).title.replace(SUFFIX, "")} · ${dimension}`;
  }

  titles() {
    return this.sets.map((set) => `“${set.title}”`).join("、");
  }

  result() {
    return score(this.sheet, this.answers, this.data);
  }

  token() {
    return encode(this.sets, this.answers);
  }

  link() {
    return `${location.href.split("#")[0]}#${this.token()}`;
  }

  firstOpen() {
    return Math.max(0, this.asked().findIndex((question) => !this.answers.has(question.key)));
  }

  answer(question, index) {
    this.answers.set(question.key, index);
    if (this.remembers) this.memory.save(this.token());
  }

  /** Put a view in place; the reader's focus goes to its heading. */
  show(name, ...nodes) {
    this.section.dataset.stage = name;
    this.section.parentElement.dataset.stage = name;
    this.stage.replaceChildren(...nodes.flat().filter((node) => node));
    if (name !== "start") {
      const first = this.stage.querySelector(".check__heading");
      this.section.scrollIntoView({ behavior: "instant" });
      if (first) first.focus({ preventScroll: true });
    }
  }

  go(position) {
    this.show("ask", oneQuestion(this, position), this.memoryTool());
  }

  listAll() {
    this.show("ask", allQuestions(this), this.memoryTool());
  }

  finish() {
    this.show("result", resultView(this), this.memoryTool());
  }

  restart() {
    this.begin([this.data.sets[0].id], new Map());
    this.forget();
    this.start();
    this.stage.querySelector("button").focus();
  }

  forget() {
    this.memory.forget();
    this.remembers = false;
  }

  memoryTool() {
    const said = element("span", { role: "status" });
    const box = element("input", {
      type: "checkbox",
      onchange: () => {
        this.remembers = box.checked && this.memory.save(this.token());
        if (!box.checked) this.forget();
        else if (!this.remembers) said.textContent = "浏览器不允许保存。";
        box.checked = this.remembers;
        remove.hidden = !this.remembers;
      },
    });
    const remove = button("删除记录", () => {
      this.forget();
      box.checked = false;
      remove.hidden = true;
      box.focus();
      said.textContent = "已删除。";
    });
    box.checked = this.remembers;
    remove.hidden = !this.remembers;
    return element("div", { className: "check__memory" },
      element("label", {}, box, element("span", {}, "把答案记在这台设备上，下次接着做（公用电脑请不要选）")),
      remove, said);
  }

  /** What this device remembers from an earlier visit, to go on with or to delete. */
  earlier() {
    const record = this.memory.read();
    if (!record) return null;
    const found = decode(record.token, this.data.sets);
    const note = element("div", { className: "notice" });
    const remove = button("删除记录", () => { this.forget(); note.remove(); });
    if (!found) {
      note.append(element("p", {}, "这台设备上有一份旧题单的答案，题目已经更新，不能接着做。"), remove);
      return note;
    }
    note.append(
      element("p", {}, `这台设备上记着${record.saved || "上次"}的答案，已答 ${found.answers.size} 题。`),
      element("div", { className: "check__moves" }, button("接着做", () => {
        this.begin(found.chosen, found.answers);
        this.remembers = true;
        this.go(this.firstOpen());
      }, true), remove));
    return note;
  }

  setsTool() {
    const [own, ...others] = this.data.sets;
    if (!others.length) return null;
    const label = (set, input) => element("label", { className: "check__answer" }, input,
      element("span", {}, `${set.title}（${set.questions.length} 题）`));
    return element("fieldset", { className: "check__sets" },
      element("legend", {}, "可以连同通用题单一起做，重复的题只问一次"),
      label(own, element("input", { type: "checkbox", checked: true, disabled: true })),
      others.map((set) => label(set, element("input", { type: "checkbox", name: "set", value: set.id }))));
  }

  choose() {
    const ticked = [...this.stage.querySelectorAll("[name=set]:checked")].map((box) => box.value);
    this.begin([this.data.sets[0].id, ...ticked], new Map());
  }

  paperTool() {
    const toggle = button("看纸质题单", () => {
      this.paper.hidden = !this.paper.hidden;
      toggle.setAttribute("aria-expanded", String(!this.paper.hidden));
    });
    toggle.setAttribute("aria-expanded", "false");
    toggle.setAttribute("aria-controls", this.paper.id);
    return toggle;
  }

  start(note = null) {
    this.paper.hidden = true;
    this.show("start",
      note && element("p", { className: "notice", role: "status" }, note),
      this.earlier(),
      element("p", {}, "逐题作答，做完就能看到结果。答案只在这台设备的浏览器里，不会上传；关掉页面就没有了。"),
      this.setsTool(),
      element("div", { className: "check__moves" },
        button("开始，一次一题", () => { this.choose(); this.go(0); }, true),
        button("全部列出", () => { this.choose(); this.listAll(); }), this.paperTool()));
  }

  /** A link with answers shows its result; the answers then leave the address bar again. */
  open() {
    const text = location.hash.slice(1);
    if (!isToken(text)) return false;
    history.replaceState(null, "", location.pathname + location.search);
    const found = decode(text, this.data.sets);
    if (found) {
      this.begin(found.chosen, found.answers);
      this.paper.hidden = true;
      this.finish();
    } else {
      this.start("链接里的答案与现在的题目对不上：题目可能已经更新，请重新做一遍。");
    }
    return true;
  }
}

const section = document.querySelector("[data-health-check]");
const paper = document.querySelector("[data-health-paper]");
if (section && paper) {
  const data = JSON.parse(document.getElementById("health-check-data").textContent);
  const check = new HealthCheck(section, paper, data);
  if (!check.open()) check.start();
  window.addEventListener("hashchange", () => check.open());
}
