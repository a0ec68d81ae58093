// Loads the page again when what stands on it changed. It asks only while the page can be seen: a
// browser opens few connections to one host, and an editor has many pages open.
const { digest } = document.currentScript.dataset;
let source = null;

const listen = () => {
  if (document.visibilityState === "hidden") {
    source?.close();
    source = null;
  } else if (!source) {
    const query = new URLSearchParams({ page: location.pathname + location.search, digest });
    source = new EventSource(`/_preview/events?${query}`);
    source.onmessage = () => location.reload();
  }
};

document.addEventListener("visibilitychange", listen);
listen();
