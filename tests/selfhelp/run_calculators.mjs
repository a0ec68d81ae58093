// Answers [{calculator, given}…] from standard input with the outcomes of the browser's own code.
import { readFileSync } from "node:fs";

const { run } = await import(process.argv[2]);
const { calculators, asked } = JSON.parse(readFileSync(0, "utf8"));
const outcomes = asked.map(({ calculator, given }) => run(calculators[calculator], given));
process.stdout.write(JSON.stringify(outcomes));
