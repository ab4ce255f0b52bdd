// Photos of what is broken: chosen, looked at, taken away, and what is no photo.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "../harness/journey.js";
import { chooseWhen, chooseWhere, newcomer, publicProfile, slugOf } from "../harness/steps.js";

const PICTURE = readFileSync(new URL("../pictures/home.webp", import.meta.url));
const photo = (name) => ({ name, mimeType: "image/webp", buffer: PICTURE });
const TEXT = { name: "screen.jpg", mimeType: "image/jpeg", buffer: Buffer.from("This is no picture.") };

journey("photos go with a request, and what is no photo is told apart", async (stage) => {
  const { t } = stage;
  const slug = slugOf(await publicProfile(await stage.demo("engineer")));
  const customer = await stage.stranger();
  const { page } = customer;
  await customer.go(`/book?engineer=${slug}`);
  await chooseWhere(customer);
  await chooseWhen(customer);

  const words = "It fell down the stairs.";
  await customer.tap(page.locator("input[name=product]").first());
  await customer.fill(t("book.description"), words);
  const send = (files) => upload(customer, files);
  await send([photo("front.webp"), TEXT, photo("back.webp")]);
  await customer.see(t("book.not-a-photo", { number: 2 }));
  const kept = page.getByRole("list", { name: t("book.your-photos") }).getByRole("listitem");
  assert.equal(await kept.count(), 2);
  assert.equal(await page.getByLabel(t("book.description")).inputValue(), words, "what was typed is still there");

  // They are ours now: JPEG, whatever they were.
  const source = await kept.last().getByRole("img").getAttribute("src");
  const answer = await page.request.get(stage.url + source);
  assert.deepEqual([answer.status(), answer.headers()["content-type"]], [200, "image/jpeg"]);

  await customer.press(t("book.remove-photo", { number: 1 }));
  assert.equal(await kept.count(), 1);
  // Five are the most there is room for.
  await send(Array.from({ length: 5 }, (_, index) => photo(`${index}.webp`)));
  await customer.read("book.too-many-photos");
  assert.equal(await kept.count(), 5);

  await customer.press(t("book.continue"));
  await customer.see(t("book.photo-count", { count: 5 }));
  const who = newcomer();
  await customer.fill(t("login.name"), who.name);
  await customer.fill(t("login.email"), who.email);
  await customer.fill(t("login.password"), who.password);
  await customer.press(t("book.request"));
  assert.match(customer.path, /^\/cases\//);
  assert.equal(await page.locator(".photos img").count(), 5);

  // A stranger does not see them.
  const stranger = await stage.stranger();
  const refused = await stranger.page.request.get(stage.url + source);
  assert.equal(refused.status(), 404);

  // Nothing came of it: asked for again, they need not be taken again.
  await page.getByText(t("case.cancel"), { exact: true }).click();
  await customer.press(t("case.cancel-do"));
  await customer.read("case.done-cancelled");
  await customer.onward(() => page.locator("a[href^='/book?'][href*='again=']").click());
  await chooseWhere(customer);
  await chooseWhen(customer);
  await customer.see(t("book.photo-count", { count: 5 }));
}, { size: ["phone"] });

async function upload(customer, files) {
  await customer.page.locator("input[type=file]").setInputFiles(files);
  await customer.press(customer.t("book.add-photos-button"));
}
