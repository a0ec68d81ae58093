// Beside the text: what it looks like and what is wrong with it, while somebody types. The page works
// without this file: what it shows is then of the text as it was saved.
import { takePastes } from "./pasting.js";

const form = document.getElementById("manuscript");
const PAUSE = 700;

if (form) {
  const text = document.getElementById("text");
  const list = document.getElementById("problem-list");
  const away = document.getElementById("preview-away");
  const none = document.getElementById("no-problems");
  const frame = document.getElementById("preview");
  const header = document.getElementById("header");
  let timer = 0;
  let asked = 0;

  const select = (area, line) => {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    // Browsers do not scroll to a selection: by the share of the text before it.
    area.scrollTop = (area.scrollHeight * start) / Math.max(area.value.length, 1) - area.clientHeight / 3;
  };

  // The one way of changing a text area that the browser's undo knows.
  const replace = (area, line, count, lines) => {
    const now = area.value.split("\n");
    const start = now.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + now.slice(line - 1, line - 1 + count).join("\n").length);
    document.execCommand("insertText", false, lines.join("\n"));
  };

  // What is written on: the text area, until something better stands in its place.
  let surface = {
    host: text,
    value: () => text.value,
    around: () => [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)],
    insert: (words) => {
      text.focus();
      // The one way of inserting that the browser's undo knows.
      document.execCommand("insertText", false, words);
    },
    select: (line) => select(text, line),
    replace: (line, count, lines) => replace(text, line, count, lines),
    show: () => {},
  };
  const pasted = document.getElementById("pasted");
  takePastes(text, surface, pasted);

  // Lines are those of the file: ---, the front matter, ---, the body. `more`: by how many the fields above
  // make the front matter longer than it stands here.
  let more = 0;
  const firstLine = () => header.value.split("\n").length + 3 + more;
  // A problem of the front matter belongs to a field above, where there is one for it.
  const fieldOf = (key) => (key ? form.querySelector(`.field[data-field="${CSS.escape(key)}"]`) : null);
  const jump = (line, key) => {
    const field = fieldOf(key);
    if (field) {
      for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) {
        box.open = true;
      }
      field.querySelector("input:not([hidden]), select, textarea:not([hidden])").focus();
    } else if (line >= firstLine()) {
      surface.select(line - firstLine() + 1);
    } else {
      document.getElementById("header-box").open = true;
      select(header, Math.max(line - 1, 1));
    }
  };

  const mended = document.getElementById("mended");
  // Only where the lines still are those that were looked at: somebody may have typed on.
  const mend = ({ edit }) => {
    const inBody = edit.line >= firstLine();
    const area = inBody ? text : header;
    const line = inBody ? edit.line - firstLine() + 1 : edit.line - 1;
    const now = area.value.split("\n").slice(line - 1, line - 1 + edit.was.length);
    const fits = line > 0 && now.length === edit.was.length && now.every((one, at) => one === edit.was[at]);
    mended.textContent = fits ? list.dataset.mended : list.dataset.moved;
    if (!fits) {
      look();
    } else if (inBody) {
      surface.replace(line, edit.was.length, edit.now);
    } else {
      document.getElementById("header-box").open = true;
      replace(header, line, edit.was.length, edit.now);
    }
  };

  const withButtons = (items) => {
    for (const item of items) {
      const line = Number(item.dataset.at);
      const label = item.querySelector("b");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "problems__jump";
      button.textContent = label.textContent;
      button.addEventListener("click", () => jump(line, item.dataset.key));
      label.replaceWith(button);
      if (item.dataset.edit) {
        const one = { edit: JSON.parse(item.dataset.edit) };
        const doIt = document.createElement("button");
        doIt.type = "button";
        doIt.className = "plain problems__mend";
        doIt.textContent = list.dataset.doMend;
        doIt.addEventListener("click", () => mend(one));
        item.append(doIt);
      }
    }
  };

  const item = (one) => {
    const row = document.createElement("li");
    row.className = `problems__one${one.error ? " problems__one--error" : ""}`;
    row.dataset.at = one.line;
    row.dataset.key = one.key;
    if (one.edit) {
      row.dataset.edit = JSON.stringify(one.edit);
    }
    const label = document.createElement("b");
    const kind = one.error ? list.dataset.error : list.dataset.reminder;
    const named = fieldOf(one.key)?.dataset.label;
    const where = named ? list.dataset.field.replace("#", named) : list.dataset.line.replace("#", one.line);
    label.textContent = `${kind} ${where}`;
    const more = document.createElement("span");
    more.className = "quiet";
    more.textContent = `${one.code} ${one.mend}`;
    row.append(label, ` ${one.message} `, more);
    return row;
  };

  const others = document.getElementById("others");
  const show = (found) => {
    others.textContent = found.others;
    others.hidden = !found.others;
    away.textContent = found.away;
    away.hidden = !found.away;
    if (found.away) {
      return; // the last good picture stays
    }
    more = 0;
    more = found.first - firstLine();
    list.replaceChildren(...found.problems.map(item));
    withButtons(list.children);
    surface.show(found.problems);
    none.hidden = found.problems.length > 0;
    if (found.html) {
      const at = frame.contentWindow ? frame.contentWindow.scrollY : 0;
      frame.hidden = false;
      frame.srcdoc = found.html;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
    }
  };

  const look = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), redirect: "error" });
      const found = await answer.json();
      if (mine === asked) {
        show(found);
      }
    } catch (_error) {
      away.textContent = list.dataset.failed;
      away.hidden = false;
    }
  };

  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  const box = document.getElementById("references");
  const query = document.getElementById("reference-query");
  const results = box.querySelector("ul");
  const told = box.querySelector("[role=status] p");

  const offer = (one) => {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = one.label || one.markdown;
    button.addEventListener("click", () => surface.insert(one.markdown));
    row.append(button);
    return row;
  };

  const find = async () => {
    const what = document.getElementById("reference-what").value;
    const asked = new URLSearchParams({ what, q: query.value });
    try {
      const answer = await fetch(`${box.dataset.from}?${asked}`, { redirect: "error" });
      const found = answer.ok ? await answer.json() : { items: [], away: "" };
      results.replaceChildren(...found.items.map(offer));
      told.textContent = found.items.length ? "" : found.away || box.dataset.none;
    } catch (_error) {
      told.textContent = list.dataset.failed;
    }
  };

  box.hidden = false;
  box.querySelector("button").addEventListener("click", find);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // looks for it instead of saving the manuscript
      find();
    }
  });

  form.addEventListener("input", changed);
  form.addEventListener("reset", changed);
  const inList = [...list.querySelectorAll("li")].map((one) => ({
    line: Number(one.dataset.at),
    error: one.classList.contains("problems__one--error"),
    message: one.dataset.message,
    code: one.dataset.code,
    mend: one.dataset.mend,
    edit: one.dataset.edit ? JSON.parse(one.dataset.edit) : null,
  }));
  withButtons(list.querySelectorAll("li"));

  // The text area stays the form's value, and what one writes on where this cannot be.
  import("./text_editor.js")
    .then(({ canStand, standIn }) => {
      if (canStand()) {
        surface = standIn(text, { label: text.dataset.label, first: firstLine, mend: { label: list.dataset.doMend, apply: mend } });
        takePastes(surface.host, surface, pasted);
        surface.show(inList);
      }
    })
    .catch(() => {});
}
