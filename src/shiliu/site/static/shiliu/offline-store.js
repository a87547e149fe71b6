// Needs that wait on this device, and the one way they are sent. Runs in the page and in the worker; knows no words.
// One record: {submission, state, owner, at, fields, photos: [{blob, name, key}], kept, place, wants, tried, changed, problem, answer}
// state: typing (in the online form) · writing (half written) · ready (goes by itself) · asks (a person must look) · sent (only code and number)
self.shiliuOffline = (() => {
  const NAME = "shiliu-offline";
  const DAY = 24 * 3600 * 1000;
  const told = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : { postMessage() {}, addEventListener() {} };
  let opened;

  const promised = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });

  function open() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => { asked.result.createObjectStore("needs", { keyPath: "submission" }); asked.result.createObjectStore("notes", { keyPath: "name" }); };
      asked.onerror = () => failed(asked.error);
      // Signing out deletes the whole store: whoever has it open must let go.
      asked.onsuccess = () => { const base = asked.result; base.onversionchange = base.onclose = () => { base.close(); opened = null; }; done(base); };
    }).catch((error) => { opened = null; throw error; });
    return opened;
  }

  const reading = async (store, ask) => promised(ask((await open()).transaction(store).objectStore(store)));
  const writing = async (store, ask) => {
    const change = (await open()).transaction(store, "readwrite");
    ask(change.objectStore(store));
    await new Promise((done, failed) => { change.oncomplete = done; change.onabort = change.onerror = () => failed(change.error); });
  };

  const get = (submission) => reading("needs", (store) => store.get(submission));
  const all = async () => (await reading("needs", (store) => store.getAll())).sort((one, other) => other.at - one.at);
  async function put(record, { quiet = false } = {}) { await writing("needs", (store) => store.put(record)); if (!quiet) told.postMessage("changed"); }
  async function drop(submission) { await writing("needs", (store) => store.delete(submission)); told.postMessage("changed"); }
  async function clear() { for (const store of ["needs", "notes"]) await writing(store, (one) => one.clear()); told.postMessage("changed"); }
  const note = async (name, value) => writing("notes", (store) => store.put({ name, value }));
  const noted = async (name) => (await reading("notes", (store) => store.get(name)))?.value ?? "";

  // What was only typed goes after a day, as other drafts do; what waits, and a code nobody noted, after the days of the setting.
  async function purge(days) {
    for (const one of await all()) if (Date.now() - one.at > (one.state === "typing" ? DAY : days * DAY)) await drop(one.submission);
  }

  function body(record) {
    const sent = new FormData();
    for (const [name, value] of Object.entries(record.fields)) for (const one of [value].flat()) sent.append(name, one);
    sent.set("submission", record.submission);
    const whole = record.photos.every((photo) => photo.blob);
    if (!whole && record.kept) sent.set("kept", record.kept);
    for (const photo of record.photos) if (photo.blob && (whole || !photo.key)) sent.append("photos", photo.blob, photo.name);
    return sent;
  }

  async function permit(places) {
    const answer = await fetch(places.token, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  // Gives "sent", "asks" or "later". The number of the form makes a second sending harmless, also when the first answer was lost.
  async function send(places, submission) {
    const record = await get(submission);
    if (record?.state !== "ready") return "gone";
    try {
      const { token } = await permit(places);
      const sent = body(record);
      sent.set("owner", record.owner);
      if (record.guest) sent.set("without_account", "1");
      await put({ ...record, tried: Date.now() }, { quiet: true });
      const answer = await fetch(places.send, { method: "POST", body: sent, credentials: "same-origin", headers: { "X-CSRFToken": token, Accept: "application/json" } });
      if (![200, 409, 422].includes(answer.status)) return "later";
      const said = await answer.json();
      const latest = await get(submission);
      if (said.state === "sent") {
        // Emptied: of what was sent only the way to its answer stays, until somebody has noted it.
        await put({ submission, state: "sent", owner: record.owner, at: Date.now(), fields: {}, photos: [], answer: { code: said.code, number: said.number, url: said.url, late: (Boolean(record.changed) && !said.is_new) || Boolean(latest && latest.at !== record.at) } });
        return "sent";
      }
      if (latest) await put({ ...latest, state: "asks", problem: said, fields: { ...latest.fields, ...said.fields } });
      return "asks";
    } catch { return "later"; }
  }

  async function sendAll(places) {
    const waiting = (await all()).filter((one) => one.state === "ready");
    const run = async () => { const results = []; for (const one of waiting) results.push(await send(places, one.submission)); return results; };
    return navigator.locks ? navigator.locks.request(NAME, run) : run();
  }

  return { NAME, DAY, told, get, all, put, drop, clear, note, noted, purge, body, permit, sendAll };
})();
