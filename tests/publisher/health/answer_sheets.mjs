// Scores answer sheets with the browser's own modules: the file named on the command line holds
// {data, cases: [{chosen, answers: [[key, index]…]}]}; results go to standard output as JSON.
import { readFileSync } from "node:fs";
import { score } from "./health-check-score.js";
import { asked, combined } from "./health-check-sheet.js";
import { decode, encode } from "./health-check-answers.js";

const { data, cases } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const results = cases.map(({ chosen, answers }) => {
  const sets = data.sets.filter((set) => chosen.includes(set.id));
  const given = new Map(answers);
  const token = encode(sets, given);
  const again = decode(token, data.sets);
  const sheet = combined(sets);
  return {
    asked: asked(sheet, given).map((question) => question.key),
    token,
    again: [again.chosen, [...again.answers].sort()],
    ...score(sheet, given, data),
  };
});
process.stdout.write(JSON.stringify(results));
