// A text editor over a text area that stays the form's value: colours of Markdown, numbers of lines as
// the findings say them, findings in the margin. It stands in a shadow root, where its styles are
// constructed sheets: the policy of the zone allows no style element.
import {
  Compartment, defaultKeymap, defineLanguageFacet, drawSelection, EditorSelection, EditorState, EditorView,
  highlightActiveLine, HighlightStyle, history, historyKeymap, keymap, Language, lineNumbers, lintGutter,
  markdownParser, search, searchKeymap, setDiagnostics, syntaxHighlighting, Table, tags,
} from "./codemirror.min.js";

export const canStand = () => "attachShadow" in Element.prototype && "adoptedStyleSheets" in Document.prototype;

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: "#5f6b76" },
  { tag: [tags.link, tags.url], color: "#1d4f91" },
  { tag: tags.quote, color: "#3d5a40" },
]);

const look = EditorView.theme({
  "&": { height: "60vh", minHeight: "16em", border: "1px solid #767f88", borderRadius: "4px", background: "#fff", color: "#1b1b1b" },
  "&.cm-focused": { outline: "3px solid #1d4f91", outlineOffset: "1px" },
  ".cm-scroller": { font: '15px/1.7 ui-monospace, "Sarasa Mono SC", "Noto Sans Mono CJK SC", Consolas, monospace', overflow: "auto" },
  ".cm-gutters": { background: "#f4f6f8", color: "#4f5963", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "#eef3f9" },
  ".cm-mend": { display: "block", color: "#4f5963" },
  ".cm-tooltip": { maxWidth: "36em" },
  ".cm-diagnosticAction": { background: "#1d4f91", color: "#fff", fontSize: "14px", padding: "2px 10px", margin: "4px 0 0" },
});

const PHRASES = {
  Find: "查找", Replace: "替换为", next: "下一处", previous: "上一处", all: "全部", "match case": "区分大小写",
  "by word": "整词", regexp: "正则", replace: "替换", "replace all": "全部替换", close: "关闭",
  "replaced match on line $": "已替换第 $ 行的一处", "replaced $ matches": "已替换 $ 处", "current match": "当前这处",
  "on line": "在第", "Go to line": "到第几行", go: "去", Diagnostics: "检查", "No diagnostics": "没有发现问题。",
};

const diagnosticOf = (doc, first, mend) => (one) => {
  const line = doc.line(one.line - first + 1);
  const indent = /^\s*/.exec(line.text)[0].length;
  return {
    from: Math.min(line.from + indent, line.to),
    to: line.to,
    severity: one.error ? "error" : "warning",
    message: one.message,
    actions: one.edit ? [{ name: mend.label, apply: () => mend.apply(one) }] : [],
    renderMessage: () => {
      const told = document.createElement("span");
      told.textContent = `${one.message} ${one.code}`;
      if (one.mend) {
        const how = document.createElement("span");
        how.className = "cm-mend";
        how.textContent = `怎么改：${one.mend}`;
        told.append(how);
      }
      return told;
    },
  };
};

// Takes the place of `area`. `first`: () => the number of the first line. What it gives is a surface as
// `pasting.js` knows it, with `select(line)` and `replace(line, count, lines)` by lines of the text, and
// `show(problems)` by those of the file. `mend`: {label, apply: (problem)}, for what can be mended at once.
export const standIn = (area, { label, first, mend }) => {
  const host = document.createElement("div");
  host.id = `${area.id}-editor`;
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const numbers = new Compartment();
  let shown = -1;
  let problems = [];
  const numbering = () => lineNumbers({ formatNumber: (line) => String(line + first() - 1) });
  const markdown = new Language(defineLanguageFacet(), markdownParser.configure(Table), [], "markdown");
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: area.selectionStart, head: area.selectionEnd },
      extensions: [
        numbers.of(numbering()), lintGutter(), history(), drawSelection(), highlightActiveLine(), search({ top: true }),
        EditorView.lineWrapping, markdown, syntaxHighlighting(colours), look, EditorState.phrases.of(PHRASES),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.isUserEvent("take.over"))) {
            area.value = update.state.doc.toString();
            area.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }),
      ],
    }),
  });

  // What a draft, a reset or the browser's history put into the text area.
  const takeOver = () => {
    const [now, wanted] = [view.state.doc.toString(), area.value.replace(/\r\n?/g, "\n")];
    if (now !== wanted) {
      view.dispatch({ changes: { from: 0, to: now.length, insert: wanted }, userEvent: "take.over" });
    }
  };
  const show = (found) => {
    problems = found;
    const [begin, end] = [first(), first() + view.state.doc.lines - 1];
    const inText = problems.filter((one) => one.line >= begin && one.line <= end);
    view.dispatch(setDiagnostics(view.state, inText.map(diagnosticOf(view.state.doc, begin, mend))));
  };
  const renumber = () => {
    if (shown !== first()) {
      shown = first();
      view.dispatch({ effects: numbers.reconfigure(numbering()) });
    }
  };
  area.addEventListener("restored", takeOver);
  area.form.addEventListener("reset", () => setTimeout(takeOver));
  addEventListener("pageshow", takeOver);
  area.form.addEventListener("input", renumber);
  area.labels.forEach((one) => one.addEventListener("click", () => view.focus()));
  const hadFocus = document.activeElement === area;
  area.hidden = true;
  if (hadFocus) {
    view.focus();
  }
  return {
    host,
    value: () => view.state.doc.toString(),
    around: () => {
      const { from, to } = view.state.selection.main;
      return [view.state.sliceDoc(0, from), view.state.sliceDoc(to)];
    },
    insert: (words) => {
      view.dispatch({ ...view.state.replaceSelection(words), userEvent: "input.paste", scrollIntoView: true });
      view.focus();
    },
    replace: (line, count, lines) => {
      const from = view.state.doc.line(line).from;
      const to = view.state.doc.line(line + count - 1).to;
      view.dispatch({ changes: { from, to, insert: lines.join("\n") }, selection: { anchor: from }, userEvent: "input.mend", scrollIntoView: true });
      view.focus();
    },
    select: (line) => {
      const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const selection = EditorSelection.single(from, to);
      view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.main, { y: "center" }) });
      view.focus();
    },
    show,
  };
};
