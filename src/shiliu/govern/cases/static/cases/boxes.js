// Drawing black boxes with the pointer. Each box is a row of four number fields; without script those are typed.
const form = document.querySelector("[data-boxes]");
const layer = form.querySelector("svg");
const SIDES = ["left", "top", "right", "bottom"];
const rows = [...form.querySelectorAll(".box-row")].map((row) => ({ row, fields: SIDES.map((side) => row.querySelector(`[data-side="${side}"]`)) }));
const sides = (one) => one.fields.map((field) => parseFloat(field.value));
const isEmpty = (one) => one.fields.every((field) => field.value === "");
let begun = null;

function draw() {
  layer.replaceChildren(...rows.flatMap((one) => {
    const [left, top, right, bottom] = sides(one);
    if (!(right > left && bottom > top)) return [];
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) rect.setAttribute(name, value);
    return [rect];
  }));
}

function put(one, values) {
  one.fields.forEach((field, place) => { field.value = values[place] === "" ? "" : values[place].toFixed(1); });
  draw();
}

function spot(event) {
  const frame = layer.getBoundingClientRect();
  const share = (at, from, size) => Math.min(100, Math.max(0, ((at - from) / size) * 100));
  return [share(event.clientX, frame.left, frame.width), share(event.clientY, frame.top, frame.height)];
}

layer.addEventListener("pointerdown", (event) => {
  const one = rows.find(isEmpty);
  if (!one || !event.isPrimary) return;
  event.preventDefault();
  layer.setPointerCapture(event.pointerId);
  begun = { one, from: spot(event) };
});
layer.addEventListener("pointermove", (event) => {
  if (!begun) return;
  const [x, y] = spot(event), [a, b] = begun.from;
  put(begun.one, [Math.min(a, x), Math.min(b, y), Math.max(a, x), Math.max(b, y)]);
});
for (const end of ["pointerup", "pointercancel"]) layer.addEventListener(end, () => {
  // A tap is no box: what is smaller than one per cent goes again.
  const [left, top, right, bottom] = begun ? sides(begun.one) : [];
  if (begun && !(right - left >= 1 && bottom - top >= 1)) put(begun.one, ["", "", "", ""]);
  begun = null;
});
form.addEventListener("input", draw);
for (const one of rows) {
  const button = one.row.querySelector("[data-box-clear]");
  button.hidden = false;
  button.addEventListener("click", () => { put(one, ["", "", "", ""]); one.fields[0].focus(); });
}
form.querySelector("[data-boxes-help]").hidden = false;
layer.classList.add("is-live");
