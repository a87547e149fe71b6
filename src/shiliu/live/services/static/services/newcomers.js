// The ticks of the checklist stay on this device: nothing is sent. Without this script the boxes are there to be printed.
const KEY = "shiliu:newcomers";
const boxes = [...document.querySelectorAll("[data-step]")];
const clear = document.querySelector("[data-newcomers-clear]");

const read = () => {
  try { return new Set(JSON.parse(localStorage.getItem(KEY)) ?? []); } catch { return new Set(); }
};
const write = (done) => {
  try { if (done.size) localStorage.setItem(KEY, JSON.stringify([...done])); else localStorage.removeItem(KEY); } catch { /* forbidden here: the ticks last as long as the page */ }
  clear.hidden = !done.size;
};

const done = read();
for (const box of boxes) {
  box.checked = done.has(box.dataset.step);
  box.addEventListener("change", () => {
    if (box.checked) done.add(box.dataset.step); else done.delete(box.dataset.step);
    write(done);
  });
}
clear.hidden = !done.size;
clear.addEventListener("click", () => {
  done.clear();
  for (const box of boxes) box.checked = false;
  write(done);
});
