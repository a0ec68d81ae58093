// Words from elsewhere as Markdown. The same rules as `publisher/importing/original.py` and
// `word_lines.py`, so that what is pasted and what `fabu import` takes in read alike; a test holds the
// two together.

// `text` so that Markdown shows just these characters.
export const escaped = (text) => text.replace(/[\\`*_[\]<>|]/g, "\\$&");

// A paragraph whose first characters would make it something else, written so that they do not.
export const safeStart = (text) =>
  text
    .replace(/^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|~~~|={3,}|-{3,}|!{3}(?=\s)|\?{3}(?=\s))/, "$1\\$2")
    .replace(/^(\d{1,9})\.(?=\s)/, "$1\\.");

// Every run of blanks, breaks and invisible characters as one blank, none at the ends nor between
// Chinese characters, but behind 第一条.
export const lineOfText = (text) => {
  const line = text
    .replace(/[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]/g, "")
    .replace(/[\s\u3000\x85]+/g, " ")
    .trim();
  const begins = /^第[〇零一二三四五六七八九十百千\d]{1,7}[编章节条] (?=\S)/.exec(line)?.[0] ?? "";
  const rest = line.slice(begins.length);
  return begins + rest.replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, "");
};

export const BREAK = "\x03";
const NOTE_BEGIN = "\x01";
const NOTE_END = "\x02";
export const noteMark = (label) => `${NOTE_BEGIN}${label}${NOTE_END}`;

// The words alone, without marks of notes.
export const plainOf = (pieces) =>
  lineOfText(
    pieces
      .map((one) => one.text)
      .join("")
      .replace(/\x01[^\x02]*\x02/g, "")
      .replaceAll(BREAK, " "),
  );

// Programs break the lines of their HTML where no blank stood: such a break between Chinese characters
// is nothing, also where the look changes there; elsewhere it is a blank.
export const withoutLineBreaks = (pieces) => {
  const wide = "\u3000-\u9fff\uff00-\uffef\x01\x02\x03";
  const broken = new RegExp(`([${wide}]\x04*)([ \t\r\n\x04]*[\r\n][ \t\r\n\x04]*)(?=[${wide}])`, "g");
  const texts = pieces
    .map((one) => one.text.replaceAll("\x04", ""))
    .join("\x04")
    .replace(broken, (_all, before, gap) => before + gap.replace(/[ \t\r\n]/g, ""))
    .replace(/[\r\n\t]+/g, " ")
    .split("\x04");
  return pieces.map((one, place) => ({ ...one, text: texts[place] }));
};

const withLink = (shown, href) => (href ? `[${shown}](${href})` : shown);

const stretch = (piece, isWhole) => {
  const shown = escaped(piece.text);
  const inner = shown.trim();
  if (!inner || inner.includes(BREAK) || inner.includes(NOTE_BEGIN)) {
    return shown;
  }
  const before = shown.slice(0, shown.length - shown.trimStart().length);
  const after = shown.slice(shown.trimEnd().length);
  const linked = withLink(inner, piece.href);
  return before + (piece.bold && !isWhole ? `**${linked}**` : linked) + after;
};

export const isAllBold = (pieces) => {
  const said = pieces.filter((one) => one.text.trim());
  return said.length > 0 && said.every((one) => one.bold);
};

// One paragraph as Markdown: what stands out in bold within it, links, and the marks of notes.
// `pieces`: [{text, bold, href}], breaks of lines as BREAK.
export const marked = (pieces) => {
  const merged = [];
  for (const one of pieces) {
    const last = merged[merged.length - 1];
    const goesOn = last && last.href === one.href && (last.bold === one.bold || !one.text.trim());
    if (goesOn) {
      last.text += one.text;
    } else if (one.text) {
      merged.push({ ...one });
    }
  }
  const isWhole = isAllBold(merged);
  return merged
    .map((one) => stretch(one, isWhole))
    .join("")
    .replaceAll(NOTE_BEGIN, "[^")
    .replaceAll(NOTE_END, "]")
    .split(BREAK)
    .map(lineOfText)
    .filter(Boolean)
    .join("  \n");
};
