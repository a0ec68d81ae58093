// What is pasted from Word, WPS or a web page, as clean Markdown. Pure: HTML in, text out; a page that
// is only read loads no picture and runs nothing.
import { withHeadings } from "./paste_headings.js";
import { Reader } from "./paste_reader.js";

export const LONGEST_HTML = 8_000_000;

const lined = (rows) => {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [row(rows[0]), row(rows[0].map(() => "---")), ...rows.slice(1).map(row)].join("\n");
};

const written = (block) => {
  if (block.rows) {
    return lined(block.rows);
  }
  return block.heading === undefined ? block.item + block.text : `${"#".repeat(block.level)} ${block.heading}`;
};

// Whether the words come from an editor of plain text, which colours Markdown as HTML.
export const isPlain = (html) => /<(?:div|pre|span)[^>]*style="[^"]*white-space:\s*pre/i.test(html) && !/<(?:p|table|h[1-6]|li)\b/i.test(html);

// `html`: the clipboard's; `taken`: labels of the notes that the text has already. Gives the Markdown,
// whether it is `inline` (words within a paragraph), and `told`: [what was left out or has to be looked
// at, how often].
export const markdownOf = (html, taken = []) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const reader = new Reader(page, taken);
  const blocks = reader.read(page.body);
  const only = blocks.length === 1 ? blocks[0] : null;
  const inline = only !== null && !only.rows && only.level === null && !only.item;
  const parts = inline ? [only.text] : withHeadings(blocks).map(written);
  const notes = [...reader.notes].map(([label, words]) => `[^${label}]: ${words || "（脚注没有内容）"}`);
  return {
    markdown: [...parts, ...notes].join("\n\n"),
    inline: inline && notes.length === 0,
    told: [...reader.told],
  };
};

// Labels of the notes that a text defines or refers to.
export const labelsIn = (text) => [...text.matchAll(/\[\^([^\]\s]{1,40})\]/g)].map((one) => one[1]);

// What was pasted between the text before and the text behind it: blocks stand apart from others.
export const fitted = ({ markdown, inline }, before, behind) => {
  if (inline || !markdown) {
    return markdown;
  }
  const gap = (text, end) => (text.trim() ? "\n".repeat(2 - Math.min(end.exec(text)[0].replace(/[^\n]/g, "").length, 2)) : "");
  return gap(before, /[\n ]*$/) + markdown + (gap(behind, /^[\n ]*/) || (behind ? "" : "\n"));
};
