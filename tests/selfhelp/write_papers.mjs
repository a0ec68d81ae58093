// Writes papers from answers on standard input with the browser's own code.
import { readFileSync } from "node:fs";

const folder = process.argv[2];
const { askedQuestions, cost, lastDays, written } = await import(`${folder}selfhelp-paper.js`);
const { checked, inWords } = await import(`${folder}selfhelp-checks.js`);
const { parsed } = await import(`${folder}selfhelp-figures.js`);
const { docxBytes } = await import(`${folder}selfhelp-docx.js`);
const { papers, sums, typed } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({
  papers: papers.map(({ paper, answers }) => {
    const parts = written(paper, answers);
    return {
      asked: askedQuestions(paper, answers).map(({ id }) => id),
      parts,
      cost: cost(paper, answers),
      days: lastDays(paper, answers),
      docx: Buffer.from(docxBytes(parts)).toString("base64"),
    };
  }),
  words: sums.map((sum) => inWords(parsed(sum))),
  checked: typed.map(([question, text]) => {
    const { error, warning } = checked(question, text);
    return { error: error || "", warning: warning || "" };
  }),
}));
