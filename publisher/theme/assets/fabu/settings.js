// The reader's display settings: attributes of <html>, remembered on this device only.

const root = document.documentElement;

export function get(name) {
  return root.getAttribute(`data-${name}`);
}

/** Set (or with null remove) a setting; the page follows at once. */
export function set(name, value) {
  if (value === null) root.removeAttribute(`data-${name}`);
  else root.setAttribute(`data-${name}`, value);
  try {
    if (value === null) localStorage.removeItem(`fabu.${name}`);
    else localStorage.setItem(`fabu.${name}`, value);
  } catch (error) {
    // Storage may be refused (private mode): the setting then lasts for this page.
  }
}

export function isDark() {
  const chosen = get("theme");
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}
