// Buttons marked data-tool: text size, contrast, dark, elder mode, read aloud, print, copy, share.
import { get, isDark, set } from "./settings.js";
import { startReading, stopReading } from "./read-aloud.js";

const LARGEST = 3;

function say(text) {
  for (const place of document.querySelectorAll(".tools__said")) place.textContent = text;
}

function textSize() {
  return Number(get("text") || 0);
}

function setTextSize(size) {
  const bounded = Math.max(0, Math.min(LARGEST, size));
  set("text", bounded ? String(bounded) : null);
  say(bounded ? `字号：放大 ${bounded} 级` : "字号：标准");
}

function pressed(tool, on) {
  for (const button of document.querySelectorAll(`[data-tool="${tool}"]`)) {
    button.setAttribute("aria-pressed", String(on));
  }
}

function showState() {
  pressed("contrast", get("contrast") === "high");
  pressed("theme", isDark());
  pressed("elder", textSize() >= 2);
}

async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("copy refused");
}

function canonical() {
  const link = document.querySelector('link[rel="canonical"]');
  return link && location.protocol.startsWith("http") ? location.href.split("#")[0] : location.href;
}

async function copyLink() {
  try {
    await copyText(canonical());
    say("链接已复制，可以粘贴给别人");
  } catch (error) {
    say(`请手动复制：${canonical()}`);
  }
}

async function share() {
  if (!navigator.share) return copyLink();
  try {
    await navigator.share({ title: document.title, url: canonical() });
  } catch (error) {
    if (error.name !== "AbortError") await copyLink();
  }
}

function read(button) {
  if (button.getAttribute("aria-pressed") === "true") return stopReading();
  const started = startReading(document.querySelector("[data-read-aloud]"), (on) => pressed("read", on));
  say(started ? "正在朗读，再按一次停止" : "这个浏览器不支持朗读");
}

const ACTIONS = {
  smaller: () => setTextSize(textSize() - 1),
  larger: () => setTextSize(textSize() + 1),
  contrast: () => set("contrast", get("contrast") === "high" ? null : "high"),
  theme: () => set("theme", isDark() ? "light" : "dark"),
  elder: () => setTextSize(textSize() >= 2 ? 0 : 2),
  read,
  print: () => window.print(),
  copy: copyLink,
  share,
};

export function startReadingTools() {
  showState();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (!button) return;
    ACTIONS[button.dataset.tool](button);
    showState();
  });
}
