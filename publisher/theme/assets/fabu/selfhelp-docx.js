// A Word file from paragraphs: the smallest Office Open XML package, zipped without compression.
// No library: the whole file is a few kilobytes.

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const escaped = (text) => text
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
  .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const ALIGN = { title: "center", right: "right" };
const FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>';
const HEADS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="黑体"/>';

/** Sizes are half-points: 32 is 三号, 44 is 二号. */
function paragraph({ kind, text }) {
  const title = kind === "title";
  const first = kind === "text" || kind === "numbered" ? '<w:ind w:firstLineChars="200" w:firstLine="640"/>' : "";
  const align = ALIGN[kind] ? `<w:jc w:val="${ALIGN[kind]}"/>` : "";
  const run = `<w:rPr>${title || kind === "heading" ? HEADS : FONTS}<w:sz w:val="${title ? 44 : 32}"/></w:rPr>`;
  const space = `<w:spacing w:line="560" w:lineRule="exact"${title ? ' w:after="400"' : ""}/>`;
  return `<w:p><w:pPr>${space}${first}${align}</w:pPr><w:r>${run}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

function files(parts) {
  const page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';
  return [
    ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MIME}.main+xml"/></Types>`],
    ["_rels/.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`],
    ["word/document.xml", `${HEAD}<w:document xmlns:w="${WORD}"><w:body>${parts.map(paragraph).join("")}${page}</w:body></w:document>`],
  ];
}

function header(signature, size, fields) {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, signature, true);
  for (const [at, bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return new Uint8Array(view.buffer);
}

const UTF8 = 0x0800;
const FIRST_DAY = 0x0021; // 1980-01-01: a paper says nothing of when it was made

/** The bytes of a .docx with these paragraphs. */
export function docxBytes(parts) {
  const encoder = new TextEncoder();
  const body = [];
  const directory = [];
  let offset = 0;
  const made = files(parts);
  for (const [name, text] of made) {
    const title = encoder.encode(name);
    const data = encoder.encode(text);
    const sums = [crc32(data), data.length, data.length];
    const local = header(0x04034b50, 30, [[4, 2, 20], [6, 2, UTF8], [12, 2, FIRST_DAY],
      [14, 4, sums[0]], [18, 4, sums[1]], [22, 4, sums[2]], [26, 2, title.length]]);
    directory.push(header(0x02014b50, 46, [[4, 2, 20], [6, 2, 20], [8, 2, UTF8], [14, 2, FIRST_DAY],
      [16, 4, sums[0]], [20, 4, sums[1]], [24, 4, sums[2]], [28, 2, title.length], [42, 4, offset]]), title);
    body.push(local, title, data);
    offset += local.length + title.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = header(0x06054b50, 22, [[8, 2, made.length], [10, 2, made.length], [12, 4, size], [16, 4, offset]]);
  const all = [...body, ...directory, end];
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const docxFile = (parts) => new Blob([docxBytes(parts)], { type: MIME });
