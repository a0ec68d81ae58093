// How many seats of a hearing are left, asked of the server: <section data-hearing-seats="id">.
// Without this script, or while the server is down, the number of all seats stands there.

function sentence(seats) {
  if (!seats.open) return "本场预约已经截止";
  if (seats.left > 0) return `还剩 ${seats.left} 席（共 ${seats.seats} 席）`;
  const waiting = seats.waiting ? `，已有 ${seats.waiting} 人候补` : "";
  return `${seats.seats} 席已约满，可以候补${waiting}`;
}

async function show(area) {
  const root = document.documentElement.dataset.root;
  const address = `${root}api/hearings/${encodeURIComponent(area.dataset.hearingSeats)}/seats`;
  let answer;
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return;
  }
  const button = area.querySelector("[data-seats-book]");
  const isFull = answer.open && answer.left === 0;
  area.querySelector("[data-seats-left]").textContent = sentence(answer);
  area.classList.toggle("seats--full", isFull);
  if (!answer.open) button.remove(); // booking closed after this page was built
  else if (isFull) button.textContent = "登记候补";
}

export function startHearingSeats() {
  for (const area of document.querySelectorAll("[data-hearing-seats]")) show(area);
}
