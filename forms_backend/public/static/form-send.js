// Sending without leaving the page: what comes back takes its place, without a new entry in the
// history; a lost connection and a server that is restarting are tried again; nothing typed is lost.
// A receipt has an address of its own and is gone to. Forms that have no place to say this in are
// sent by the browser, and so are all when the script fails.
// A server that restarts is back within some seconds. Only what has a key is sent again by itself: of
// anything else the second might be refused because the first was taken.
const PAUSES_MS = [1000, 3000, 8000];
const AWAY = [502, 503, 504];
const PATIENCE_MS = 30 * 1000; // with files as long as it takes

function bodyOf(form, submitter) {
  const data = new FormData(form);
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
}

async function ask(form, body) {
  const giveUp = new AbortController();
  const timer = form.querySelector("input[type=file]") ? 0 : setTimeout(() => giveUp.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: giveUp.signal });
    return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
  } finally {
    clearTimeout(timer);
  }
}

// A page that takes the place of this one: one with forms of ours. Any other, whoever made it, says why
// the form was not taken, and what was typed stays.
const isPage = (page) => Boolean(page.querySelector('main script[src*="/_forms/forms.js"]'));

async function askPatiently(form, body, say) {
  const pauses = form.elements.idempotency_key ? PAUSES_MS : [];
  for (const pause of [...pauses, null]) {
    try {
      const found = await ask(form, body);
      if (!AWAY.includes(found.answer.status) || isPage(found.page)) return found;
    } catch (error) {
      // no connection, or it broke
    }
    if (pause === null) return null;
    say("again");
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
  return null;
}

function refusal(page) {
  const main = page.querySelector("main") || page.body;
  const parts = [main.querySelector("h1"), main.querySelector("h1 ~ p, .page-head p")];
  return parts.map((part) => (part ? part.textContent.trim() : "")).filter(Boolean).map((part) => part.replace(/。$/, "")).join("。");
}

function show(page, begin) {
  const main = document.querySelector("main");
  main.replaceChildren(...page.querySelector("main").childNodes);
  document.title = page.title;
  begin(main);
  const first = main.querySelector("[data-fabu-errors], .notice[role]") || main.querySelector("h1");
  if (!first) return;
  if (!first.hasAttribute("tabindex")) first.tabIndex = -1;
  first.focus();
}

async function send(form, submitter, begin) {
  const note = form.querySelector("[data-fabu-sending]");
  const say = (key, what = "") => { note.textContent = key ? note.dataset[key].replace("{what}", what) : ""; };
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
  say("now");
  const found = await askPatiently(form, bodyOf(form, submitter), say);
  form.removeAttribute("aria-busy");
  delete form.dataset.sending;
  if (!found) say("unreachable");
  else if (found.answer.ok && found.answer.redirected) {
    say("");
    form.dispatchEvent(new Event("fabu-sent"));
    window.location.assign(found.answer.url);
  } else if (isPage(found.page)) show(found.page, begin);
  else say("refused", refusal(found.page) || String(found.answer.status));
}

export function startSending(begin) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault(); // the second of two taps
      return;
    }
    if (!form.querySelector("[data-fabu-sending]")) {
      form.dataset.sending = "yes";
      return;
    }
    event.preventDefault();
    send(form, event.submitter, begin);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });
}
