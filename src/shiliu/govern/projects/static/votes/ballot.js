// The ballot without loading the page anew: one press after the other, tried again until it is saved. Without this script every press
// is a form of its own and saves as well. A press says what is wanted ("choose 3"), so trying twice does no harm.
const PAUSES = [1000, 2000, 4000, 8000, 15000];
const pause = (time) => new Promise((later) => setTimeout(later, time));

const code = document.querySelector("[data-ballot-code] input[name=code]");
if (code && location.hash.length > 1) {
  // The code of a slip comes behind #, which browsers send to nobody.
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

let working = Promise.resolve();
document.addEventListener("submit", (event) => {
  const ballot = event.target.closest("[data-ballot]"), press = event.submitter?.value;
  if (!ballot || event.submitter?.name !== "press") return;
  event.preventDefault();
  working = working.then(() => send(press));
});

async function send(press) {
  for (let tries = 0; ; tries += 1) {
    const ballot = document.querySelector("[data-ballot]"), form = ballot.querySelector("form[action]:has([name=after])");
    const body = new FormData(form);
    body.set("press", press);
    try {
      const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
      if (answer.status >= 500) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("[data-ballot]");
      if (!fresh) { location.assign(answer.url); return; }
      const said = fresh.querySelector("[data-ballot-status]").textContent.trim() || ballot.dataset.saved;
      show(ballot, fresh, press, said);
      return;
    } catch {
      status(ballot, ballot.dataset.late);
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]);
    }
  }
}

function show(ballot, fresh, press, said) {
  const number = press.split(":")[1], verb = press.split(":")[0];
  ballot.replaceChildren(...fresh.childNodes);
  status(ballot, said);
  const row = ballot.querySelector(`#item-${number}`);
  (row?.querySelector(`button[value^="${verb}:"]:not(:disabled)`) ?? row?.querySelector("button:not(:disabled)"))?.focus();
}

function status(ballot, words) {
  const place = ballot.querySelector("[data-ballot-status]");
  place.textContent = words;
}
