// Asks the server to typeset the selection. Where no server answers, the buttons stay hidden.

const FAILED = "没有生成出来，请检查网络后再试一次。";

async function state(root) {
  try {
    const answer = await fetch(`${root}booklets/state`, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function order(root, token, selection) {
  const answer = await fetch(`${root}booklets`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(selection),
  });
  return answer.json();
}

function paragraph(className, ...children) {
  const node = document.createElement("p");
  node.className = className;
  node.append(...children);
  return node;
}

class Making {
  constructor(page, selection) {
    this.page = page;
    this.selection = selection;
    this.result = page.find("result");
    this.buttons = [...page.area.querySelectorAll("[data-basket-format]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.make(button.dataset.basketFormat));
    }
  }

  show(...nodes) {
    this.result.replaceChildren(...nodes);
  }

  busy(isBusy) {
    for (const button of this.buttons) button.disabled = isBusy;
  }

  async make(format) {
    this.busy(true);
    this.show(paragraph("hint", "正在排版，请稍候……"));
    try {
      const now = await state(this.page.root); // the token of this very session
      const made = await order(this.page.root, now.csrf_token, { ...this.selection(), format });
      this.told(made);
    } catch {
      this.show(paragraph("notice notice--error", FAILED));
    }
    this.busy(false);
  }

  told(made) {
    if (!made.url) {
      this.show(paragraph("notice notice--error", made.error || FAILED));
      return;
    }
    const link = document.createElement("a");
    link.className = "button button--primary";
    link.href = this.page.root + made.url;
    link.setAttribute("download", "");
    link.textContent = `下载 ${made.label}`;
    this.show(paragraph("", "排好了。"), paragraph("basket__line", link));
    link.focus();
  }
}

export async function startMaking(page, selection) {
  const found = await state(page.root);
  if (!found) return;
  page.find("server").hidden = false;
  if (found.ready) {
    page.making = new Making(page, selection);
    return;
  }
  page.find("hint").textContent = found.error;
  page.find("formats").hidden = true;
}
