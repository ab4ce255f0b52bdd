// A map that can be moved, where the owner has a tile server.
import assert from "node:assert/strict";
import { after } from "node:test";
import { journey, serveWith } from "../harness/journey.js";
import { Tiles } from "../harness/tiles.js";

const tiles = new Tiles();
serveWith(async () => {
  await tiles.start();
  return tiles.settings;
});
after(() => tiles.stop());

const MOVING = { js: [true] };

/** Opens a page with a map, and notes whom its browser asks for what. */
async function arrive(stage, path) {
  const visitor = await stage.stranger();
  visitor.asked = [];
  visitor.page.on("request", (request) => visitor.asked.push(request.url()));
  tiles.asked = [];
  await visitor.go(path);
  return visitor;
}

async function firstPoint(stage) {
  const visitor = await arrive(stage, "/points");
  await visitor.onward(() => visitor.page.locator(".point-card .card-link").first().click());
  return visitor;
}

/** Presses the button, and gives back the map once its pictures are there. */
async function move(visitor) {
  const { page, t } = visitor;
  await visitor.page.getByRole("button", { name: t("map.move"), exact: true }).click();
  const map = page.locator(".moving-map");
  await map.locator("img.leaflet-tile-loaded").first().waitFor();
  return map;
}

const links = (place) => place.locator("a.map-link").evaluateAll((all) => all.map((link) => link.getAttribute("href")).sort());

journey("nobody but us is asked for a map before somebody wants to move it", async (stage) => {
  const { t } = stage;
  const visitor = await firstPoint(stage);
  const { page } = visitor;
  const picture = page.locator("svg.map");
  assert.ok(await picture.isVisible());
  const button = page.getByRole("button", { name: t("map.move"), exact: true });
  if (!stage.js) {
    assert.equal(await button.count(), 0, "no promise that cannot be kept");
    return;
  }
  await visitor.see(t("map.move-note", { host: tiles.host }));
  assert.deepEqual(visitor.asked.filter((url) => !url.startsWith(stage.url) || url.includes("leaflet")), []);
  assert.deepEqual(tiles.asked, []);

  const marked = await links(picture);
  const map = await move(visitor);
  assert.ok(await picture.isHidden());
  assert.deepEqual(await links(map), marked);
  await visitor.see("© nobody & sons");
  assert.ok(visitor.asked.some((url) => url.includes("leaflet")));
  for (const { referer, cookie } of tiles.asked) {
    assert.deepEqual([referer, cookie], [`${stage.url}/`, undefined], "the tile server learns which site, not which page");
  }
  await visitor.checkAccess("moving");

  await page.getByRole("button", { name: t("map.close"), exact: true }).click();
  assert.ok(await picture.isVisible());
  assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus is where it was");
  await move(visitor);
  await visitor.look();
});

journey("a map is moved by keyboard and by hand", async (stage) => {
  const visitor = await firstPoint(stage);
  const { page } = visitor;
  const map = await move(visitor);
  assert.ok(await map.evaluate((element) => element === document.activeElement), "keys go to the map");
  const middle = () => map.locator(".moving-map-mark").last().boundingBox();
  const zoom = () => Math.max(...tiles.asked.map(({ path }) => Number(path.split("/")[1])));

  const start = await middle();
  await page.keyboard.press("ArrowRight");
  assert.ok((await middle()).x < start.x, "the map moves under the window");
  await page.keyboard.press("ArrowDown");
  assert.ok((await middle()).y < start.y);

  const close = zoom();
  await page.keyboard.press("+");
  await map.locator(`img.leaflet-tile-loaded[src*="/${close + 1}/"]`).first().waitFor();
  await page.keyboard.press("-");
  await map.locator(`img.leaflet-tile-loaded[src*="/${close}/"]`).first().waitFor();

  const before = await middle();
  const box = await map.boundingBox();
  const [x, y] = [box.x + box.width * 0.75, box.y + box.height * 0.75];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 60, y - 20, { steps: 4 });
  await page.mouse.up();
  assert.ok((await middle()).x <= before.x - 50, "the map follows the pointer");
  await visitor.look();
}, MOVING);

journey("what is marked leads on", async (stage) => {
  const people = await arrive(stage, "/engineers?place=Wuhan&mode=visit&map=1");
  const { page } = people;
  const numbers = await page.locator("svg.map .map-number").allTextContents();
  const map = await move(people);
  assert.deepEqual([...new Set(await map.locator(".map-number").allTextContents())], numbers);
  await people.checkAccess("moving");
  await people.onward(() => map.locator("a.map-link").last().focus().then(() => page.keyboard.press("Enter")));
  assert.match(people.path, /^\/points\/./);

  const person = await arrive(stage, "/engineers");
  await person.onward(() => person.page.locator(".engineer-card .card-link").first().click());
  const where = await move(person);
  const areas = await person.page.locator("svg.map .map-area").count();
  assert.equal(await where.locator(".map-area").count(), areas);
  await person.look();
}, MOVING);
