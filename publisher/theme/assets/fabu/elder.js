// 长辈版: one row of large buttons at the foot of every page while the mode is on.
import { canSpeak } from "./read-aloud.js";

const BUTTONS = [["read", "朗读"], ["larger", "放大"], ["contrast", "高对比"], ["elder", "退出"]];
let bar = null;

function made() {
  const area = document.createElement("section");
  area.className = "elder-bar";
  area.setAttribute("aria-label", "长辈版");
  for (const [tool, text] of BUTTONS) {
    if (tool === "read" && !canSpeak()) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.tool = tool;
    button.textContent = text;
    if (tool === "elder") button.setAttribute("aria-label", "退出长辈版");
    else button.setAttribute("aria-pressed", "false");
    area.append(button);
  }
  return area;
}

/** Shows the row or takes it away. It follows the link to the text, so that the keyboard meets it early. */
export function showElderBar(isOn) {
  if (!isOn) {
    if (bar) bar.remove();
    bar = null;
  } else if (!bar) {
    bar = made();
    document.querySelector(".site-head").before(bar);
  }
}
