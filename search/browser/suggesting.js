// 您是不是要找: words of the library that look like what was typed, as search/suggesting.py.
import { bigrams, skeleton } from "./analysis.js";

/** How often a text's skeleton holds each character and bigram. */
function piecesOf(bare) {
  const characters = Array.from(bare);
  const counts = new Map();
  for (const piece of characters.length > 1 ? [...characters, ...bigrams(bare)] : characters) {
    counts.set(piece, (counts.get(piece) || 0) + 1);
  }
  return counts;
}

function total(counts) {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

/** By code points, as Python sorts. */
function before(a, b) {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    if (left[place] !== right[place]) return left[place].codePointAt(0) - right[place].codePointAt(0);
  }
  return left.length - right.length;
}

/** The words most like `text`, the text itself apart; none for a long text. */
export function nearest(words, text, limits) {
  const typed = skeleton(text);
  const size = Array.from(typed).length;
  if (size < 2 || size > limits.suggested_for) return [];
  const pieces = piecesOf(typed);
  const pairs = Array.from(pieces.keys()).filter((piece) => Array.from(piece).length > 1);
  const found = [];
  for (const word of words) {
    const bare = skeleton(word);
    if (bare === typed || !pairs.some((pair) => bare.includes(pair))) continue;
    const others = piecesOf(bare);
    let common = 0;
    for (const [piece, count] of pieces) common += Math.min(count, others.get(piece) || 0);
    const share = (2 * common) / (total(pieces) + total(others));
    if (share >= limits.alike) found.push([share, Array.from(word).length, word]);
  }
  found.sort((a, b) => b[0] - a[0] || a[1] - b[1] || before(a[2], b[2]));
  return found.slice(0, limits.suggested).map(([, , word]) => word);
}
