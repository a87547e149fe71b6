// Needs kept on this device: the list of them, the online form that may lose its signal, and the page for the time without one.
// No words here; every sentence comes from the page in the reader's language.
const kept = self.shiliuOffline;
const { body } = document;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const places = { token: body.dataset.offlineToken, send: body.dataset.offlineSend, form: body.dataset.offlineTo, days: Number(body.dataset.offlineDays) };
const isShell = body.hasAttribute("data-offline-shell");
const said = one("[data-waiting-said]");
const sentence = (name) => one(`template[data-say="${name}"]`)?.content.textContent.trim() ?? "";
const say = (name) => { if (said) said.textContent = sentence(name); };
const LEFT_OUT = ["csrfmiddlewaretoken", "step", "go", "kept", "drop", "photos", "submission"];

// Where the browser does not know the language, a date in figures that everybody reads.
const [spoken] = Intl.DateTimeFormat.supportedLocalesOf(document.documentElement.lang);
const moments = new Intl.DateTimeFormat(spoken ?? "sv", { dateStyle: spoken ? "medium" : "short", timeStyle: "short" });

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && !LEFT_OUT.includes(name)) fields[name] = name in fields ? [fields[name], value].flat() : value;
  return fields;
}
const fresh = (submission, owner) => ({ submission, owner, state: "typing", at: Date.now(), fields: {}, photos: [], kept: "", place: "" });
const hasWords = (record) => Boolean(record.fields.text?.trim() || record.fields.find?.trim() || record.photos.length);
const filesOf = (form) => [...(one("input[type=file]", form)?.files ?? [])].map((blob) => ({ blob, name: blob.name, key: "" }));
const file = (photo) => (photo.blob instanceof File ? photo.blob : new File([photo.blob], photo.name, { type: photo.blob.type }));

// ── The list ──
let edit = null; // how this page opens a need; the page without a signal has its own way

function item(record) {
  const line = one("[data-waiting-item]").content.firstElementChild.cloneNode(true);
  const why = record.problem?.state === "account" ? (record.problem.signed_in ? "signed-in" : "signed-out") : "look";
  for (const part of all("[data-for]", line)) if (!part.dataset.for.split(" ").includes(record.state) || (part.dataset.why && !part.dataset.why.split(" ").includes(why))) part.remove();
  const words = one("[data-words]", line);
  words.textContent = record.state === "sent" ? record.answer.number : (record.fields.title || record.fields.text || record.fields.find || "").slice(0, 80) || sentence("untitled");
  const when = one("[data-when]", line);
  when.dateTime = new Date(record.at).toISOString();
  when.textContent = moments.format(record.at);
  if (record.photos.length) one("[data-count]", line).textContent = record.photos.length; else one("[data-photos]", line).remove();
  if (record.state === "sent") {
    one("[data-code]", line).textContent = record.answer.code;
    one("[data-open]", line).href = record.answer.url;
    if (!record.answer.late) one("[data-late]", line).remove();
  }
  for (const problem of record.problem?.problems ?? []) { const row = document.createElement("li"); row.textContent = problem; one("ul[data-why=look]", line)?.append(row); }
  for (const button of all("[data-do]", line)) button.addEventListener("click", () => DO[button.dataset.do](record, line).catch(() => say("later")));
  return line;
}

async function refresh() {
  const box = one("[data-waiting]");
  if (!box) return;
  const here = one("[data-offline-form]")?.dataset.submission;
  const records = (await kept.all()).filter((record) => record.submission !== here && (record.state !== "typing" || (isShell && hasWords(record))));
  const list = one("[data-waiting-list]", box);
  const gone = all("[data-gone]", list);
  list.replaceChildren(...records.map(item), ...gone);
  box.hidden = !list.children.length;
}

async function sendAll() {
  const results = await kept.sendAll(places);
  for (const result of ["later", "asks", "sent"]) if (results.includes(result)) say(result);
  await refresh();
}

const DO = {
  async drop(record) { await kept.drop(record.submission); await refresh(); one("#main")?.focus(); },
  async send() { await sendAll(); },
  async look(record) { await open(record, "check"); },
  async edit(record) { await edit(record); },
  async as_guest(record) { await kept.put({ ...record, owner: "", guest: true, state: "ready", problem: null }); await sendAll(); },
  async as_account(record) { const { owner } = await kept.permit(places); await kept.put({ ...record, owner, guest: false, state: "ready", problem: null }); await sendAll(); },
  async delete(record, line) {
    await kept.drop(record.submission);
    const gone = one("[data-waiting-gone]").content.firstElementChild.cloneNode(true);
    gone.dataset.gone = "";
    const undo = one("[data-undo]", gone);
    undo.addEventListener("click", async () => { gone.remove(); await kept.put(record); await refresh(); });
    line.replaceWith(gone);
    undo.focus();
  },
};

