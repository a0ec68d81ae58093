// What was searched for in this browser, newest first. Never sent anywhere.

const KEY = "fabu.searches";
const MOST = 8;

export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, MOST) : [];
  } catch (error) {
    return []; // storage refused or overwritten: there is nothing to offer
  }
}

export function rememberSearch(text) {
  const typed = text.trim();
  if (!typed) return;
  const kept = [typed, ...recentSearches().filter((other) => other !== typed)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    // storage refused: the search works all the same
  }
}

export function forgetSearches() {
  try {
    localStorage.removeItem(KEY);
  } catch (error) {
    // storage refused: nothing was kept
  }
}
