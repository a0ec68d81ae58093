// The site gets it bundled with the engine as one classic script, see publisher/outputs/search_bundle.py.
// Runs the engine beside the page: {number, call, args} in, {number, answer} or {number, damaged} out.
import { openIndex } from "./core.js";

let opened = null;
let base = "";

function index() {
  if (!opened) {
    opened = openIndex({ baseUrl: base, fetch: (url) => fetch(url) });
    opened.catch(() => { opened = null; });
  }
  return opened;
}

self.addEventListener("message", async ({ data }) => {
  if (data.base) base = data.base;
  if (!data.call) {
    self.postMessage({ ready: true });
    return;
  }
  try {
    const answer = await (await index())[data.call](...data.args);
    self.postMessage({ number: data.number, answer });
  } catch (error) {
    // Perhaps a new build replaced the files: the next question opens the index anew.
    opened = null;
    self.postMessage({ number: data.number, damaged: String(error.message || error) });
  }
});
