// Reads a passage aloud, block by block, with the browser's own voice (Web Speech API).

const BLOCKS = "h1, h2, h3, h4, p, li, td, th, dt, dd, label, legend";
const SILENT = "nav, [hidden], .sr";
let stop = () => {};

window.addEventListener("pagehide", () => stop());

export function canSpeak() {
  return "speechSynthesis" in window;
}

export function stopReading() {
  stop();
}

/** Start reading `area`; `onChange(true|false)` tells when it starts and ends. Returns false where
 *  the browser cannot speak. */
export function startReading(area, onChange) {
  if (!area || !canSpeak()) return false;
  const blocks = [...area.querySelectorAll(BLOCKS)].filter(
    (block) => block.textContent.trim() && !block.querySelector(BLOCKS) && !block.closest(SILENT) && block.getClientRects().length,
  );
  let current = -1;
  stop();
  stop = () => {
    if (current >= blocks.length) return;
    if (current >= 0) blocks[current].classList.remove("reading");
    current = blocks.length;
    speechSynthesis.cancel();
    onChange(false);
  };
  const next = () => {
    if (current >= blocks.length) return;
    if (current >= 0) blocks[current].classList.remove("reading");
    current += 1;
    if (current >= blocks.length) return onChange(false);
    blocks[current].classList.add("reading");
    blocks[current].scrollIntoView({ block: "center" });
    const words = new SpeechSynthesisUtterance(blocks[current].textContent);
    words.lang = "zh-CN";
    words.onend = next;
    words.onerror = () => stop();
    speechSynthesis.speak(words);
  };
  speechSynthesis.cancel();
  onChange(true);
  next();
  return true;
}
