// What the tests ask the browser's engine in Node; reads one JSON request from standard input.
//   {"do": "terms", "texts": [...]}                     → [[term, ...], ...]
//   {"do": "parse", "folder": "...", "texts": [...]}   → [{units, weights, phrases, ...}, ...]
//   {"do": "search", "folder": "...", "queries": [{"text", "options"}]} → [{total, ids, bytes, ...}]
import { readFile } from "node:fs/promises";
import { learnTraditional, terms } from "../../search/browser/analysis.js";
import { openIndex } from "../../search/browser/core.js";

let bytes = 0;

async function fetchFile(path) {
  try {
    const content = await readFile(path);
    bytes += content.length;
    return { ok: true, status: 200, arrayBuffer: async () => content, json: async () => JSON.parse(content) };
  } catch (error) {
    return { ok: false, status: 404 };
  }
}

async function answered(index, { text, options }) {
  const before = bytes;
  const started = performance.now();
  try {
    const found = await index.search(text, options);
    if (options.similar) found.similar = await index.similar(text);
    const milliseconds = performance.now() - started;
    return { ...found, ids: found.hits.map((hit) => hit.id), bytes: bytes - before, milliseconds };
  } catch (error) {
    return { error: error.name, message: error.message };
  }
}

async function parsed({ folder, texts }) {
  const index = await openIndex({ baseUrl: folder, fetch: fetchFile });
  const [parser, laws] = [await index.parser(), await index.json("laws")];
  for (const text of texts) await index.parser(text);
  return texts.map((text) => {
    const query = parser.parse(text, true, laws);
    return { ...query, weights: Object.fromEntries(query.weights) };
  });
}

async function searched({ folder, queries }) {
  let index;
  try {
    index = await openIndex({ baseUrl: folder, fetch: fetchFile });
  } catch (error) {
    return [{ error: error.name, message: error.message }];
  }
  const opening = bytes;
  const answers = [];
  for (const query of queries) answers.push(await answered(index, query));
  if (answers.length && answers[0].bytes !== undefined) answers[0].bytes += opening;
  return answers;
}

let input = "";
for await (const part of process.stdin) input += part;
const request = JSON.parse(input);
if (request.traditional) learnTraditional(request.traditional);
const answers = { terms: () => request.texts.map(terms), parse: () => parsed(request), search: () => searched(request) };
process.stdout.write(JSON.stringify(await answers[request.do]()));
