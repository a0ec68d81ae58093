// The words of an article at each place that cites it: on hover, focus and tap. They stand in the
// page already (the list of laws under the text), so nothing is fetched. Without this script a
// citation is a link to the article's page.

const OPEN_AFTER = 180;
const CLOSE_AFTER = 250;

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** The one note of a page; `shownFor` is the citation that it explains. */
function makeNote() {
  const note = element("div", "law-note");
  note.id = "law-note";
  note.hidden = true;
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", "条文");
  const head = element("div", "law-note__head");
  const title = element("span", "");
  const close = element("button", "law-note__close", "关闭");
  close.type = "button";
  head.append(title, close);
  const words = element("div", "law-note__words");
  words.tabIndex = 0;
  const foot = element("div", "law-note__foot");
  const more = element("a", "", "看这一条和引用它的内容");
  foot.append(more);
  note.append(head, words, foot);
  document.body.append(note);
  return { note, title, close, words, more, shownFor: null };
}

function textOf(link) {
  return document.getElementById(`article-${link.dataset.article}`);
}

/** Under the citation, above it where there is no room below; the style sheet makes it a sheet at the
 * bottom of a narrow screen. */
function place(note, link) {
  const box = link.getClientRects()[0] || link.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(12, Math.min(box.left, width - note.offsetWidth - 12));
  const below = box.bottom + 6;
  const fits = below + note.offsetHeight <= window.innerHeight || box.top < note.offsetHeight + 12;
  const top = fits ? below : box.top - note.offsetHeight - 6;
  note.style.left = `${left + window.scrollX}px`;
  note.style.top = `${top + window.scrollY}px`;
}

function isNarrow() {
  return window.matchMedia("(max-width: 47.99em)").matches;
}

class LawNotes {
  constructor(links) {
    this.parts = makeNote();
    this.timer = 0;
    this.byTouch = false;
    this.isReturning = false;
    for (const link of links) this.watch(link);
    const { note, close } = this.parts;
    close.addEventListener("click", () => this.hide(true));
    note.addEventListener("mouseenter", () => clearTimeout(this.timer));
    note.addEventListener("mouseleave", () => this.hideSoon());
    note.addEventListener("focusout", (event) => {
      const next = event.relatedTarget;
      if (next && !note.contains(next) && next !== this.parts.shownFor) this.hide(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !note.hidden) this.hide(note.contains(document.activeElement));
    });
    document.addEventListener("pointerdown", (event) => {
      const inside = note.contains(event.target) || event.target === this.parts.shownFor;
      if (!note.hidden && !inside) this.hide(false);
    });
  }

  watch(link) {
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("pointerdown", (event) => {
      this.byTouch = event.pointerType !== "mouse";
    });
    link.addEventListener("mouseenter", () => {
      if (this.byTouch) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(link), OPEN_AFTER);
    });
    link.addEventListener("mouseleave", () => this.hideSoon());
    link.addEventListener("keydown", (event) => {
      // The arrow leads into the note, whose words may be longer than it is.
      if (event.key === "ArrowDown" && this.parts.shownFor === link) {
        event.preventDefault();
        this.parts.words.focus();
      }
    });
    link.addEventListener("focus", () => {
      if (!this.isReturning && link.matches(":focus-visible")) this.show(link);
    });
    link.addEventListener("blur", (event) => {
      if (!this.parts.note.contains(event.relatedTarget)) this.hideSoon();
    });
    link.addEventListener("click", (event) => {
      const isOpen = this.parts.shownFor === link;
      if (!this.byTouch || isOpen) return;
      event.preventDefault();
      this.show(link);
    });
  }

  show(link) {
    const source = textOf(link);
    if (!source) return;
    clearTimeout(this.timer);
    const { note, title, words, more } = this.parts;
    if (this.parts.shownFor) this.parts.shownFor.setAttribute("aria-expanded", "false");
    this.parts.shownFor = link;
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-describedby", "law-note");
    title.textContent = source.dataset.lawText;
    words.replaceChildren(...[...source.querySelector("[data-law-words]").childNodes].map((child) => child.cloneNode(true)));
    words.scrollTop = 0;
    more.href = link.href;
    note.hidden = false;
    if (isNarrow()) {
      note.style.left = "";
      note.style.top = "";
    } else {
      place(note, link);
    }
  }

  hideSoon() {
    clearTimeout(this.timer);
    if (this.byTouch || this.parts.note.contains(document.activeElement)) return;
    this.timer = setTimeout(() => this.hide(false), CLOSE_AFTER);
  }

  hide(backToText) {
    clearTimeout(this.timer);
    const link = this.parts.shownFor;
    this.parts.note.hidden = true;
    this.parts.shownFor = null;
    if (!link) return;
    link.setAttribute("aria-expanded", "false");
    link.removeAttribute("aria-describedby");
    if (!backToText) return;
    // Focus alone would open the note again.
    this.isReturning = true;
    link.focus();
    this.isReturning = false;
  }
}

export function startLawNotes() {
  const links = [...document.querySelectorAll("a.cite[data-article]")].filter(textOf);
  if (links.length) new LawNotes(links);
}
