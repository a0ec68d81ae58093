// Carries words to a form: it opens filled in, and nothing is sent before the visitor submits it
// (forms.js of the forms takes them up).

/** Characters that the title field of the form takes. */
export const TITLE_LIMIT = 60;

/** Values for the consultation form, which is opened next; false where the browser keeps nothing. */
export function carryToConsultation({ title, ...values }) {
  try {
    sessionStorage.setItem("fabu.form.consultation", JSON.stringify({ ...values, title: title.slice(0, TITLE_LIMIT) }));
    return true;
  } catch (error) {
    return false;
  }
}
