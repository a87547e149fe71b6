// Served at /sw.js after PLACES and offline-store.js. Keeps style, script and one empty form for every language; never a page
// with somebody's words, never an answer of the site. Pages and files always come from the network while there is one.
const kept = self.shiliuOffline;
const CACHE = `shiliu-${PLACES.version}`;
const LANGUAGE = "/offline-language";
const PAUSE = 60 * 1000;
let lastTry = 0, lastShell = 0;

async function fresh(address, cache = "reload") {
  // Without cookies: what is kept is what a stranger gets.
  const answer = await fetch(new Request(address, { credentials: "omit", cache }));
  if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function shell() {
  const cache = await caches.open(CACHE);
  const language = await (await cache.match(LANGUAGE))?.text();
  return (await cache.match(PLACES.shells[language] ?? PLACES.shells[PLACES.language])) ?? Response.error();
}

async function renewShell(language) {
  if (!PLACES.shells[language]) return;
  const cache = await caches.open(CACHE);
  await cache.put(LANGUAGE, new Response(language));
  if (Date.now() - lastShell < 10 * PAUSE) return;
  lastShell = Date.now();
  await cache.put(PLACES.shells[language], await fresh(PLACES.shells[language], "no-cache"));
}

// Where there is no Background Sync, any page that arrives shows that the signal is back.
async function sendNow() {
  if (Date.now() - lastTry < PAUSE) return;
  lastTry = Date.now();
  await kept.purge(PLACES.days);
  await kept.sendAll(PLACES);
}

async function page(event) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    event.waitUntil(sendNow().catch(() => {}));
    return answer;
  } catch { return shell(); }
}

async function file(request, path) {
  try { return await fetch(request); } catch (error) {
    const known = await (await caches.open(CACHE)).match(path);
    if (known) return known;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await Promise.all([...PLACES.files, ...Object.values(PLACES.shells)].map(async (address) => cache.put(address, await fresh(address))));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("shiliu-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST" && pathname === PLACES.leave) event.waitUntil(kept.clear().catch(() => {}));
    if (request.method === "GET" || (request.method === "POST" && pathname === PLACES.form)) event.respondWith(page(event));
  } else if (request.method === "GET" && PLACES.files.includes(pathname)) event.respondWith(file(request, pathname));
});

self.addEventListener("message", (event) => { if (event.data?.language) event.waitUntil(renewShell(event.data.language).catch(() => {})); });

// A sync that fails is tried again by the browser, later and later.
self.addEventListener("sync", (event) => { if (event.tag === kept.NAME) event.waitUntil(kept.sendAll(PLACES).then((results) => { if (results.includes("later")) throw new Error("later"); })); });
