// Maps with Leaflet: areas, cells and points from a GeoJSON address; no tiles unless the site names some. Words come from data-say-*.
const escapeFree = (tag, text, href) => { const element = document.createElement(tag); element.textContent = text; if (href) element.href = href; return element; };

function popup(feature, say) {
  const { title, label, text, url } = feature.properties;
  const box = document.createElement("div");
  if (title || label) box.append(escapeFree("strong", title || label));
  if (text) box.append(escapeFree("span", text));
  if (url) box.append(escapeFree("a", say.sayOpen, url));
  return box;
}

// A mark is known by its shape as well as by its colour: SVG paths around a place, as far from it as a circle's edge.
const SHAPES = {
  diamond: (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`,
  triangle: (x, y, r) => `M${x} ${y - r}L${x + r} ${y + 0.8 * r}L${x - r} ${y + 0.8 * r}Z`,
  half: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 0 1 ${2 * r} 0Z`,
};
const Mark = L.CircleMarker.extend({ _updatePath() { const shape = SHAPES[this.options.shape]; if (!shape || this._empty()) { this._renderer._updateCircle(this); return; } this._renderer._setPath(this, shape(this._point.x, this._point.y, this._radius)); } });

function draw(map, data, say, fit = true) {
  const layer = L.geoJSON(data, {
    style: ({ properties, geometry }) => (geometry.type === "Point" ? {} : { className: `map-${properties.kind === "cell" ? "cell" : "area"}${properties.chosen ? " map-chosen" : ""}` }),
    pointToLayer: ({ properties }, place) => new Mark(place, { radius: properties.shape === "circle" ? 6 : 9, shape: properties.shape, className: `map-point tone-${properties.tone || "accent"}${properties.shape ? ` mark-${properties.shape}` : ""}` }),
    onEachFeature(feature, shape) {
      const { title, label, kind } = feature.properties;
      if (label && kind !== "point" && feature.geometry.type !== "Point") shape.bindTooltip(escapeFree("bdi", label), { sticky: true });
      if (title || feature.properties.url) shape.bindPopup(() => popup(feature, say));
    },
  }).addTo(map);
  layer.eachLayer((shape) => {
    const element = shape.getElement?.();
    const { title, label } = shape.feature.properties;
    if (!element) return;
    // A path that tells its name on focus becomes a stop of the Tab key by itself; dozens of areas would bar the way.
    if (!shape.getPopup()) { element.setAttribute("tabindex", "-1"); return; }
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", title || label || say.sayOpen);
    element.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); shape.openPopup(); } });
  });
  if (fit && layer.getBounds().isValid()) map.fitBounds(layer.getBounds(), { padding: [16, 16], maxZoom: 18 });
  return layer;
}

const fetched = async (src, signal) => { const answer = await fetch(src, { signal, headers: { Accept: "application/geo+json, application/json" } }); if (!answer.ok) throw new Error(answer.status); return answer.json(); };

// A map that was given only the newest points asks for those in view once the view rests; what is drawn already stays.
function follow(map, say, drawn) {
  const known = new Set(drawn.map(({ properties }) => properties.url));
  const whole = [];
  let rest = 0;
  let asked = null;
  const ask = async () => {
    const view = map.getBounds();
    if (whole.some((box) => box.contains(view))) return;
    const box = view.pad(0.1);
    const src = new URL(say.src, location.href);
    src.searchParams.delete("ground");
    src.searchParams.set("bbox", [Math.max(box.getWest(), -180), Math.max(box.getSouth(), -90), Math.min(box.getEast(), 180), Math.min(box.getNorth(), 90)].map((degrees) => degrees.toFixed(5)).join(","));
    asked?.abort();
    asked = new AbortController();
    try {
      const data = await fetched(src, asked.signal);
      if (!data.more) whole.push(box);
      data.features = data.features.filter(({ properties }) => !known.has(properties.url));
      for (const { properties } of data.features) known.add(properties.url);
      draw(map, data, say, false);
    } catch { /* without an answer the map shows what it has */ }
  };
  map.on("moveend", () => { clearTimeout(rest); rest = setTimeout(ask, 300); });
}

async function show(element) {
  const say = element.dataset;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, { attributionControl: Boolean(say.tiles), zoomControl: false, zoomAnimation: !calm, fadeAnimation: !calm, minZoom: 3, maxZoom: 19, zoomSnap: 0.25 }).setView([35, 103], 4);
  L.control.zoom({ position: document.documentElement.dir === "rtl" ? "topleft" : "topright", zoomInTitle: say.sayZoomIn, zoomOutTitle: say.sayZoomOut }).addTo(map);
  if (say.tiles) L.tileLayer(say.tiles, { attribution: say.attribution || "" }).addTo(map);
  try {
    if (say.src) { const data = await fetched(say.src); draw(map, data, say); if (data.more) follow(map, say, data.features); }
  } catch { element.replaceWith(Object.assign(escapeFree("p", say.sayFailed), { className: "notice" })); return null; }
  return map;
}

const inputsOf = (frame) => [document.getElementById(frame.dataset.latitude), document.getElementById(frame.dataset.longitude)];

function pick(frame, map) {
  const element = map.getContainer();
  const [latitude, longitude] = inputsOf(frame);
  const said = frame.querySelector("[data-map-said]");
  const clear = frame.querySelector("[data-map-clear]");
  clear.hidden = false; // from the start: what appeared later would push the field that is being tapped from under the finger
  clear.disabled = true;
  const cross = Object.assign(document.createElement("div"), { className: "map-cross", ariaHidden: "true", textContent: "+" });
  element.append(cross);
  let pin = null;
  const put = (place, tell = true) => {
    if (pin) pin.setLatLng(place);
    else { pin = L.circleMarker(place, { radius: 11, className: "map-point map-chosen-point", interactive: false }).addTo(map); }
    clear.disabled = false;
    if (tell) { latitude.value = place.lat.toFixed(6); longitude.value = place.lng.toFixed(6); latitude.dispatchEvent(new Event("change", { bubbles: true })); said.textContent = element.dataset.sayChosen; }
  };
  const read = () => { const lat = Number.parseFloat(latitude.value); const lng = Number.parseFloat(longitude.value); if (Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) <= 90 && Math.abs(lng) <= 180) { put(L.latLng(lat, lng), false); return true; } return false; };
  map.on("click", (event) => put(event.latlng.wrap()));
  element.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === element) { event.preventDefault(); put(map.getCenter().wrap()); } });
  [latitude, longitude].forEach((input) => input.addEventListener("change", read));
  if (read()) map.setView(pin.getLatLng(), 17);
  const middle = frame.querySelector("[data-map-middle]");
  middle.hidden = false;
  middle.addEventListener("click", () => put(map.getCenter().wrap()));
  clear.addEventListener("click", () => { pin?.remove(); pin = null; latitude.value = longitude.value = ""; said.textContent = ""; element.focus(); clear.disabled = true; });
  const here = frame.querySelector("[data-map-here]");
  if (!navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { const place = L.latLng(coords.latitude, coords.longitude); map.setView(place, 17); put(place); },
    () => { said.textContent = element.dataset.sayNoPosition; },
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
  ));
}

for (const element of document.querySelectorAll("[data-map]")) {
  const map = await show(element);
  const frame = element.closest("[data-map-pick]");
  if (map && frame) pick(frame, map);
}
