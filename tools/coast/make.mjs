// Makes server/data/coast.bin, the land and the borders of the world, from Natural Earth
// 1:10m as the npm package world-atlas 2.0.2 holds it (public domain):
//
//     cd tools/coast && npm install && node make.mjs
//
// src/map/atlas.rs says how the file is read.
import { readFileSync, writeFileSync } from "node:fs";

const OUT = new URL("../../server/data/coast.bin", import.meta.url);
const PLACES = new URL("../../server/data/places.tsv", import.meta.url);
const atlas = JSON.parse(readFileSync(new URL("node_modules/world-atlas/countries-10m.json", import.meta.url)));

// The finest first. `tolerance` is how far a line may leave the true one, in degrees,
// near towns and elsewhere: nobody looks closely where nobody lives. `perDegree` are the
// steps that positions are rounded to.
const LEVELS = [
  { cell: 2, perDegree: 400, tolerance: [0.006, 0.04] },
  { cell: 10, perDegree: 40, tolerance: [0.05, 0.1] },
  { cell: 60, perDegree: 10, tolerance: [0.3, 0.3] },
];
// How far "near" reaches, in degrees, and how many people make a town.
const NEAR = 0.3;
const TOWN = 50_000;

const towns = nearTowns();

// The squares of NEAR degrees with a town in them or beside them.
function nearTowns() {
  const squares = new Set();
  for (const row of readFileSync(PLACES, "utf8").trim().split("\n").slice(1)) {
    const columns = row.split("\t");
    const [lat, lon, people] = [6, 7, 8].map((column) => Number(columns[column]));
    if (people < TOWN) continue;
    for (const north of [-1, 0, 1]) for (const east of [-1, 0, 1]) squares.add(square([lon + east * NEAR, lat + north * NEAR]));
  }
  return squares;
}

function square([x, y]) {
  return Math.floor(y / NEAR) * 4096 + Math.floor((((x + 540) % 360) - 180) / NEAR);
}

const arcs = atlas.arcs.map(decode);

// TopoJSON counts every point from the one before, in steps of the transform.
function decode(arc) {
  const { scale, translate } = atlas.transform;
  let [x, y] = [0, 0];
  const points = arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  return unwrap(points);
}

// No step is longer than half the way round: lines go on beyond the date line.
function unwrap(points) {
  let turn = 0;
  return points.map(([x, y], index) => {
    if (index > 0) turn -= Math.round((x - points[index - 1][0]) / 360) * 360;
    return [x + turn, y];
  });
}

// Douglas and Peucker 1973: keeps the point farthest from the chord while it is too far.
function simplify(points, [near, elsewhere]) {
  const tolerances = points.map((point) => (towns.has(square(point)) ? near : elsewhere));
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open = [[0, points.length - 1]];
  while (open.length > 0) {
    const [from, to] = open.pop();
    let [farthest, most] = [-1, 1];
    for (let index = from + 1; index < to; index++) {
      const away = distance(points[index], points[from], points[to]) / tolerances[index];
      if (away > most) [farthest, most] = [index, away];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => keep[index]);
}

// From a point to a stretch, in degrees of latitude.
function distance([px, py], [ax, ay], [bx, by]) {
  const east = Math.cos((py * Math.PI) / 180);
  const [dx, dy] = [(bx - ax) * east, by - ay];
  const [x, y] = [(px - ax) * east, py - ay];
  const along = dx || dy ? Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - along * dx, y - along * dy);
}

// The arcs of a ring, end to end: land lies on the left of it, while TopoJSON has it on the
// right, so that holes cancel the whole cells around them. The ring around a pole does not close: it is led over the pole.
function ring(indices, lines) {
  const points = [];
  for (const index of indices) {
    const line = index < 0 ? lines[~index].toReversed() : lines[index];
    const last = points.at(-1);
    const turn = last ? Math.round((last[0] - line[0][0]) / 360) * 360 : 0;
    for (const [x, y] of line.slice(last ? 1 : 0)) points.push([x + turn, y]);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (Math.abs(first[0] - last[0]) < 1) return points.slice(0, -1).reverse();
  const pole = Math.sign(first[1]) * 90;
  return [...points, [last[0], pole], [first[0], pole]].reverse();
}

function rings(geometry) {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(rings);
  return geometry.type === "Polygon" ? geometry.arcs : geometry.arcs.flat();
}

// Hong Kong and Macao are drawn as the parts of China that they are.
const PART_OF = new Map([["344", "156"], ["446", "156"]]);

// Arcs that two countries share.
function borders() {
  const owners = new Map();
  for (const [number, geometry] of atlas.objects.countries.geometries.entries()) {
    // Some have no id of their own.
    const country = PART_OF.get(geometry.id) ?? geometry.id ?? `number ${number}`;
    for (const index of rings(geometry).flat()) {
      const arc = index < 0 ? ~index : index;
      owners.set(arc, (owners.get(arc) ?? new Set()).add(country));
    }
  }
  return [...owners].filter(([, countries]) => countries.size > 1).map(([arc]) => arc);
}

// The part of a ring (closed) or of a line between two values of one coordinate:
// Sutherland and Hodgman 1974, one side after the other.
function between(points, axis, least, most) {
  return half(half(points, axis, least, 1), axis, most, -1);
}

function half(points, axis, at, sign) {
  const inside = (point) => (point[axis] - at) * sign >= 0;
  const out = [];
  for (const [index, point] of points.entries()) {
    const before = points.at(index - 1);
    if (inside(point) !== inside(before)) out.push(crossing(before, point, axis, at));
    if (inside(point)) out.push(point);
  }
  return out;
}

function crossing(a, b, axis, at) {
  const share = (at - a[axis]) / (b[axis] - a[axis]);
  const other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis]);
  return axis === 0 ? [at, other] : [other, at];
}

