// What `text_editor.js` of the staff zone uses of CodeMirror, and nothing else.
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from "@codemirror/language";
export { lintGutter, setDiagnostics } from "@codemirror/lint";
export { search, searchKeymap } from "@codemirror/search";
export { Compartment, EditorSelection, EditorState } from "@codemirror/state";
export { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { parser as markdownParser, Table } from "@lezer/markdown";
