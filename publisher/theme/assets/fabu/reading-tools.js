// Buttons marked data-tool: text size, contrast, dark, elder mode, read aloud, print, copy, share.
import { showElderBar } from "./elder.js";
import { findInPage } from "./page-find.js";
import { get, isDark, set } from "./settings.js";
import { startReading, stopReading } from "./read-aloud.js";

const LARGEST = 3;
const root = document.documentElement;

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
  const isElder = get("mode") === "elder";
  showElderBar(isElder);
  for (const button of document.querySelectorAll('[data-tool="elder"]')) {
    if (button.closest(".elder-bar")) continue; // its name says what it does, it is no switch
    button.setAttribute("aria-pressed", String(isElder));
  }
  const larger = document.querySelector('.elder-bar [data-tool="larger"]');
  if (larger) larger.setAttribute("aria-pressed", String(get("elder-text") !== null));
}

/** On: the page as 长辈版, larger still on request. Off: as it was before, with the size chosen there. */
function switchElder() {
  const isElder = get("mode") === "elder";
  stopReading();
  set("mode", isElder ? null : "elder");
  if (!isElder) window.scrollTo(0, 0);
}

function larger() {
  if (get("mode") !== "elder") return setTextSize(textSize() + 1);
  return set("elder-text", get("elder-text") ? null : "larger");
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

function address() {
  return location.href.split("#")[0];
}

async function copyLink() {
  try {
    await copyText(address());
    say("链接已复制，可以粘贴给别人");
  } catch (error) {
    say(`请手动复制：${address()}`);
  }
}

async function share() {
  if (!navigator.share) return copyLink();
  try {
    await navigator.share({ title: document.title, url: address() });
  } catch (error) {
    if (error.name !== "AbortError") await copyLink();
  }
}

/** The text of a document; of other pages all that stands in the middle. */
function readingArea() {
  const whole = get("mode") === "elder" ? document.querySelector("main") : null;
  return whole || document.querySelector("[data-read-aloud]");
}

function read(button) {
  if (button.getAttribute("aria-pressed") === "true") return stopReading();
  const started = startReading(readingArea(), (on) => pressed("read", on));
  say(started ? "正在朗读，再按一次停止" : "这个浏览器不支持朗读");
}

const ACTIONS = {
  smaller: () => setTextSize(textSize() - 1),
  larger,
  contrast: () => set("contrast", get("contrast") === "high" ? null : "high"),
  theme: () => set("theme", isDark() ? "light" : "dark"),
  elder: switchElder,
  read,
  find: () => findInPage(),
  print: () => window.print(),
  copy: copyLink,
  share,
};

const BUTTONS = [
  ["smaller", "缩小", "format-font-size-decrease"],
  ["larger", "放大", "format-font-size-increase"],
  ["contrast", "高对比", "contrast-circle"],
  ["read", "朗读", "volume-high"],
  ["find", "页内查找", "magnify"],
  ["print", "打印", "printer"],
  ["copy", "复制链接", "link-variant"],
  ["share", "分享", "share-variant"],
];
const TOGGLES = new Set(["contrast", "read"]);

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${root.dataset.root}assets/fabu/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

function toolButton([tool, text, iconName]) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.tool = tool;
  if (TOGGLES.has(tool)) button.setAttribute("aria-pressed", "false");
  button.append(icon(iconName), text);
  return button;
}

/** The tool bar exists only where scripts run: without them its buttons could do nothing. */
function fillToolBars() {
  for (const bar of document.querySelectorAll("[data-tools]")) {
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "阅读工具");
    const said = document.createElement("span");
    said.className = "tools__said";
    said.setAttribute("role", "status");
    bar.append(...BUTTONS.map(toolButton), said);
  }
}

export function startReadingTools() {
  fillToolBars();
  showState();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (!button) return;
    ACTIONS[button.dataset.tool](button);
    showState();
    if (!button.isConnected) document.querySelector('.topbar [data-tool="elder"]').focus();
  });
}
