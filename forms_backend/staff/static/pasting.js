// Takes what is pasted into a text: from Word, WPS and web pages as Markdown, and tells what of it did
// not come along. Plain text is pasted as ever, and so is what comes from an editor of code.
import { fitted, isPlain, labelsIn, LONGEST_HTML, markdownOf } from "./paste.js";

// `surface`: {value, around: () => [before, behind], insert: (text)}; `box`: where it is told, with the
// sentences in data-told, one a key, # for how often.
export const takePastes = (element, surface, box) => {
  const sentences = JSON.parse(box.dataset.told);
  const tell = (told) => {
    box.replaceChildren(
      ...told.map(([what, count]) => {
        const line = document.createElement("p");
        line.textContent = sentences[what].replace("#", count);
        return line;
      }),
    );
    box.hidden = told.length === 0;
  };
  const onPaste = (event) => {
    const data = event.clipboardData;
    const html = data ? data.getData("text/html") : "";
    tell([]);
    if (!html || isPlain(html)) {
      const isPicture = data && !data.getData("text/plain") && [...data.files].some((one) => one.type.startsWith("image/"));
      if (isPicture) {
        event.preventDefault();
        tell([["pictures", 1]]);
      }
      return;
    }
    if (html.length > LONGEST_HTML) {
      tell([["long", 1]]);
      return;
    }
    const made = markdownOf(html, labelsIn(surface.value()));
    if (!made.markdown && !made.told.length) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (made.markdown) {
      surface.insert(fitted(made, ...surface.around()));
    }
    tell(made.told);
  };
  element.addEventListener("paste", onPaste, true);
};
