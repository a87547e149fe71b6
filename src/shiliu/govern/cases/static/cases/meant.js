// Which matter is meant, shown while the words are typed; a press takes it. Without script the button beside the field does the same.
const box = document.querySelector("[data-meant]");
const form = box.closest("form");
const { seek, sought, category } = form.elements;
const PAUSE = 500;
let latest = 0, waiting, shown = seek.value;

async function show() {
  clearTimeout(waiting);
  if (seek.value === shown) return;
  shown = seek.value;
  const turn = ++latest;
  try {
    // In the body, never in the address: addresses are written into logs.
    const answer = await fetch(box.dataset.meant, { method: "POST", body: new URLSearchParams({ seek: shown }) });
    if (!answer.ok) return;
    const words = await answer.text();
    if (turn !== latest || box.contains(document.activeElement)) return;
    box.innerHTML = words;
    sought.value = shown; // seen: pressing on without one is a decision
  } catch { /* offline: the button says it once there is a signal */ }
}

seek.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, PAUSE); });
box.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (!button || ![...category.options].some((option) => option.value === button.dataset.take)) return;
  event.preventDefault();
  category.value = button.dataset.take;
  category.dispatchEvent(new Event("change", { bubbles: true }));
  category.focus();
});
