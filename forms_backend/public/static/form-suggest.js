// While a question is typed: pages of this site that may answer it already, in a quiet box.
const PAUSE_MS = 900;
const SHORTEST = 4;
const ASKED_IN = ["title", "description"];

function line(hit) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = hit.url;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = hit.title;
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = hit.kind;
  item.append(link, " ", kind);
  return item;
}

// A POST: what people write about their trouble must not stand in an address, nor in its logs.
async function find(body) {
  const answer = await fetch(`${document.documentElement.dataset.root}api/suggestions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  return answer.ok ? answer.json() : null;
}

export function startSuggestions(form) {
  const box = form.querySelector("[data-fabu-suggestions]");
  if (!box) return;
  const fields = ASKED_IN.map((name) => form.elements[name]);
  fields[fields.length - 1].closest(".field").after(box); // where the question was typed
  let timer = 0;
  let asked = "";

  async function ask() {
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    const body = JSON.stringify(typed);
    if (Object.values(typed).join("").length < SHORTEST || body === asked) return;
    asked = body;
    const found = await find(body).catch(() => null);
    if (!found || body !== asked) return; // the search is down, or somebody typed on
    box.querySelector("ul").replaceChildren(...found.hits.map(line));
    box.hidden = found.hits.length === 0;
  }

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    });
  }
}
