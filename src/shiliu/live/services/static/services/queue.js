// The screen on the wall, one's own place on the phone, the kiosk that is free again. Each page works without this, only slower.
const SCREEN_EVERY = 2000, PHONE_EVERY = 8000, BOARD_EVERY = 30000, KIOSK_FREE_AFTER = 20000, KIOSK_LEFT_AFTER = 90000;

const screen = document.querySelector("[data-screen]");
if (screen) watchScreen(screen);
const place = document.querySelector("[data-place]");
if (place) watchPlace(place);
const slip = document.querySelector("[data-back]");
if (slip) setTimeout(() => location.replace(slip.dataset.back), KIOSK_FREE_AFTER);
const untouched = document.querySelector("[data-untouched]");
if (untouched) watchTouch(untouched);
const kiosk = document.querySelector("[data-kiosk]");
if (kiosk) watchKiosk(kiosk);

const board = document.querySelector("[data-again]");
if (board) watchBoard();

// How long the page stood before somebody began to choose: a kiosk waits for whoever comes next.
function watchTouch(field) {
  field.value = "";
  const touched = () => { field.value ||= Math.round(performance.now()); };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touched, { capture: true });
}

// Left alone, a kiosk shows its own language and an empty form again. Going back does not bring up what the one before chose.
function watchKiosk(form) {
  let left = 0;
  const anew = () => location.replace(form.dataset.kiosk);
  const wait = () => { clearTimeout(left); left = setTimeout(anew, KIOSK_LEFT_AFTER); };
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, wait, { capture: true });
  addEventListener("pageshow", (event) => { if (event.persisted) anew(); });
  wait();
}

async function watchBoard() {
  await new Promise((later) => setTimeout(later, BOARD_EVERY));
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-again]");
    if (fresh) document.querySelector("[data-again]").replaceChildren(...fresh.childNodes);
  } catch { /* No connection: the next look may have one. */ }
  watchBoard();
}

function watchScreen(root) {
  const list = root.querySelector("[data-calls]"), stale = root.querySelector("[data-stale]");
  const sound = soundOf(root.querySelector("[data-sound]"));
  let known = null;
  const look = async () => {
    try {
      const answer = await fetch(root.dataset.screen, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const { calls, lines } = await answer.json();
      stale.hidden = true;
      const ids = calls.map((call) => call.id);
      if (!known || ids.join() !== [...known].join()) show(list, calls, root.querySelector("[data-empty]"));
      if (known) calls.filter((call) => !known.has(call.id)).reverse().forEach(sound.say);
      known = new Set(ids);
      for (const [letter, waiting] of Object.entries(lines)) {
        const shown = root.querySelector(`[data-line="${letter}"]`);
        if (shown) shown.textContent = waiting;
      }
    } catch {
      stale.hidden = false;
    }
    setTimeout(look, SCREEN_EVERY);
  };
  look();
}

function show(list, calls, empty) {
  list.replaceChildren(...calls.map((call) => {
    const item = document.createElement("li"), code = document.createElement("strong"), where = document.createElement("span");
    const name = document.createElement("bdi"), desk = document.createElement("b");
    code.textContent = call.code;
    name.textContent = call.window;
    desk.textContent = ` ${call.counter}`;
    where.append(name, desk);
    item.append(code, where);
    return item;
  }));
  if (!calls.length) list.append(empty.content.cloneNode(true));
}

// Browsers make no sound before somebody touched the page: so the button.
function soundOf(button) {
  let on = false, audio = null;
  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    button.setAttribute("aria-pressed", on);
    if (on && !audio) audio = new AudioContext();
    if (on) chime(audio);
  });
  return {
    say(call) {
      if (!on) return;
      chime(audio);
      // Only a voice of this language: another would read it wrongly. Without one the chime calls, and the screen shows.
      const language = document.documentElement.lang.split("-")[0];
      const voice = globalThis.speechSynthesis?.getVoices().find((one) => one.lang.split(/[-_]/)[0] === language);
      if (voice) {
        const words = new SpeechSynthesisUtterance(call.say);
        words.voice = voice;
        words.lang = voice.lang;
        speechSynthesis.speak(words);
      }
    },
  };
}

function chime(audio) {
  [660, 880].forEach((tone, place) => {
    const voice = audio.createOscillator(), loudness = audio.createGain(), at = audio.currentTime + place * 0.22;
    voice.frequency.value = tone;
    loudness.gain.setValueAtTime(0.25, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    voice.connect(loudness).connect(audio.destination);
    voice.start(at);
    voice.stop(at + 0.45);
  });
}

function watchPlace(root) {
  const look = async () => {
    try {
      const answer = await fetch(root.dataset.place, { cache: "no-store" });
      if (answer.ok) {
        const words = await answer.text();
        if (words !== root.dataset.last) {
          if (root.dataset.last && words.includes("ticket-called")) navigator.vibrate?.([300, 150, 300]);
          root.innerHTML = words;
          root.dataset.last = words;
        }
      }
    } catch { /* No signal: the next look may have one. */ }
    setTimeout(look, PHONE_EVERY);
  };
  setTimeout(look, PHONE_EVERY);
}
