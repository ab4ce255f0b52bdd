// From "what is broken" to a person.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";

journey("a visitor says what is broken and where, and meets three people with reasons", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/");
  await visitor.see(t("home.title"));
  await visitor.fill(t("place.label"), stage.lang === "zh-CN" ? "武汉" : "Wuhan");
  await visitor.page.getByLabel(t("home.product")).selectOption({ label: t("word.product-laptop") });
  await visitor.choose(t("home.visit"));
  await visitor.press(t("home.submit"));

  await visitor.see(t("home.picks"));
  const picks = visitor.page.locator(".pick");
  assert.equal(await picks.count(), 3);
  for (const pick of await picks.all()) {
    assert.ok((await pick.locator(".pick-why li").count()) >= 2, "every recommendation says why");
    await pick.locator("time").first().waitFor();
  }
  assert.match(visitor.page.url(), /product=laptop/, "what was asked can be shared as a link");

  const name = await picks.first().locator(".pick-name").innerText();
  await visitor.follow(name, picks.first());
  await visitor.see(name);
  assert.match(visitor.path, /^\/engineers\//);
});

journey("one box understands a device, a problem and a town in any script", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/");
  const said = stage.lang === "zh-CN" ? "武汉 笔记本卡顿 xyzzy" : "labtop slow Wuhan xyzzy";
  await visitor.fill(t("search.label"), said);
  await visitor.press(t("search.submit"));

  await visitor.see(t("home.picks"));
  const { page } = visitor;
  assert.equal(await page.locator("#product").inputValue(), "laptop");
  assert.equal(await page.locator("#place").inputValue(), stage.lang === "zh-CN" ? "武汉" : "Wuhan");
  assert.ok(await page.locator("[name=need][value=slow]").first().isChecked());
  await visitor.read("search.unknown");
  await visitor.see("xyzzy");
  assert.equal(await page.locator("#q").inputValue(), said, "what was typed is still there");

  await visitor.fill(t("search.label"), "xyzzy");
  await visitor.press(t("search.submit"));
  await visitor.read("search.unknown-all");
});

journey("a person is found by her name, in a link that can be shared", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/engineers");
  const cards = visitor.page.locator(".engineer-card");
  const name = await cards.first().locator(".engineer-card-name").innerText();
  await visitor.fill(t("search.label"), name);
  await visitor.press(t("search.submit"));
  await visitor.page.locator(".chip-remove", { hasText: name }).waitFor();
  await visitor.see(name, cards.first());
  assert.match(await visitor.page.locator(".sort a").last().getAttribute("href"), /name=/);
});

journey("the list narrows by filters and can be ordered", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/engineers");
  const cards = visitor.page.locator(".engineer-card");
  assert.ok((await cards.count()) > 4);
  await visitor.page.locator("details.filter summary").click();
  const home = visitor.page.locator("label.chip", { has: visitor.page.locator("[name=mode][value=home]") });
  const left = Number(await home.locator("b").innerText());
  await home.click();
  await visitor.press(t("engineers.show"));
  assert.equal(await cards.count(), Math.min(left, 24), "as many remain as was said before");
  await visitor.page.locator("details.filter summary").click();
  await visitor.page.getByLabel(t("engineers.language")).selectOption({ index: 2 });
  await visitor.press(t("engineers.show"));
  assert.match(visitor.search, /language=/);
  await visitor.follow(t("word.sort-rating"));
  assert.match(visitor.search, /sort=rating/);
  assert.match(visitor.search, /language=/, "the filter stays");
});

journey("the pages of the list show everybody once, on and back again", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/engineers?sort=next-free");
  const names = () => visitor.page.locator(".engineer-card-name a").evaluateAll((all) => all.map((a) => a.pathname));
  const pages = [await names()];
  while ((await visitor.page.locator(".pagination [rel=next]").count()) > 0) {
    await visitor.onward(() => visitor.page.locator(".pagination [rel=next]").click());
    pages.push(await names());
  }
  assert.ok(pages.length > 1);
  assert.equal(new Set(pages.flat()).size, pages.flat().length, "nobody stands there twice");
  assert.equal(pages.flat().length, 60, "everybody of the demo");
  await visitor.follow(t("common.previous"));
  assert.deepEqual(await names(), pages.at(-2));
});

journey("why these three is said in plain words", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/?place=Wuhan&product=laptop");
  await visitor.follow(t("how.why"));
  await visitor.see(t("how.title"));
  await visitor.see(t("how.part-near"));
  await visitor.read("how.few-example");
});

journey("when nobody fits, the tightest condition is named and who fits without it stands below", async (stage) => {
  const visitor = await stage.stranger();
  await visitor.go("/engineers?place=Wuhan&need=battery&language=fa");
  await visitor.read("engineers.nobody-title");
  await visitor.read("engineers.closest");
  const cards = visitor.page.locator(".engineer-card");
  const shown = await cards.count();
  assert.ok(shown > 0);
  await visitor.onward(() => visitor.page.locator(".empty .chip").first().click());
  assert.ok((await cards.count()) >= shown, "the first one leads to at least as many");
  assert.equal(await visitor.page.locator(".empty").count(), 0);
});

journey("with a place that nobody knows the form says so and keeps what was typed", async (stage) => {
  const visitor = await stage.stranger();
  await visitor.go("/?place=Nowhereville&product=laptop");
  await visitor.read("place.unknown");
  assert.equal(await visitor.page.locator("#place").inputValue(), "Nowhereville");
});

journey("a map shows where they work, also by keyboard", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go(`/engineers?place=${stage.lang === "zh-CN" ? "武汉" : "Wuhan"}`);
  const { page } = visitor;
  const fold = page.locator(".map-fold");
  assert.equal(await fold.count(), 0, "faces come first");
  await visitor.follow(t("map.show"));
  await page.getByRole("group", { name: t("map.of-people") }).waitFor();
  if (stage.js) await visitor.checkAccess("map");
  const marker = fold.locator("a.map-link[href^='/points/']").first();
  const number = (await marker.getAttribute("aria-label")).split(":")[0];
  const named = await fold.locator(`#map-${number} .map-point`).first().innerText();
  await visitor.tabTo(marker);
  await visitor.onward(() => page.keyboard.press("Enter"));
  await visitor.see(named);
  assert.match(visitor.path, /^\/points\//);
});