// Into the usual form, with everything written and every photo: a person reads it there and goes on.
async function open(record, go) {
  const { token } = await kept.permit(places);
  await kept.put({ ...record, state: "writing", problem: null });
  const form = Object.assign(document.createElement("form"), { method: "post", action: places.form, enctype: "multipart/form-data", hidden: true });
  const put = (name, value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  const pack = new DataTransfer();
  for (const [name, value] of kept.body(record)) if (typeof value === "string") put(name, value); else pack.items.add(value);
  put("csrfmiddlewaretoken", token);
  put("step", "check");
  put("go", go);
  const photos = Object.assign(document.createElement("input"), { type: "file", name: "photos", multiple: true });
  photos.files = pack.files;
  form.append(photos);
  body.append(form);
  form.submit();
}

// ── The usual form: what is typed and chosen is kept until the site says that it has it ──
async function keepTyping(form) {
  const { offlineNeed: submission, offlineOwner: owner } = form.dataset;
  const keys = form.dataset.offlinePhotos.split(" ").filter(Boolean);
  let record = await kept.get(submission);
  await kept.note("owner", owner);
  if (record) {
    // The site keeps photos under keys of its own, in the order they were sent.
    const known = record.photos.filter((photo) => photo.key && keys.includes(photo.key));
    const news = keys.filter((key) => !known.some((photo) => photo.key === key));
    const sent = record.photos.filter((photo) => !photo.key);
    record.photos = [...known, ...(news.length === sent.length ? sent.map((photo, place) => ({ ...photo, key: news[place] })) : news.map((key) => ({ key, name: "" })))];
    record.kept = form.elements.kept?.value ?? "";
    record.wants = "";
    if (record.state !== "typing") record.state = "writing";
    record.owner = owner;
    await kept.put(record);
  }
  const keep = (wants = "") => {
    record ??= fresh(submission, owner);
    const fields = fieldsOf(form);
    const chosen = one("input[name=area]:checked", form)?.closest("label")?.querySelector("strong")?.textContent;
    const place = chosen ?? (fields.area === record.fields.area ? record.place : "");
    record = { ...record, at: Date.now(), fields, place, wants, changed: record.changed || Boolean(record.tried), photos: [...record.photos.filter((photo) => photo.key), ...filesOf(form)] };
    return kept.put(record).catch(() => {});
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  form.addEventListener("change", () => keep());
  form.addEventListener("submit", (event) => { clearTimeout(waiting); keep(event.submitter?.value ?? "next"); });
}

// ── The page without a signal ──
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

async function shell(form) {
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
    start(blank());
    one("[data-offline-picked]").hidden = true;
    await refresh();
    say("kept");
    one("#main").focus();
    (await navigator.serviceWorker?.getRegistration())?.sync?.register(kept.NAME).catch(() => {});
    if (navigator.onLine) await sendAll();
  });
  edit = async (chosen) => { clearTimeout(waiting); await kept.put({ ...chosen, state: "writing" }); start({ ...chosen, state: "writing" }); await refresh(); form.elements.text.focus(); };
  // What was being typed when the signal went: either it was on its way, or it is still being written.
  const last = (await kept.all()).find((each) => each.state === "typing" && Date.now() - each.at < kept.DAY && hasWords(each));
  if (last?.wants === "send") { await kept.put({ ...last, state: "ready", wants: "" }); say("kept"); start(blank()); }
  else if (last && last.wants) { start({ ...last, wants: "" }); one("[data-offline-picked]").hidden = false; await inTurn(keep); }
  else start(blank());
  form.hidden = false;
  const signal = () => { one("[data-online]").hidden = !navigator.onLine; };
  window.addEventListener("online", signal);
  signal();
}

async function install(worker) {
  const known = navigator.serviceWorker;
  if (!known) return;
  if (!worker) { for (const registration of await known.getRegistrations()) await registration.unregister(); return; }
  await known.register(worker);
  (await known.ready).active?.postMessage({ language: document.documentElement.lang.toLowerCase() });
}

async function begin() {
  const form = one("form[data-offline-need]");
  if (body.dataset.offlineDone) await kept.drop(body.dataset.offlineDone);
  if (!places.form) return;
  await kept.purge(places.days);
  edit = (record) => open(record, record.state === "ready" ? "words" : "what");
  if (form) await keepTyping(form);
  if (isShell) await shell(one("[data-offline-form]"));
  await refresh();
  kept.told.addEventListener("message", refresh);
  window.addEventListener("online", () => sendAll().catch(() => {}));
  if (form) await install(body.dataset.offlineWorker).catch(() => {});
  if (navigator.onLine) await sendAll();
}

// A browser that keeps nothing (private window, old phone) shows the form as before.
if (kept && "indexedDB" in self) begin().catch(() => { one("[data-offline-form]")?.removeAttribute("hidden"); });
