// Who serves the place chosen, shown at once. Without script the next step says the same.
const box = document.querySelector("[data-serving]");
const form = box.closest("form");
const ASKED = ["kind", "category", "area", "latitude", "longitude"];
let latest = 0;

async function show() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([name, value]) => ASKED.includes(name) && value));
  const turn = ++latest;
  try {
    const answer = await fetch(`${box.dataset.serving}?${asked}`);
    if (!answer.ok) return;
    const words = await answer.text();
    if (turn === latest) box.innerHTML = words;
  } catch { /* offline: the next step says it */ }
}

form.addEventListener("change", (event) => { if (ASKED.includes(event.target.name)) show(); });
