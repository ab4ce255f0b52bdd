// Lets the map of a page be moved, with Leaflet and the pictures of the tile server that
// the owner chose. Neither is asked for before somebody presses the button. Pages with
// such a map load it as a module; `tools/build-browser` puts it beside what it fetches.

const CLOSEST = 19;
/** Nobody looks for one house in a whole town, nor for a town in one street. */
const CLOSEST_AT_FIRST = 15;
const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;

for (const place of document.querySelectorAll("[data-tiles]")) offer(place);

function offer(place) {
  const picture = place.parentElement.querySelector("svg.map");
  const [offered, moving] = ["offer", "moving"].map((name) => place.querySelector(`[data-${name}]`));
  const [open, close] = [offered, moving].map((part) => part.querySelector("button"));
  const failure = offered.querySelector("[role=alert]");
  const show = (isMoving) => {
    picture.toggleAttribute("hidden", isMoving);
    offered.hidden = isMoving;
    moving.hidden = !isMoving;
  };
  let map, asked;
  open.addEventListener("click", async () => {
    if (asked) return;
    asked = true;
    failure.hidden = true;
    try {
      const leaflet = await load();
      show(true);
      map = create(leaflet, moving.querySelector(".moving-map"));
      fill(leaflet, map, place);
      map.getContainer().focus();
    } catch {
      map?.remove();
      map = undefined;
      show(false);
      failure.hidden = false;
    }
    asked = false;
  });
  close.addEventListener("click", () => {
    map.remove();
    map = undefined;
    show(false);
    open.focus();
  });
  // Where the picture was, with all that belongs to it still below.
  picture.after(moving);
  place.hidden = false;
}

// Leaflet's file is no module: it leaves its name behind.
async function load() {
  await Promise.all([import("./leaflet.js"), style()]);
  return globalThis.L;
}

function style() {
  const href = new URL("moving_map.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((done, failed) => {
    link.onload = done;
    link.onerror = () => {
      // Asked for anew the next time.
      link.remove();
      failed();
    };
  });
}

function create(L, frame) {
  const map = L.map(frame, {
    attributionControl: false,
    zoomControl: false,
    zoomAnimation: !STILL,
    fadeAnimation: !STILL,
    markerZoomAnimation: !STILL,
    inertia: !STILL,
  });
  if (STILL) map.panBy = (by) => L.Map.prototype.panBy.call(map, by, { animate: false });
  return map;
}

function fill(L, map, { dataset, lastElementChild: template }) {
  L.control.zoom({ zoomInTitle: dataset.zoomIn, zoomOutTitle: dataset.zoomOut }).addTo(map);
  const marks = [...template.content.cloneNode(true).children];
  const bounds = L.latLngBounds([]);
  for (const mark of marks) bounds.extend(at(L, mark).toBounds(2000 * (mark.dataset.km ?? 0)));
  map.fitBounds(bounds.pad(0.15), { maxZoom: CLOSEST_AT_FIRST });
  tiles(L, dataset.tiles).addTo(map);
  marks.forEach((mark, index) => put(L, map, mark, index));
}

/** Leaflet's own layer clears pictures with a `data:` address, which our pages refuse. */
function tiles(L, template) {
  const layer = L.gridLayer({ maxZoom: CLOSEST });
  layer.createTile = ({ z, x, y }, done) => {
    // Tile servers ask who shows their pictures: our site, but not which of its pages.
    const tile = Object.assign(new Image(), { alt: "", referrerPolicy: "strict-origin" });
    tile.onload = () => done(null, tile);
    tile.onerror = (why) => done(why, tile);
    tile.src = L.Util.template(template, { z, x, y });
    return tile;
  };
  return layer;
}

function at(L, { dataset }) {
  return L.latLng(Number(dataset.lat), Number(dataset.lon));
}

/** Later marks lie in front of earlier ones, as in the picture. */
function put(L, map, mark, index) {
  const position = at(L, mark);
  if (mark.dataset.km) {
    const circle = { radius: 1000 * mark.dataset.km, className: "map-area", interactive: false };
    L.circle(position, circle).addTo(map);
    return;
  }
  const icon = L.divIcon({ html: mark, className: "moving-map-mark", iconSize: [0, 0] });
  L.marker(position, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 * index }).addTo(map);
  mark.addEventListener("focus", () => map.panInside(position, { padding: [40, 60] }));
}
