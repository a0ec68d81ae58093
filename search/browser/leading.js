// What stands first, and as what: search/leading.py. Pure.

const ACTING = new Set(["way", "tool", "paper", "term"]);
export const WINDOW = 10;
const QUESTIONS = "faq";

/** `ranked` ([document, score]) with at most one acting kind among the first, as long as others can stand there. */
export function withVariety(ranked, kinds, weights) {
  const window = ranked.slice(0, WINDOW);
  const isActing = ([document]) => ACTING.has(kinds.get(document));
  const leading = [];
  const behind = [];
  for (let place = 0; place < window.length && leading.length < weights.leading; place += 1) {
    const needed = weights.leading_share * window[place][1];
    const canWait = window.slice(place + 1).some((other) => !isActing(other) && other[1] >= needed);
    const isNext = !isActing(window[place]) || !leading.some(isActing) || !canWait;
    (isNext ? leading : behind).push(window[place]);
  }
  const taken = new Set([...leading, ...behind]);
  return [...leading, ...behind, ...ranked.filter((pair) => !taken.has(pair))];
}

/** The question of a page of questions that says most of what was asked, and more than its title: {name, anchor, start, end} or null. */
export function answeringQuestion({ kind, title, prose, sections }, highlighter) {
  if (kind !== QUESTIONS) return null;
  let best = null;
  let most = highlighter.worth(title);
  sections.forEach(([start, name, anchor], place) => {
    const worth = highlighter.worth(name);
    if (worth <= most) return;
    most = worth;
    best = { name, anchor, start: start + name.length, end: place + 1 < sections.length ? sections[place + 1][0] : prose };
  });
  return best;
}
