// The questions that one reader is asked, from one set or several combined. No DOM: the same rules
// as publisher/health/sheet.py, and tests hold the two together.
// Answers are a Map: key of the question ("set/question") → position of the answer.

/** The questions of all sets in order, without those that a question of another set replaces. */
export function combined(sets) {
  const replaced = new Set(sets.flatMap((set) => set.questions.flatMap((q) => q.replaces)));
  return sets.flatMap((set) => set.questions
    .map((question) => ({ ...question, key: `${set.id}/${question.id}`, set: set.id }))
    .filter((question) => !replaced.has(question.key)));
}

function holds(condition, answer) {
  return answer === undefined ? condition.unanswered : condition.answers.includes(answer);
}

/** The questions that are asked, given the answers so far. What is no longer asked counts as not
    answered, so that a condition on it falls with it. */
export function asked(sheet, answers) {
  const shown = new Set();
  return sheet.filter((question) => {
    const condition = question.showIf;
    if (condition) {
      const parent = condition.question;
      if (!holds(condition, shown.has(parent) ? answers.get(parent) : undefined)) return false;
    }
    shown.add(question.key);
    return true;
  });
}
