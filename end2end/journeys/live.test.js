// What moves by itself: suggestions while typing, and a case that follows what happens.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { book, newcomer, publicProfile, slugOf } from "../harness/steps.js";

journey("the one box suggests words, and people who are called so", async (stage) => {
  const { t } = stage;
  const visitor = await stage.stranger();
  const { page } = visitor;
  await visitor.go("/engineers");
  const person = page.locator(".engineer-card-name").first();
  const name = await person.innerText();
  const box = page.getByLabel(t("search.label"));
  const options = page.locator("#q-list").getByRole("option");
  await box.pressSequentially(stage.lang === "zh-CN" ? "手机换" : "phone scre");
  await options.filter({ hasText: t("word.need-screen") }).first().waitFor();
  await box.press("ArrowDown");
  await visitor.checkAccess("with suggestions");
  await box.press("Enter");
  assert.ok((await box.inputValue()).endsWith(`${t("word.need-screen")} `), "it goes on after the word");
  await box.fill("");
  await box.pressSequentially(name);
  await options.filter({ hasText: name }).first().click();
  await page.waitForURL(/\/engineers\/./);
  await visitor.see(name);
}, { js: [true] });

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
