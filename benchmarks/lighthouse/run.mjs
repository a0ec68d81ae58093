// Judges pages with Lighthouse's mobile profile in the system's Chromium.
//   node run.mjs CHROMIUM RUNS CATEGORY,… URL…  →  one line of JSON a page:
//   {"url", "scores": {"performance": [0.98, …], …}, "failed": {"accessibility": [["id", "title", "selector"], …]}}
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import lighthouse from "lighthouse";

const [chromium, runs, named, ...urls] = process.argv.slice(2);
const CATEGORIES = named.split(",");

async function started(profile) {
  const child = spawn(chromium, [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`,
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "about:blank",
  ], { stdio: "ignore" });
  for (let waited = 0; waited < 300; waited += 1) {
    try {
      return { child, port: Number((await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n")[0]) };
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      await pause(100);
    }
  }
  throw new Error("Chromium does not start");
}

/** What a category found wrong: [id of the audit, its title, the first element]. */
function failedOf({ categories, audits }, category) {
  return categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => [id, audits[id].title, audits[id].details?.items?.[0]?.node?.selector ?? ""]);
}

const profile = await mkdtemp(join(tmpdir(), "fabu-lighthouse-"));
const { child, port } = await started(profile);
try {
  for (const url of urls) {
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, []]));
    let failed = {};
    for (let run = 0; run < Number(runs); run += 1) {
      const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES, formFactor: "mobile" });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      for (const name of CATEGORIES) scores[name].push(lhr.categories[name].score ?? 0);
      failed = Object.fromEntries(CATEGORIES.filter((name) => name !== "performance").map((name) => [name, failedOf(lhr, name)]));
    }
    console.log(JSON.stringify({ url, scores, failed }));
  }
} finally {
  child.kill();
  await new Promise((resolve) => { child.once("exit", resolve); });
  await rm(profile, { recursive: true, force: true });
}
