// Keeps what is typed: on the server while somebody types, over the end of a session, until it is sent.
// Warns five minutes before the session ends. Pages work without this file.
const body = document.body;
const idle = Number(body.dataset.idle) * 1000;
const WARN_BEFORE = 5 * 60 * 1000 + 60 * 1000; // the server notes a session's use once a minute
const PAUSE = 1200;
const RETRY = 5000;
const SEEN = "fabu-staff-seen";
const bar = document.getElementById("desk-bar");
const told = bar && bar.querySelector("p");
const texts = bar ? bar.dataset : {};
let seen = 0;
let warned = false;

function used() {
  seen = Date.now();
  try {
    localStorage.setItem(SEEN, seen); // for the other windows: the session is one
  } catch (_error) {
    return; // storage may be forbidden; then each window counts for itself
  }
}

function lastUse() {
  try {
    return Math.max(seen, Number(localStorage.getItem(SEEN)));
  } catch (_error) {
    return seen;
  }
}

used();

const forms = [...document.querySelectorAll("main form[method=post]")].filter(
  (form) => form.querySelector("textarea") || form.hasAttribute("data-draft"),
);
const states = new Map(
  forms.map((form) => [form, { dirty: false, typed: false, timer: 0, sent: false }]),
);

function place(form) {
  return new URL(form.getAttribute("action"), location.href).pathname;
}

function fields(form) {
  const data = new FormData(form);
  const kept = new FormData(); // in parts: Chinese takes a third of the bytes
  for (const [name, value] of data) {
    if (typeof value === "string") {
      kept.append(name, value);
    }
  }
  kept.set("draft_place", place(form));
  return kept;
}

function tell(text, { button = false, link = false } = {}) {
  told.textContent = text;
  bar.querySelector("button").hidden = !button;
  bar.querySelector("a").hidden = !link;
  bar.hidden = false;
}

function tellEnded() {
  const typed = [...states.values()].some((state) => state.typed);
  tell(typed ? texts.ended : texts.over, { link: true });
}

async function read(places = []) {
  const query = new URLSearchParams(places.map((one) => ["place", one]));
  const answer = await fetch(`${body.dataset.drafts}read?${query}`, { redirect: "error" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  used();
  const found = await answer.json();
  for (const input of document.querySelectorAll("input[name=csrf_token]")) {
    input.value = found.csrf_token; // another sign-in in another window has made the old one void
  }
  return found.drafts;
}

async function save(form, keepalive = false) {
  const state = states.get(form);
  clearTimeout(state.timer);
  if (!state.dirty || state.sent) {
    return true;
  }
  state.dirty = false;
  const status = form.querySelector(".draft-state");
  try {
    const send = () =>
      fetch(`${body.dataset.drafts}save`, {
        method: "POST", body: fields(form), keepalive, redirect: "error",
      });
    let answer = await send();
    if (answer.status === 400) {
      await read();
      answer = await send();
    }
    if (answer.ok) {
      used();
    }
    status.textContent = answer.ok || answer.status === 413 ? (await answer.json()).at : texts.failed;
    bar.hidden = answer.ok ? true : bar.hidden;
    return answer.ok;
  } catch (_error) {
    state.dirty = true;
    state.timer = setTimeout(() => save(form), RETRY);
    status.textContent = texts.failed;
    tellEnded();
    return false;
  }
}

function restore(form, draft) {
  let changed = false;
  for (const [name, value] of Object.entries(draft.fields)) {
    const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const lines = value.split("\n");
    for (const [at, input] of inputs.entries()) {
      const text = inputs.length > 1 ? (lines[at] ?? "") : value;
      if (input.type === "hidden" || input.type === "file") {
        continue;
      }
      if (input.type === "radio" || input.type === "checkbox") {
        input.checked = lines.includes(input.value);
      } else if (input.value !== text) {
        input.value = text;
        input.dispatchEvent(new Event("restored")); // for what stands in its place
        changed = true;
      }
    }
  }
  if (changed) {
    form.querySelector(".draft-state").textContent = texts.restored.replace("#", draft.at);
  }
}

for (const form of forms) {
  const status = document.createElement("p");
  status.className = "draft-state help";
  status.setAttribute("role", "status");
  form.append(status);
  const state = states.get(form);
  form.addEventListener("input", () => {
    state.dirty = state.typed = true;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    if (state.sent || !state.dirty) {
      state.sent = true;
      return;
    }
    event.preventDefault(); // first to the drafts: sending it may fail
    await Promise.race([save(form), new Promise((done) => setTimeout(done, 2000))]);
    state.sent = true;
    form.requestSubmit(event.submitter);
  });
}
addEventListener("pageshow", () => states.forEach((state) => (state.sent = false)));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    forms.forEach((form) => save(form, true));
  }
});

if (forms.length && !document.querySelector(".notice--error")) {
  read(forms.map(place))
    .then((drafts) => {
      const root = body.dataset.root;
      for (const form of forms) {
        const draft = drafts[place(form).slice(root.length)];
        if (draft && !states.get(form).dirty && !form.hasAttribute("data-restored")) {
          restore(form, draft);
        }
      }
    })
    .catch(() => {});
}

for (const button of document.querySelectorAll("[data-drop]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const data = new FormData(button.closest("form"));
    const kept = new URLSearchParams({ csrf_token: data.get("csrf_token"), draft_place: button.dataset.drop });
    await fetch(`${body.dataset.drafts}drop`, { method: "POST", body: kept });
    states.get(button.closest("form")).dirty = false;
    location.reload();
  });
}

for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const area = document.getElementById(button.dataset.insert);
    const chosen = button.closest("form").querySelector("option:checked");
    area.focus();
    // The one way of inserting that the browser's undo knows.
    document.execCommand("insertText", false, chosen.dataset.text);
  });
}

if (bar && idle) {
  setInterval(() => {
    const since = Date.now() - lastUse();
    if (since > idle) {
      tellEnded();
    } else if (since > idle - WARN_BEFORE) {
      if (bar.hidden) {
        tell(texts.soon, { button: true });
        warned = true;
      }
    } else if (warned) {
      bar.hidden = true; // somebody went on in another window
      warned = false;
    }
  }, 5000);
  bar.querySelector("button").addEventListener("click", async () => {
    try {
      await read();
      bar.hidden = true;
      warned = false;
    } catch (_error) {
      tellEnded();
    }
  });
}

// After @ the names of those who may see the matter; a click, or Enter on a button, writes one.
for (const list of document.querySelectorAll("[data-mention-for]")) {
  const area = document.getElementById(list.dataset.mentionFor);
  const names = area.dataset.mentions.split("\n").filter(Boolean);
  const begun = () => area.value.slice(0, area.selectionStart).match(/[@＠]([^\s@＠，。、]{0,20})$/);
  const offer = () => {
    const found = begun();
    const fitting = found ? names.filter((name) => name.startsWith(found[1])).slice(0, 8) : [];
    list.replaceChildren(
      ...fitting.map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "plain";
        button.textContent = `@${name}`;
        button.addEventListener("click", () => {
          const typed = begun();
          area.focus();
          document.execCommand("insertText", false, `${name.slice(typed ? typed[1].length : 0)} `);
          list.hidden = true;
        });
        return button;
      }),
    );
    list.hidden = fitting.length === 0;
  };
  area.addEventListener("input", offer);
  area.addEventListener("click", offer);
}
