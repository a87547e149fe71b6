// Drawing a signature: the strokes go as points with the form, and nothing else. Without this script one types one's name.
const form = document.querySelector("[data-signing]"), pad = form.querySelector("canvas"), pen = pad.getContext("2d");
const drawing = form.querySelector("[data-drawing]"), typing = form.querySelector("[data-typing]"), field = form.elements.strokes;
let strokes = [], open = false;

try { strokes = JSON.parse(field.value || "[]"); } catch { strokes = []; }

function point(event) {
  const box = pad.getBoundingClientRect();
  return [Math.round((event.clientX - box.left) * pad.width / box.width), Math.round((event.clientY - box.top) * pad.height / box.height)];
}

function draw() {
  pen.clearRect(0, 0, pad.width, pad.height);
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#1b1b1b" });
  for (const stroke of strokes) {
    pen.beginPath();
    stroke.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
  }
  field.value = JSON.stringify(strokes);
}

function show() {
  const drawn = form.elements.way.value === "drawn";
  drawing.hidden = !drawn;
  typing.hidden = drawn;
}

pad.addEventListener("pointerdown", (event) => {
  open = true;
  pad.setPointerCapture(event.pointerId);
  strokes.push([point(event)]);
  event.preventDefault();
});
pad.addEventListener("pointermove", (event) => {
  if (!open) return;
  const stroke = strokes.at(-1), [x, y] = point(event), [a, b] = stroke.at(-1);
  if (Math.hypot(x - a, y - b) >= 3) stroke.push([x, y]);
  draw();
});
for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => { open = false; draw(); });
form.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; draw(); });
form.addEventListener("change", show);
show();
draw();
