// Before signing out: needs that wait on this device are deleted, and their writer is asked when one has not been sent.
const NAME = "shiliu-offline";

function unsent() {
  return new Promise((done) => {
    const asked = indexedDB.open(NAME);
    asked.onupgradeneeded = () => asked.transaction.abort(); // there is no store: nothing waits
    asked.onerror = () => done(0);
    asked.onsuccess = () => {
      const base = asked.result;
      const read = base.transaction("needs").objectStore("needs").getAll();
      read.onerror = () => { base.close(); done(0); };
      read.onsuccess = () => { base.close(); done(read.result.filter((one) => ["writing", "ready", "asks"].includes(one.state)).length); };
    };
  });
}

function confirmed() {
  const dialog = document.getElementById("unsent-dialog")?.content.firstElementChild.cloneNode(true);
  if (!dialog) return true;
  document.body.append(dialog);
  return new Promise((done) => {
    dialog.addEventListener("close", () => { dialog.remove(); done(dialog.returnValue === "leave"); });
    dialog.showModal();
  });
}

const remove = () => new Promise((done) => { const asked = indexedDB.deleteDatabase(NAME); asked.onsuccess = asked.onerror = asked.onblocked = done; });

// Whether to go on.
export async function forget() {
  if ((await unsent()) && !(await confirmed())) return false;
  await remove();
  return true;
}
