// A profile and a service point answer what one asks before one goes there.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { publicProfile } from "../harness/steps.js";

const READING = { js: [false] };

journey("a profile tells how promises are kept, what was said about one thing, and who else is near", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go(`${await publicProfile(await stage.demo("engineer"))}?need=screen`);
  const { page } = visitor;
  const name = await page.locator("h1").innerText();
  await visitor.see(t("promise.title"));
  assert.match(await page.locator(".promises li").first().innerText(), /^\d+%/);
  const months = await page.locator(".trend th[scope=col]").count();
  assert.ok(months >= 2);
  assert.equal(await page.locator(".trend circle").count(), months, "a dot for each month");

  const topic = page.locator("section[aria-labelledby=skills] .chip").first();
  await visitor.onward(() => topic.click());
  assert.equal(await topic.getAttribute("aria-current"), "true");
  const [words] = (await topic.innerText()).split(/\s+\d/);
  for (const review of await page.locator(".review-by").allInnerTexts()) assert.ok(review.includes(words), review);

  const other = page.locator(".neighbour .card-link").first();
  const others = await other.innerText();
  await visitor.onward(() => other.click());
  assert.equal(await page.locator("h1").innerText(), others);
  assert.notEqual(others, name);
}, READING);

journey("a service point marks today and names who works there", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  await visitor.go("/points");
  await visitor.onward(() => visitor.page.locator(".point-card .card-link").first().click());
  const { page } = visitor;
  assert.equal(await page.locator(".hours tr").count(), 7);
  assert.equal(await page.locator(".hours tr[aria-current=date]").count(), 1);
  await visitor.read("point.bays");
  await visitor.see(t("point.people"));
  assert.ok((await page.locator("#people .engineer-card").count()) > 0);
}, READING);
