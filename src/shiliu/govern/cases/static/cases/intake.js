// Looking for a place without leaving the form, so that chosen photos stay. Without script the button does it on the server.
const box = document.querySelector("[data-places]");
const form = box.closest("form");
const { find } = form.elements;
const button = form.querySelector("button[value=find]");
const PAUSE = 400;
let latest = 0, waiting;

async function show() {
  clearTimeout(waiting);
  const turn = ++latest;
  const area = form.querySelector("input[name=area]:checked")?.value ?? "";
  try {
    const answer = await fetch(`${box.dataset.places}?${new URLSearchParams({ find: find.value, area })}`);
    if (!answer.ok) return;
    const words = await answer.text();
    if (turn === latest && !box.contains(document.activeElement)) box.innerHTML = words;
  } catch { /* no signal: the button asks the server */ }
}

find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, PAUSE); });
find.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); show(); } });
button.addEventListener("click", (event) => { event.preventDefault(); show(); });
if (find.value !== find.defaultValue) show(); // brought back from a draft
