// A calculator's page: the form, the steps, the link to share. Nothing is asked of any server.
import { run } from "./selfhelp-calculator.js";
import { element } from "./health-check-dom.js";

function line(one) {
  const parts = [element("strong", {}, one.value)];
  if (one.said) parts.push(element("span", {}, one.said));
  for (const detail of one.details) parts.push(element("span", {}, detail));
  return element("div", { className: one.result ? "steps__result" : null },
    element("dt", {}, one.label), element("dd", {}, parts));
}

class ToolPage {
  constructor(section, data) {
    this.data = data;
    this.form = section.querySelector("form");
    this.result = section.querySelector("[data-result]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.compute(true);
    });
    this.form.addEventListener("input", () => this.showFields());
    this.form.addEventListener("reset", () => setTimeout(() => this.cleared(), 0));
    addEventListener("hashchange", () => this.open());
    this.open();
  }

  given() {
    const given = {};
    for (const field of this.data.inputs) {
      const control = this.form.elements[field.id];
      given[field.id] = control.type === "checkbox" ? (control.checked ? "1" : "") : control.value;
    }
    return given;
  }

  /** Answers of the link; a bare id is one of the legal deadlines. */
  open() {
    const hash = location.hash.slice(1);
    const typed = new URLSearchParams(hash.includes("=") ? hash : "");
    const only = this.data.inputs.find((field) => field.options.some(([value]) => value === hash));
    if (only) typed.set(only.id, hash);
    for (const field of this.data.inputs) {
      if (!typed.has(field.id)) continue;
      const control = this.form.elements[field.id];
      if (control.type === "checkbox") control.checked = typed.get(field.id) === "1";
      else control.value = typed.get(field.id);
    }
    this.showFields();
    if (hash.includes("=")) this.compute(false);
  }

  showFields() {
    const { asked } = run(this.data, this.given());
    for (const field of this.data.inputs) this.field(field.id).hidden = !asked.includes(field.id);
  }

  field(id) {
    return this.form.querySelector(`[data-field="${id}"]`);
  }

  showErrors(errors) {
    for (const field of this.data.inputs) {
      const place = this.field(field.id).querySelector(".error");
      const message = errors[field.id] || "";
      place.textContent = message;
      place.hidden = !message;
      this.field(field.id).classList.toggle("field--error", Boolean(message));
      this.form.elements[field.id].setAttribute("aria-invalid", message ? "true" : "false");
    }
  }

  compute(asked) {
    const given = this.given();
    const outcome = run(this.data, given);
    this.showErrors(outcome.errors);
    const wrong = Object.keys(outcome.errors);
    this.result.replaceChildren();
    if (wrong.length) {
      if (asked) this.form.elements[wrong[0]].focus();
      return;
    }
    const parts = [element("h3", {}, "结果")];
    if (outcome.stopped) parts.push(element("p", { className: "notice" }, outcome.stopped));
    else parts.push(element("dl", { className: "steps" }, outcome.lines.map(line)));
    if (!outcome.stopped && outcome.notes.length) {
      parts.push(element("ul", { className: "calc__notes" }, outcome.notes.map((note) =>
        element("li", { className: note.startsWith("暂定") ? "calc__provisional" : null }, note))));
    }
    parts.push(this.sharing(given, outcome.asked));
    this.result.replaceChildren(...parts);
    if (asked) this.result.focus();
  }

  sharing(given, asked) {
    const pairs = asked.filter((id) => given[id]).map((id) => [id, given[id]]);
    const hash = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", `#${hash}`);
    const said = element("span", { role: "status" });
    const link = element("input", { type: "text", readonly: true, "aria-label": "这次计算的链接", value: location.href });
    const copy = element("button", { type: "button", className: "button", onclick: () => {
      link.select();
      const done = document.execCommand("copy");
      said.textContent = done ? "已复制" : "请长按链接复制";
    } }, "复制链接");
    const print = element("button", { type: "button", className: "button", onclick: () => window.print() }, "打印");
    return element("div", { className: "calc__share" },
      element("p", { className: "hint" }, "链接里带着您填的数，只发给您愿意给的人。"), link,
      element("p", { className: "form-buttons" }, copy, print, said));
  }

  cleared() {
    history.replaceState(null, "", location.pathname + location.search);
    this.result.replaceChildren();
    this.showErrors({});
    this.showFields();
  }
}

const section = document.querySelector("[data-calculator]");
if (section) new ToolPage(section, JSON.parse(document.getElementById("selfhelp-data").textContent));
