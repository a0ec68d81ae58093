// What another page of the site was asked to carry here (the result of a health check) is filled in
// once, into empty fields; it came through this tab's storage and was sent nowhere.
export function startCarried(form) {
  const name = `fabu.form.${form.dataset.fabuForm}`;
  let carried = null;
  try {
    carried = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
  } catch (error) {
    return; // storage refused, or not ours: the form stays as the server made it
  }
  for (const [key, value] of Object.entries(carried || {})) {
    const field = form.querySelector(`[data-field="${CSS.escape(key)}"] [name="${CSS.escape(key)}"]`);
    if (field && !field.value && typeof value === "string") field.value = value;
  }
  const note = document.querySelector("[data-fabu-carried]"); // not every form has such a note
  if (note) note.hidden = !carried;
}
