// The page for the time without a signal: the whole form on one page, kept while it is written, sent when there is a signal.
import { all, fieldsOf, file, filesOf, fresh, hasWords, one, refresh, say, sendAll, sentence } from "./offline.js";

const kept = self.shiliuOffline;

function alarms(form, show) {
  const { alarms: words, phrases } = one("#alarm-words").dataset;
  const known = Object.entries(JSON.parse(words));
  const calm = JSON.parse(phrases);
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = (text) => {
    const rest = calm.reduce((left, phrase) => left.replaceAll(phrase, " "), text.toLowerCase());
    return known.filter(([word]) => (/^[\x20-\x7e]+$/.test(word) ? new RegExp(`\\b${escaped(word)}\\b`).test(rest) : rest.includes(word)));
  };
  let shown = "";
  return () => {
    const matter = one(`template[data-urgent="${CSS.escape(form.elements.category.value)}"]`);
    const written = found(["title", "text", "place_note"].map((name) => form.elements[name].value).join("\n"));
    const said = (form.dataset.calm ?? "").split("|");
    const alarm = matter ?? (written.some(([word]) => !said.includes(word)) ? one(`template[data-alarm="${CSS.escape(written[0][1])}"]`) : null);
    const state = alarm ? (matter ? form.elements.category.value : written.map(([word]) => word).join("|")) : "";
    if (state !== shown) {
      shown = state;
      const card = alarm?.content.firstElementChild.cloneNode(true);
      if (card && !matter) {
        one("[data-alarm-found]", card).textContent = written.map(([word]) => word).join(" · ");
        one("[data-calm]", card).addEventListener("click", () => { form.dataset.calm = state; show.replaceChildren(); shown = ""; form.elements.text.focus(); });
      }
      show.replaceChildren(...(card ? [card] : []));
    }
    return Boolean(alarm);
  };
}

function missing(form) {
  const { kind, text, may_publish: may, find, nowhere } = form.elements;
  const where = form.dataset.area || form.dataset.latitude || find.value.trim() || nowhere.checked;
  return Object.entries({ kind: !kind.value, find: !where, text: !text.value.trim(), photos: filesOf(form).length > Number(form.dataset.mostPhotos), may_publish: !may.value }).filter(([, lacks]) => lacks).map(([name]) => name);
}

function showMissing(form, names) {
  const box = one("[data-offline-errors]", form);
  one("ul", box).replaceChildren(...names.map((name) => {
    const field = [form.elements[name]].flat()[0];
    const target = field.length && !field.options ? field[0] : field;
    const link = Object.assign(document.createElement("a"), { href: `#${target.id}`, textContent: sentence(name) });
    link.addEventListener("click", (event) => { event.preventDefault(); target.focus(); });
    const line = document.createElement("li");
    line.append(link);
    return line;
  }));
  box.hidden = !names.length;
  if (names.length) box.focus();
}

function choosePlace(form) {
  const [here, not, told] = ["[data-offline-here]", "[data-offline-not-here]", "[data-offline-here-said]"].map((selector) => one(selector, form));
  const show = () => {
    const area = one("[data-offline-place]", form);
    area.hidden = !form.dataset.area;
    one("bdi", area).textContent = form.dataset.place || form.dataset.area || "";
    one("[data-offline-where]", form).hidden = Boolean(form.dataset.area);
    not.hidden = !form.dataset.latitude;
    here.hidden = Boolean(form.dataset.latitude) || !navigator.geolocation;
    told.textContent = form.dataset.latitude ? sentence("here") : "";
  };
  const put = (latitude = "", longitude = "") => { form.dataset.latitude = latitude; form.dataset.longitude = longitude; show(); form.dispatchEvent(new Event("change")); };
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => put(coords.latitude.toFixed(6), coords.longitude.toFixed(6)),
    () => { told.textContent = sentence("not-here"); },
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  ));
  not.addEventListener("click", () => { put(); here.focus(); });
  one("[data-offline-other-place]", form).addEventListener("click", () => { form.dataset.area = form.dataset.place = ""; show(); form.dispatchEvent(new Event("change")); form.elements.find.focus(); });
  return show;
}

