// What was meant by a query that no page holds: search/lexicon.py, rule for rule. Loaded and asked only then.
import { bigrams, fold, runs, skeleton } from "./analysis.js";

const LONGEST_WORD = 8;
const LONGEST_TYPED = 20;
const LONGEST_LETTERS = 60;
const LONGEST_SYLLABLE = 6;
const LETTERS = /^[a-z]+(?:[ '’]+[a-z]+)*$/u;
const WHOLE = /^[\u4e00-\u9fff]{4}$/u;
export const SURE_FROM = 3;

function soft(letters) {
  return letters.replace(/([zcs])h/gu, "$1");
}

function sorted(word) {
  return Array.from(word).sort((a, b) => a.codePointAt(0) - b.codePointAt(0)).join("");
}

/** For each pair whether it is in order: one unknown pair alone between known ones is where two words meet. */
function isKnownOf(known) {
  const last = known.length - 1;
  return known.map((isKnown, n) => isKnown || (n > 0 && n < last && known[n - 1] && known[n + 1]));
}

/** Whether `meant` may know better: letters, or a pair of Han characters that is suspicious. */
export async function mayBeMistyped(text, holds, asWhole = true) {
  const folded = fold(text).trim();
  if (LETTERS.test(folded)) return folded.length <= LONGEST_LETTERS;
  if (Array.from(skeleton(folded)).length > LONGEST_TYPED) return false;
  if (asWhole && WHOLE.test(folded)) return true;
  for (const run of runs(folded)) {
    if (!run.isHan || Array.from(run.text).length < 2) continue;
    if (!isKnownOf(await Promise.all(bigrams(run.text).map(holds))).every(Boolean)) return true;
  }
  return false;
}

function put(map, key, word) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(word);
}

/** By code points, as Python orders texts; those compared here are of one length. */
function isBefore([rank, text], [otherRank, otherText]) {
  return rank < otherRank || (rank === otherRank && text < otherText);
}

/** Made of {words, syllables, spoken}, see `Lexicon` there. */
export class Lexicon {
  constructor({ words, syllables, spoken }) {
    this.spoken = spoken;
    this.readings = new Map();
    this.bySyllable = new Map();
    for (const [name, characters] of Object.entries(syllables)) {
      for (const character of characters) this.readings.set(character, name);
      this.bySyllable.set(soft(name), (this.bySyllable.get(soft(name)) || "") + characters);
    }
    this.ranks = new Map();
    this.bySound = new Map();
    this.byCharacters = new Map();
    this.byInitials = new Map();
    words.forEach((word, rank) => {
      const characters = Array.from(word);
      this.ranks.set(word, rank);
      put(this.bySound, this.sound(word), word);
      put(this.byCharacters, sorted(word), word);
      put(this.byInitials, characters.map((character) => (this.readings.get(character) || "?")[0]).join(""), word);
    });
  }

  sound(word) {
    return soft(this.spoken[word] || Array.from(word).map((character) => this.readings.get(character) || "?").join(""));
  }

  /** {text, size} of what was meant, or null; `holds` tells, after a while, whether any page holds a pair. */
  async meant(text, holds, asWhole = true) {
    const folded = fold(text).trim();
    if (LETTERS.test(folded) && folded.length <= LONGEST_LETTERS) {
      const letters = folded.replace(/[ '’]/gu, "");
      const found = this.spelt(letters) || this.chained(letters) || (this.byInitials.get(letters) || [""])[0];
      return found ? { text: found, size: Array.from(found).length } : null;
    }
    if (Array.from(skeleton(folded)).length > LONGEST_TYPED) return null;
    const whole = asWhole && WHOLE.test(folded) && !this.ranks.has(folded) ? await this.alike(folded, holds) : "";
    if (whole) return { text: whole, size: Array.from(whole).length };
    let found = folded;
    let size = 0;
    for (const run of runs(folded).reverse()) {
      if (!run.isHan) continue;
      const mended = await this.mended(run.text, holds);
      found = found.slice(0, run.start) + mended.text + found.slice(run.end);
      size = Math.max(size, mended.size);
    }
    return size ? { text: found, size } : null;
  }

  spelt(letters) {
    const typed = soft(letters);
    const best = [[0, ""]];
    for (let end = 1; end <= typed.length; end += 1) {
      for (let start = Math.max(0, end - LONGEST_WORD * LONGEST_SYLLABLE); start < end; start += 1) {
        const before = best[start];
        const words = this.bySound.get(typed.slice(start, end));
        if (before && words && (best[end] || [99])[0] > before[0] + 1) best[end] = [before[0] + 1, before[1] + words[0]];
      }
    }
    return best[typed.length] ? best[typed.length][1] : "";
  }

  chained(letters) {
    const typed = soft(letters);
    const ways = Array.from({ length: typed.length + 1 }, () => new Map());
    for (let end = 1; end <= typed.length; end += 1) {
      for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start += 1) {
        for (const character of this.bySyllable.get(typed.slice(start, end)) || "") {
          if (!start) ways[end].set(character, [0, character]);
          for (const [last, [rank, text]] of ways[start]) {
            const pair = this.ranks.get(last + character);
            if (pair === undefined) continue;
            const way = [rank + pair, text + character];
            const other = ways[end].get(character);
            if (!other || isBefore(way, other)) ways[end].set(character, way);
          }
        }
      }
    }
    let found = null;
    for (const way of ways[typed.length].values()) if (!found || isBefore(way, found)) found = way;
    return found && Array.from(found[1]).length > 1 ? found[1] : "";
  }

  async mended(run, holds) {
    const characters = Array.from(run);
    const pairs = characters.length > 1 ? bigrams(run) : [];
    const known = isKnownOf(await Promise.all(pairs.map(holds)));
    const slice = (from, to) => characters.slice(from, to).join("");
    for (let size = Math.min(LONGEST_WORD, characters.length); size > 1; size -= 1) {
      for (let start = 0; start + size <= characters.length; start += 1) {
        if (known.slice(start, start + size - 1).every(Boolean)) continue;
        const word = await this.alike(slice(start, start + size), holds);
        if (word) {
          const before = await this.mended(slice(0, start), holds);
          const after = await this.mended(slice(start + size), holds);
          return { text: before.text + word + after.text, size };
        }
      }
    }
    return { text: run, size: 0 };
  }

  async alike(typed, holds) {
    const alike = new Set([...(this.bySound.get(this.sound(typed)) || []), ...(this.byCharacters.get(sorted(typed)) || [])]);
    for (const word of Array.from(alike).sort((a, b) => this.ranks.get(a) - this.ranks.get(b))) {
      if (word !== typed && (await Promise.all(bigrams(word).map(holds))).every(Boolean)) return word;
    }
    return "";
  }
}
