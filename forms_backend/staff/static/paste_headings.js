// Headings as offices write them: by style, 【…】, 一、（一）, a bold line, larger letters. The rules and
// their ranking are those of `publisher/importing/headings.py`, without names of sections.
const LONGEST = 40; // characters of a heading; what is longer is a sentence
const BRACKETS = /^[【〖[［]\s*([^【】〖〗[\]］]{2,30}?)\s*[】〗\]］]\s*[:：]?\s*$/;
const CHAPTER = /^(第[一二三四五六七八九十百]+[章节部分]+|[一二三四五六七八九十]{1,3}[、.．]|[一二三四五六七八九十]{1,3}\s(?=\S))\s*(.+)$/;
const PART = /^([（(][一二三四五六七八九十]{1,3}[）)])\s*[、.．]?\s*(.+)$/;
const NUMBER = /^(\d{1,2}[、.．]|[（(]\d{1,2}[）)]|\d{1,2}(?:\.\d{1,2}){1,3})\s*(.+)$/;
const SENTENCE_END = /[。；;，,！!…]$/;

const bodySize = (blocks) => {
  const sizes = new Map();
  for (const one of blocks) {
    if (one.size) {
      sizes.set(one.size, (sizes.get(one.size) ?? 0) + one.plain.length);
    }
  }
  let [most, best] = [0, 0];
  for (const [size, count] of sizes) {
    [most, best] = count > most ? [count, size] : [most, best];
  }
  return best;
};

// The sign by which a paragraph is a heading and the words of it; null for text.
const signOf = (block, size) => {
  const plain = block.plain.trim();
  if (block.level === 0) {
    return ["title", plain];
  }
  if (block.level && plain.length <= 2 * LONGEST) {
    return [`style${block.level}`, plain];
  }
  const brackets = BRACKETS.exec(plain);
  if (brackets) {
    return ["bracket", brackets[1]];
  }
  const isWhole = block.bold && plain.indexOf("。") === plain.length - 1 && (CHAPTER.test(plain) || PART.test(plain));
  if (plain.length > LONGEST || (SENTENCE_END.test(plain) && !isWhole) || block.item) {
    return null;
  }
  if (CHAPTER.test(plain)) {
    return ["chapter", plain];
  }
  if (PART.test(plain)) {
    return ["part", plain];
  }
  if (/[：:]$/.test(plain) || plain.slice(0, -1).includes("：")) {
    return null;
  }
  if (size && block.size >= size + 1) {
    return ["large", plain];
  }
  return block.bold ? [NUMBER.test(plain) ? "number" : "bold", plain] : null;
};

// Which signs stand for sections (2) and which for parts of sections (3).
const levelsOf = (signs) => {
  const styles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((one) => `style${one}`).filter((one) => signs.has(one));
  const order = [...styles, ...["bracket", "chapter", "large"].filter((one) => signs.has(one))];
  const levels = new Map([["title", 0]]);
  order.forEach((sign, place) => {
    levels.set(sign, place === 0 || (!styles.length && !sign.startsWith("style")) ? 2 : 3);
  });
  const has = (...wanted) => order.length > 0 || wanted.some((one) => signs.has(one));
  levels.set("part", has() ? 3 : 2);
  levels.set("bold", has("part") ? 3 : 2);
  levels.set("number", has("part", "bold") ? 3 : 2);
  return levels;
};

// `blocks` with {heading, level: 2 or 3} in place of each paragraph that is one; none is skipped on the
// way down.
export const withHeadings = (blocks) => {
  const size = bodySize(blocks.filter((one) => one.plain));
  const found = blocks.map((block) => [block, block.rows ? null : signOf(block, size)]);
  const levels = levelsOf(new Set(found.flatMap(([, sign]) => (sign ? [sign[0]] : []))));
  let above = 1;
  return found.map(([block, sign]) => {
    if (!sign) {
      return block;
    }
    above = Math.min(Math.max(levels.get(sign[0]), 2), above + 1);
    return { heading: sign[1].replace(/[\\*]/g, "").trim().replace(/[：:]+$/, ""), level: above };
  });
};