function range(points, axis) {
  return points.reduce(([least, most], p) => [Math.min(least, p[axis]), Math.max(most, p[axis])], [Infinity, -Infinity]);
}

// Calls `put(cell, part)` with the parts of a shape in every cell that it touches, also
// where it goes on beyond the date line.
function intoCells(points, level, cut, put) {
  const columns = 360 / level.cell;
  const [west, east] = range(points, 0).map((x) => Math.floor((x + 180) / level.cell));
  for (let column = west; column <= east; column++) {
    const x = column * level.cell - 180;
    for (const strip of cut(points, 0, x, x + level.cell)) {
      const [south, north] = range(strip, 1).map((y) => Math.floor((y + 90) / level.cell));
      for (let row = south; row <= Math.min(north, 180 / level.cell - 1); row++) {
        const y = row * level.cell - 90;
        for (const part of cut(strip, 1, y, y + level.cell)) {
          const steps = part.map(([px, py]) => [(px - x) * level.perDegree, (py - y) * level.perDegree].map(Math.round));
          put(row * columns + ((column % columns) + columns) % columns, steps);
        }
      }
    }
  }
}

const cutRing = (points, axis, least, most) => [between(points, axis, least, most)].filter((part) => part.length > 2);

// A line may come and go: every stretch of it inside is a line.
function cutLine(points, axis, least, most) {
  const parts = [];
  let open = [];
  const close = () => {
    if (open.length > 1) parts.push(open);
    open = [];
  };
  for (let index = 1; index < points.length; index++) {
    const stretch = clipped(points[index - 1], points[index], axis, least, most);
    if (!stretch) {
      close();
      continue;
    }
    if (open.length === 0) open.push(stretch[0]);
    open.push(stretch[1]);
    if (stretch[1] !== points[index]) close();
  }
  close();
  return parts;
}

function clipped(a, b, axis, least, most) {
  const [low, high] = [Math.min(a[axis], b[axis]), Math.max(a[axis], b[axis])];
  if (high < least || low > most) return null;
  const end = (p, other) => (p[axis] < least ? crossing(p, other, axis, least) : p[axis] > most ? crossing(p, other, axis, most) : p);
  return [end(a, b), end(b, a)];
}

// Points where something bends, once each.
function corners(points, closed) {
  const once = points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
  while (closed && once.length > 1 && once[0].join() === once.at(-1).join()) once.pop();
  return once.filter((p, i) => {
    if (!closed && (i === 0 || i === once.length - 1)) return true;
    const [a, b] = [once.at(i - 1), once[(i + 1) % once.length]];
    return (p[0] - a[0]) * (b[1] - p[1]) !== (p[1] - a[1]) * (b[0] - p[0]) || (p[0] - a[0]) * (b[0] - p[0]) + (p[1] - a[1]) * (b[1] - p[1]) < 0;
  });
}

// Less than nothing of a hole.
function area(points) {
  return points.reduce((sum, [x, y], i) => sum + points.at(i - 1)[0] * y - x * points.at(i - 1)[1], 0) / 2;
}

// LEB128, and zigzag where a number may be negative.
function number(bytes, value) {
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  bytes.push(value);
}
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

function shapes(bytes, list) {
  number(bytes, list.length);
  for (const points of list) {
    number(bytes, points.length);
    let [x, y] = [0, 0];
    for (const [px, py] of points) {
      number(bytes, zigzag(px - x));
      number(bytes, zigzag(py - y));
      [x, y] = [px, py];
    }
  }
}

function encode(level) {
  const lines = arcs.map((arc) => simplify(arc, level.tolerance));
  const cells = Array.from({ length: (360 / level.cell) * (180 / level.cell) }, () => ({ whole: 0, land: [], borders: [] }));
  const side = level.cell * level.perDegree;
  for (const indices of rings(atlas.objects.land)) {
    intoCells(ring(indices, lines), level, cutRing, (cell, part) => {
      const whole = corners(part, true);
      const size = whole.length < 3 ? 0 : area(whole);
      if (Math.abs(size) === side * side) cells[cell].whole += Math.sign(size);
      else if (Math.abs(size) >= 4) cells[cell].land.push(whole);
    });
  }
  // Where the whole cell is land no corner need be told.
  for (const { land } of cells.filter(({ whole }) => whole > 0)) land.unshift([]);
  for (const arc of borders()) {
    intoCells(lines[arc], level, cutLine, (cell, part) => {
      const line = corners(part, false);
      if (line.length > 1) cells[cell].borders.push(line);
    });
  }
  const records = cells.map(({ land, borders }) => {
    const bytes = [];
    if (land.length + borders.length > 0) shapes(bytes, land), shapes(bytes, borders);
    return bytes;
  });
  const bytes = [];
  for (const value of [level.cell, level.perDegree]) number(bytes, value);
  for (const record of records) number(bytes, record.length);
  const head = bytes.length;
  const out = Buffer.concat([Buffer.from(bytes), ...records.map((record) => Buffer.from(record))]);
  const points = cells.reduce((sum, cell) => sum + [...cell.land, ...cell.borders].reduce((n, part) => n + part.length, 0), 0);
  console.log(`${level.cell}°: ${points} points, ${out.length} bytes, of which ${head} index; largest cell ${Math.max(...records.map((r) => r.length))}`);
  return out;
}

const head = [];
number(head, LEVELS.length);
const file = Buffer.concat([Buffer.from(head), ...LEVELS.map(encode)]);
writeFileSync(OUT, file);
console.log(`${file.length} bytes`);
