// Enhancement only: every page works without this file. No words here; they come from the page in the reader's language.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const word = (id) => document.getElementById(id)?.content.textContent.trim() ?? "";

// Drafts: what was typed survives a failed submit and a lost session, on this device, for one day.
const PREFIX = "shiliu:draft:";
const DAY = 24 * 3600 * 1000;
const store = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: no draft */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing kept */ } },
  keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
};
const keepable = (field) => field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type)
  && field.autocomplete !== "one-time-code" && !field.hasAttribute("data-no-draft");
const toggles = (field) => field.type === "checkbox" || field.type === "radio";
const snapshot = (form) => [...form.elements].filter(keepable).map((field) => [field.name, toggles(field) ? field.value : "", toggles(field) ? field.checked : field.value]);
// As the page came. Whoever types before this file has run is heard all the same: it is compared with this.
const chosenOf = (field) => ([...field.options].find((option) => option.defaultSelected) ?? [...field.options].find((option) => !option.disabled))?.value ?? "";
const cameAs = (field) => toggles(field) ? field.defaultChecked : field.tagName === "SELECT" ? chosenOf(field) : field.defaultValue;
const untouched = (form) => [...form.elements].filter(keepable).map((field) => [field.name, toggles(field) ? field.value : "", cameAs(field)]);

function restore(form, fields) {
  let changed = false;
  for (const [name, value, state] of fields) {
    const field = [...form.elements].find((one) => one.name === name && keepable(one) && (!toggles(one) || one.value === value));
    if (!field) continue;
    const property = toggles(field) ? "checked" : "value";
    if (field[property] === state) continue;
    field[property] = state;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    changed = true;
  }
  return changed;
}

function keepDrafts(form) {
  const key = PREFIX + form.dataset.draft;
  const blank = JSON.stringify(untouched(form));
  const came = new Map(untouched(form).map(([name, value, state]) => [name + value, state]));
  const early = new Set(snapshot(form).filter(([name, value, state]) => came.get(name + value) !== state).map(([name]) => name));
  const kept = store.read(key);
  if (kept && restore(form, kept.fields.filter(([name]) => !early.has(name)))) {
    const line = document.getElementById("draft-line")?.content.firstElementChild.cloneNode(true);
    line?.querySelector("button").addEventListener("click", () => { restore(form, JSON.parse(blank)); store.drop(key); line.remove(); form.querySelector("input:not([type=hidden]), textarea, select")?.focus(); });
    if (line) form.prepend(line);
  }
  let waiting;
  const keep = (sent = false) => { clearTimeout(waiting); waiting = 0; const fields = snapshot(form); if (JSON.stringify(fields) === blank && !kept && !sent) return; store.write(key, { at: Date.now(), sent, fields }); };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 250); });
  form.addEventListener("change", () => keep());
  form.addEventListener("submit", () => keep(true));
  window.addEventListener("pagehide", () => { if (waiting) keep(); });
  if (early.size) keep();
}

// A draft that was sent is dropped by the next page, unless that page is the form again, a sign-in or an error page.
function settleDrafts() {
  const here = new Set(all("form[data-draft]").map((form) => PREFIX + form.dataset.draft));
  const trouble = document.body.hasAttribute("data-keep-drafts");
  const done = document.body.dataset.draftDone;
  for (const key of store.keys()) {
    const draft = store.read(key);
    if (done && key.startsWith(PREFIX + done)) store.drop(key);
    else if (!draft || Date.now() - draft.at > DAY) store.drop(key);
    else if (draft.sent && (here.has(key) || trouble)) store.write(key, { ...draft, sent: false });
    else if (draft.sent) store.drop(key);
  }
}

settleDrafts();
all("form[data-draft]").forEach(keepDrafts);
// Signing out leaves nothing on the device; whoever has a need waiting there is warned first.
all("form[data-forget-drafts]").forEach((form) => form.addEventListener("submit", async (event) => {
  if (!form.dataset.forgotten && "indexedDB" in window) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const leave = await import("./offline-leave.js").catch(() => null);
    if (leave && !(await leave.forget().catch(() => true))) return;
    form.dataset.forgotten = "1";
    form.requestSubmit(event.submitter);
    return;
  }
  store.keys().forEach(store.drop);
}));

// A second tap sends nothing twice.
all("form[data-once]").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.dataset.word = button.textContent;
  if (!button.querySelector("svg")) button.textContent = word("sending-word");
}));
window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("[data-word]", form).forEach((button) => { button.removeAttribute("aria-disabled"); if (!button.querySelector("svg")) button.textContent = button.dataset.word; });
}); });

// Chosen files are shown before they are sent; choosing again adds, and each can be taken out.
all("input[type=file][data-preview]").forEach((input) => {
  const list = document.createElement("ul");
  list.className = "file-preview";
  input.after(list);
  input.closest(".file-drop").classList.add("enhanced");
  let chosen = [];
  const keep = (files) => {
    const pack = new DataTransfer();
    files.forEach((file) => pack.items.add(file));
    input.files = pack.files;
    chosen = files;
    all("img", list).forEach((image) => URL.revokeObjectURL(image.src));
    list.replaceChildren(...files.map(item));
  };
  const item = (file) => {
    const line = document.createElement("li");
    if (file.type.startsWith("image/")) { const image = new Image(); image.alt = ""; image.src = URL.createObjectURL(file); line.append(image); }
    const out = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: word("remove-word") });
    out.setAttribute("aria-label", `${word("remove-word")} ${file.name}`);
    out.addEventListener("click", () => { keep(chosen.filter((one) => one !== file)); input.focus(); });
    line.append(file.name, document.createElement("br"), out);
    return line;
  };
  const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
  input.addEventListener("change", () => keep([...chosen, ...[...input.files].filter((file) => !chosen.some((one) => same(one, file)))]));
});

// Relative times move on while the page stays open, where the browser knows the language.
const language = document.documentElement.lang;
if (Intl.RelativeTimeFormat?.supportedLocalesOf(language).length) {
  const say = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const refresh = () => all("time[data-relative]").forEach((element) => {
    const minutes = Math.round((new Date(element.dateTime) - Date.now()) / 60000);
    const [value, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"] : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
    if (Math.abs(value) <= 30 || unit !== "day") element.textContent = say.format(value, unit);
  });
  if (document.querySelector("time[data-relative]")) setInterval(refresh, 60000);
}

if (navigator.clipboard) all("button[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector("span");
    label.textContent = word("copied-word");
    label.setAttribute("role", "status");
  });
});

all("button[data-print-page]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });

// Folded confirmations become dialogs; header menus close on Escape and on a tap outside.
if (window.HTMLDialogElement) all("details[data-dialog]").forEach((details) => {
  const body = details.querySelector(".confirm-body");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", body.getAttribute("aria-labelledby"));
  dialog.append(body);
  details.after(dialog);
  details.querySelector("summary").addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
  dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
});
const menus = all("details.menu");
document.addEventListener("keydown", (event) => { if (event.key === "Escape") menus.filter((menu) => menu.open).forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); }); });
document.addEventListener("click", (event) => menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
if (matchMedia("(min-width: 60em)").matches) all("details[data-open-wide]").forEach((details) => { details.open = true; });
// When the styles are there: before, the tabs are a list from top to bottom.
addEventListener("load", () => all(".tabs ul").forEach((row) => {
  const own = row.querySelector("[aria-current]")?.getBoundingClientRect(), seen = row.getBoundingClientRect();
  if (own) row.scrollLeft += own.left + own.width / 2 - seen.left - seen.width / 2;
}));
document.querySelector("[data-focus]")?.focus();
