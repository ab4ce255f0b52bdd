// What moves by itself: suggestions while typing, and a case that follows what happens.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { book, newcomer, publicProfile, slugOf } from "../harness/steps.js";

journey("places are suggested while somebody types, and taken by keyboard", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  const { page } = visitor;
  await visitor.go("/");
  const field = page.getByRole("combobox", { name: t("place.label") });
  for (const typed of ["Guangzh", "广州"]) {
    await field.fill("");
    await field.pressSequentially(typed, { delay: 20 });
    const options = page.getByRole("option");
    await options.filter({ hasText: "Guangzhou" }).first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await field.press("ArrowDown");
    assert.equal(await options.first().getAttribute("aria-selected"), "true");
    await visitor.checkAccess("with suggestions");
    await field.press("Enter");
    assert.equal(await field.inputValue(), stage.lang === "zh-CN" ? "广州" : "Guangzhou");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
  }
  await visitor.press(t("home.submit"));
  assert.match(visitor.search, /lat=23\.\d+/, "the chosen place, not the text alone");
}, { js: [true], size: ["phone"] });

journey("a case follows what happens without being loaded again", async (stage) => {
  const { t } = stage;
  const desk = await stage.demo("desk");
  await desk.go("/desk");
  const board = desk.path;
  const slug = slugOf(await publicProfile(await stage.demo("engineer")));
  const customer = await stage.stranger();
  const who = newcomer();
  await book(customer, slug, { point: board.split("/").pop(), who, words: `It beeps, says ${who.name}.` });
  await customer.page.evaluate(() => (globalThis.stayed = true));

  await desk.go(board);
  const request = desk.page.locator("article.request").filter({ hasText: who.name });
  await desk.onward(() => request.locator(".actions > form .button:not(.button-quiet)").first().click());
  await customer.read("case.confirmed-visit");
  await customer.look();
  assert.equal(await customer.page.evaluate(() => globalThis.stayed), true, "the page was never left");

  // Signed out elsewhere in the same browser, the page hears no more.
  await customer.page.request.post(`${stage.url}/logout`, { headers: { "sec-fetch-site": "same-origin" } });
  await customer.go("/me");
  assert.equal(customer.path, "/login");
}, { js: [true], size: ["phone"] });
