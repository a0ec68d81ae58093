// A button that copies a block of text: <div data-copy="按钮文字"><pre>…</pre></div>.
// Without this script the text stands there to be selected by hand.

/** Copies by selecting: for pages without HTTPS and for old WeChat browsers, where there is no
 * clipboard object. Returns whether the browser says that it worked. */
function copySelected(block) {
  const selection = window.getSelection();
  const range = document.createRange();
  range.selectNodeContents(block);
  selection.removeAllRanges();
  selection.addRange(range);
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  if (done) selection.removeAllRanges();
  return done;
}

async function copy(block) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(block.textContent);
      return true;
    } catch {
      return copySelected(block);
    }
  }
  return copySelected(block);
}

function addButton(area) {
  const block = area.querySelector("pre");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = area.dataset.copy;
  const said = document.createElement("span");
  said.className = "copy__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const done = await copy(block);
    said.textContent = done ? "已复制" : "请长按选中的文字，再点“复制”";
  });
  const line = document.createElement("p");
  line.className = "copy__line";
  line.append(button, said);
  area.append(line);
}

export function startCopying() {
  for (const area of document.querySelectorAll("[data-copy]")) addButton(area);
}
