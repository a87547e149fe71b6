// What neighbours have already raised, found while the words are typed. Without script the next step shows the same.
const box = document.querySelector("[data-similar]");
const form = box?.closest("form");
const ASKED = ["text", "title"];
const PAUSE = 1200; // people stop typing to think, and the list must not jump while they read it
let latest = 0, waiting, shown = "";

async function show() {
  clearTimeout(waiting);
  // In the body, never in the address: addresses are written into logs.
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  if (asked.toString() === shown) return;
  shown = asked.toString();
  const turn = ++latest;
  try {
    const answer = await fetch(box.dataset.similar, { method: "POST", body: asked });
    if (!answer.ok) return;
    const words = await answer.text();
    if (turn === latest && !box.contains(document.activeElement)) box.innerHTML = words;
  } catch { /* offline: the next step shows it */ }
}

form?.addEventListener("input", (event) => { if (ASKED.includes(event.target.name)) { clearTimeout(waiting); waiting = setTimeout(show, PAUSE); } });
form?.addEventListener("change", (event) => { if (ASKED.includes(event.target.name)) show(); });
// What was typed before this script had arrived counts too.
if (form && ASKED.some((name) => form.elements[name].value !== form.elements[name].defaultValue)) waiting = setTimeout(show, PAUSE);
