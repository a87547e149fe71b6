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

async function install(worker) {
  const known = navigator.serviceWorker;
  if (!known) return;
  if (!worker) {
    for (const registration of await known.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) if (name.startsWith("shiliu-")) await caches.delete(name);
    return;
  }
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
  if (isShell) edit = await (await import("./offline-shell.js")).shell(one("[data-offline-form]"));
  await refresh();
  kept.told.addEventListener("message", refresh);
  window.addEventListener("online", () => sendAll().catch(() => {}));
  if (form) await install(body.dataset.offlineWorker).catch(() => {});
  if (navigator.onLine) await sendAll();
}

export { all, fieldsOf, file, filesOf, fresh, hasWords, one, refresh, say, sendAll, sentence };

// A browser that keeps nothing (private window, old phone) shows the form as before.
if (kept && "indexedDB" in self) begin().catch(() => { one("[data-offline-form]")?.removeAttribute("hidden"); });
