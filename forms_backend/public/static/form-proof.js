// The work before sending. It begins when somebody starts to fill in the form, so that it is done
// long before the button is pressed. When anything fails, the form is sent without it: the server
// then goes by the time that the page was open.
const LIFE_MS = 100 * 60 * 1000; // the server takes it for two hours
const PATIENCE_MS = 20 * 1000;

function solve(challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("proof-worker.js", import.meta.url));
    const end = (finish, value) => {
      worker.terminate();
      finish(value);
    };
    worker.onmessage = ({ data }) => end(resolve, data);
    worker.onerror = () => end(reject, new Error("worker"));
    setTimeout(() => end(reject, new Error("too slow")), PATIENCE_MS);
    worker.postMessage(challenge);
  });
}

async function work(formId) {
  const answer = await fetch(`${document.documentElement.dataset.root}api/challenge/${formId}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no challenge");
  const challenge = await answer.json();
  const number = await solve(challenge);
  if (number === null) throw new Error("no solution");
  const { algorithm, salt, signature } = challenge;
  return btoa(JSON.stringify({ algorithm, challenge: challenge.challenge, number, salt, signature }));
}

export function startProof(form) {
  const note = form.querySelector("[data-fabu-working]");
  if (!note) return;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "altcha";
  form.append(input);
  let begun = 0;
  let proof = null;

  function begin() {
    if (proof && Date.now() - begun < LIFE_MS) return;
    begun = Date.now();
    input.value = "";
    proof = work(form.dataset.fabuForm).then(
      (payload) => { input.value = payload; },
      () => undefined, // the form goes without it
    );
  }

  form.addEventListener("focusin", begin, { once: true });
  // On the document, so that it runs before every listener of the form itself.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    const asksOnly = event.submitter && event.submitter.name === "step";
    if (asksOnly || (input.value && Date.now() - begun < LIFE_MS)) return;
    if (form.dataset.proved) return; // tried and failed: send as it is
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.proved = "tried";
    note.textContent = note.dataset.text;
    begin();
    const button = event.submitter;
    const send = () => {
      note.textContent = "";
      if (button) button.click();
      else form.requestSubmit();
    };
    proof.then(() => setTimeout(send)); // not within this event: a browser ignores that
  }, true);
  // After going back the proof on the page is used: a new one is needed.
  window.addEventListener("pageshow", (event) => {
    delete form.dataset.proved;
    if (event.persisted) {
      proof = null;
      begin();
    }
  });
}
