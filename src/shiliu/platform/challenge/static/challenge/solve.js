// Answers the challenge of the page in a worker and sends the form. Without this file one waits and presses the button.
// No words here: they stand in the page, in the reader's language.
const form = document.querySelector("form[data-challenge]");
const line = form.querySelector("[data-say]");
const say = (word) => { line.textContent = form.querySelector(`template[data-word=${word}]`).content.textContent.trim(); };
const answer = form.elements.challenge_answer;
let working = true;
let pressed = form.hasAttribute("data-go");

// Whoever presses while the device still calculates need not press again.
form.addEventListener("submit", (event) => {
  if (!working) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = true;
  say("working");
}, { capture: true });

function waitInstead() {
  working = false;
  pressed = false;
  setTimeout(() => say("ready"), Number(form.dataset.wait) * 1000);
}

try {
  const worker = new Worker(form.dataset.worker);
  worker.addEventListener("error", waitInstead);
  worker.addEventListener("message", ({ data }) => {
    answer.value = data.join(",");
    working = false;
    worker.terminate();
    say(pressed ? "going" : "ready");
    if (pressed) form.requestSubmit();
  });
  say("working");
  worker.postMessage({ name: form.dataset.challenge, bits: Number(form.dataset.bits), pieces: Number(form.dataset.pieces) });
} catch {
  waitInstead();
}