function load(form, record) {
  form.reset();
  for (const name of ["area", "latitude", "longitude", "calm"]) form.dataset[name] = record.fields[name] ?? "";
  form.dataset.place = record.place ?? "";
  form.dataset.submission = record.submission;
  for (const [name, value] of Object.entries(record.fields)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = Boolean(value); else field.value = value;
  }
  const pack = new DataTransfer();
  const whole = record.photos.every((photo) => photo.blob);
  record.photos.filter((photo) => photo.blob && (whole || !photo.key)).forEach((photo) => pack.items.add(file(photo)));
  const input = one("input[type=file]", form);
  all(".file-preview .link-button", form).forEach((button) => button.click());
  input.files = pack.files;
  if (pack.files.length) input.dispatchEvent(new Event("change"));
  return { ...record, photos: whole ? [] : record.photos.filter((photo) => photo.key) };
}

// What waits to be sent is not offered again as a draft of the usual form: it would be sent twice.
function forgetTyped() {
  try { Object.keys(localStorage).filter((key) => key.startsWith("shiliu:draft:case-new")).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing kept */ }
}

// Gives what opens a need of the list in this form.
export async function shell(form) {
  const owner = await kept.noted("owner");
  const blank = () => fresh(crypto.randomUUID(), owner);
  const show = choosePlace(form);
  const alarm = alarms(form, one("[data-offline-alarm]", form));
  let record = blank();
  const start = (next) => { record = load(form, next); one("[data-offline-contact]", form).hidden = Boolean(record.owner); show(); alarm(); };
  const keep = async (state = "writing") => {
    const { area, latitude, longitude, calm } = form.dataset;
    // What the one page does not ask (answers to questions of the matter) is kept as it was.
    const fields = { ...record.fields, may_publish: "", nowhere: "", kind: "", ...fieldsOf(form), area, latitude, longitude, calm };
    const now = { ...record, state, at: Date.now(), fields, place: form.dataset.place, wants: "", problem: null, changed: record.changed || Boolean(record.tried), photos: [...record.photos, ...filesOf(form)] };
    if (hasWords(now) || state === "ready") await kept.put(now);
  };
  let waiting, turn = Promise.resolve();
  // One after the other: what was typed a moment ago must not be written over what was decided since.
  const inTurn = (work) => { turn = turn.then(work, work); return turn; };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(() => inTurn(keep).catch(() => say("full")), 300); };
  for (const sign of ["input", "change", "click"]) form.addEventListener(sign, () => { alarm(); soon(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    const lacks = missing(form);
    showMissing(form, lacks);
    if (lacks.length) return;
    if (alarm()) { one("[data-offline-alarm]", form).scrollIntoView(); return; }
    try { await inTurn(() => keep("ready")); } catch { say("full"); return; }
    clearTimeout(waiting);
    forgetTyped();
    start(blank());
    one("[data-offline-picked]").hidden = true;
    await refresh();
    say("kept");
    one("#main").focus();
    (await navigator.serviceWorker?.getRegistration())?.sync?.register(kept.NAME).catch(() => {});
    if (navigator.onLine) await sendAll();
  });
  const edit = async (chosen) => { clearTimeout(waiting); await kept.put({ ...chosen, state: "writing" }); start({ ...chosen, state: "writing" }); await refresh(); form.elements.text.focus(); };
  // What was being typed when the signal went: either it was on its way, or it is still being written.
  const last = (await kept.all()).find((each) => each.state === "typing" && Date.now() - each.at < kept.DAY && hasWords(each));
  if (last?.wants === "send") { await kept.put({ ...last, state: "ready", wants: "" }); forgetTyped(); say("kept"); start(blank()); }
  else if (last && last.wants) { start({ ...last, wants: "" }); one("[data-offline-picked]").hidden = false; await inTurn(keep); }
  else start(blank());
  form.hidden = false;
  const signal = () => { one("[data-online]").hidden = !navigator.onLine; };
  window.addEventListener("online", signal);
  signal();
  return edit;
}
