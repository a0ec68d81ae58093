// Asks the engine in its Worker, or in the page itself where there are no Workers.

const STARTING_MS = 8000;

class WorkerEngine {
  constructor(worker) {
    this.worker = worker;
    this.waiting = new Map();
    this.number = 0;
    worker.addEventListener("message", ({ data }) => this.answered(data));
  }

  answered({ number, answer, damaged }) {
    const waiting = this.waiting.get(number);
    if (!waiting) return;
    this.waiting.delete(number);
    if (damaged) waiting.reject(new Error(damaged));
    else waiting.resolve(answer);
  }

  call(name, ...args) {
    this.number += 1;
    const { number } = this;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, call: name, args });
    });
  }
}

class PageEngine {
  constructor(core, base) {
    this.core = core;
    this.base = base;
  }

  async call(name, ...args) {
    if (!this.opened) {
      this.opened = this.core.openIndex({ baseUrl: this.base, fetch: (url) => fetch(url) });
      this.opened.catch(() => { this.opened = null; });
    }
    const index = await this.opened;
    return index[name](...args);
  }
}

function startedWorker(url, base) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    const timer = setTimeout(() => reject(new Error("no answer")), STARTING_MS);
    worker.addEventListener("message", () => {
      clearTimeout(timer);
      resolve(worker);
    }, { once: true });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      reject(new Error("no workers"));
    }, { once: true });
    worker.postMessage({ base });
  });
}

export const siteRoot = new URL(document.documentElement.dataset.root || "./", document.baseURI).href;

let engine = null;

async function start() {
  const base = new URL("search-index/", siteRoot).href;
  const scripts = new URL("assets/fabu/search/", siteRoot).href;
  try {
    return new WorkerEngine(await startedWorker(`${scripts}worker.js`, base));
  } catch (error) {
    return new PageEngine(await import(`${scripts}core.js`), base);
  }
}

/** Calls a method of the index (`search`, `passage`, `prepare`); rejects when the index is damaged. */
export async function ask(name, ...args) {
  if (!engine) {
    engine = start();
    engine.catch(() => { engine = null; });
  }
  return (await engine).call(name, ...args);
}

let names = null;

/** {topics: [[title, url]], laws: [name]}; empty when the file is missing. */
export function suggestions() {
  if (!names) {
    names = fetch(new URL("search-suggestions.json", siteRoot))
      .then((answer) => (answer.ok ? answer.json() : { topics: [], laws: [] }))
      .catch(() => ({ topics: [], laws: [] }));
  }
  return names;
}
