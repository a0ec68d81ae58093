// Answers as a short text: what stands in a link after "#" (which browsers never send) and, only
// when the reader asks for it, in this device's storage.
//   tj1.<set>.<digest>.<answers>[.<set>.<digest>.<answers>…]
// One sign a question in the set's order: its answer in base 36, "-" where there is none.

const MARK = "tj1";
const NONE = "-";

export function encode(sets, answers) {
  const parts = sets.map((set) => {
    const signs = set.questions.map((question) => {
      const answer = answers.get(`${set.id}/${question.id}`);
      return answer === undefined ? NONE : answer.toString(36);
    });
    return [set.id, set.digest, signs.join("")].join(".");
  });
  return [MARK, ...parts].join(".");
}

export function isToken(text) {
  return text.startsWith(`${MARK}.`);
}

function answersOf(set, signs) {
  if (signs.length !== set.questions.length) return null;
  const found = new Map();
  for (const [index, question] of set.questions.entries()) {
    if (signs[index] === NONE) continue;
    const answer = parseInt(signs[index], 36);
    if (!(answer < question.answers.length)) return null;
    found.set(`${set.id}/${question.id}`, answer);
  }
  return found;
}

/** {chosen: ids of sets, answers}, or null for a text that does not fit these sets as they are. */
export function decode(text, sets) {
  const [mark, ...parts] = text.split(".");
  if (mark !== MARK || !parts.length || parts.length % 3) return null;
  const chosen = [];
  let answers = new Map();
  for (let start = 0; start < parts.length; start += 3) {
    const [id, digest, signs] = parts.slice(start, start + 3);
    const set = sets.find((one) => one.id === id && one.digest === digest);
    const found = set && answersOf(set, signs);
    if (!found) return null;
    chosen.push(id);
    answers = new Map([...answers, ...found]);
  }
  return chosen[0] === sets[0].id ? { chosen, answers } : null;
}

/** What this device remembers for one questionnaire; nothing is written unless `save` is called. */
export class Memory {
  constructor(id) {
    this.name = `fabu.health-check.${id}`;
  }

  /** {token, saved: "2026-11-20"}, or null. */
  read() {
    try {
      const record = JSON.parse(localStorage.getItem(this.name));
      return record && typeof record.token === "string" ? record : null;
    } catch (error) {
      return null; // storage refused, or not ours: there is nothing to go on with
    }
  }

  /** Whether it could be written. */
  save(token) {
    const now = new Date();
    const saved = `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
    try {
      localStorage.setItem(this.name, JSON.stringify({ token, saved }));
      return true;
    } catch (error) {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.name);
    } catch (error) {
      // storage refused: then nothing was remembered either
    }
  }
}
