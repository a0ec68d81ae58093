// 您访问的链接即将离开: asks before a link leads away from this site.

function ask(link) {
  const veil = document.createElement("div");
  veil.className = "leave";
  const box = document.createElement("div");
  box.className = "leave__box";
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-labelledby", "leave-text");
  const text = document.createElement("p");
  text.id = "leave-text";
  text.textContent = `您访问的链接即将离开本站，前往：${link.href}`;
  const row = document.createElement("div");
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "button";
  stay.textContent = "留在本站";
  const go = document.createElement("a");
  go.className = "button button--primary";
  go.href = link.href;
  go.rel = "noopener noreferrer";
  go.textContent = "继续访问";
  row.append(stay, go);
  box.append(text, row);
  veil.append(box);
  document.body.append(veil);
  stay.focus();

  const close = () => {
    veil.remove();
    link.focus();
  };
  stay.addEventListener("click", close);
  veil.addEventListener("click", (event) => event.target === veil && close());
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Tab") return;
    event.preventDefault();
    (document.activeElement === stay ? go : stay).focus();
  });
}

export function startLeavingNotice() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return;
    if (link.closest(".leave") || !/^https?:$/.test(link.protocol) || link.host === location.host) return;
    event.preventDefault();
    ask(link);
  });
}
