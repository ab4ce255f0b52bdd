// My experts: kept with a tap, found again, booked again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { book, newcomer, publicProfile, signUp, slugOf } from "../harness/steps.js";

journey("a heart keeps an expert, who is one tap from being booked", async (stage) => {
  const { t } = stage;
  const profile = await publicProfile(await stage.demo("engineer"));
  const customer = await stage.stranger();
  await signUp(customer);
  await customer.go(profile);
  const name = await customer.page.locator("h1").innerText();
  const heart = customer.page.locator("form[data-heart] button").first();
  assert.equal(await heart.getAttribute("aria-pressed"), "false");
  if (stage.js) {
    await heart.click();
    await customer.page.locator("form[data-heart] button[aria-pressed=true]").first().waitFor();
  } else {
    await customer.onward(() => heart.click());
    assert.equal(await heart.getAttribute("aria-pressed"), "true");
  }

  await customer.go("/me");
  const expert = customer.page.locator("#experts li").filter({ hasText: name });
  await customer.onward(() => expert.getByRole("link", { name: t("common.book-short") }).click());
  assert.equal(customer.path, "/book");
});

journey("a stranger's heart waits until there is an account, and is kept", async (stage) => {
  const { t } = stage;
  const profile = await publicProfile(await stage.demo("engineer"));
  const stranger = await stage.stranger();
  await stranger.go(profile);
  const heart = stranger.page.locator("form[data-heart] button").first();
  await stranger.onward(() => heart.click());
  await stranger.see(t("login.again-heart"));
  const who = newcomer();
  const hint = stranger.page.locator("#password-hint");
  assert.ok(await hint.isVisible(), "a stranger is new, until she says otherwise");
  await stranger.choose(t("login.account-known"));
  assert.equal(await hint.isVisible(), false, "a known password is as long as it is");
  await stranger.choose(t("login.account-new"));
  await stranger.fill(t("login.name"), who.name);
  await stranger.fill(t("login.email"), who.email);
  await stranger.fill(t("login.password"), who.password);
  await stranger.press(t("login.again-enter"));
  await stranger.press(t("engineer.keep"));
  assert.equal(stranger.path, profile);
  assert.equal(await heart.getAttribute("aria-pressed"), "true");
}, { size: ["phone"] });

journey("somebody who comes back finds her appointment and her experts first", async (stage) => {
  const { t } = stage;
  const profile = await publicProfile(await stage.demo("engineer"));
  const customer = await stage.stranger();
  const { page } = customer;
  await customer.go("/");
  assert.equal(await page.locator("#next, #experts").count(), 0, "of a stranger nothing is known");
  const { path } = await book(customer, slugOf(profile), { home: true, who: newcomer(), words: "No sound." });
  await customer.go(profile);
  const name = await page.locator("h1").innerText();
  const heart = page.locator("form[data-heart] button").first();
  if (stage.js) {
    await heart.click();
    await page.locator("form[data-heart] button[aria-pressed=true]").first().waitFor();
  } else {
    await customer.onward(() => heart.click());
  }

  await customer.go("/");
  await customer.see(t("me.request"));
  const expert = page.locator("section[aria-labelledby=experts] li").filter({ hasText: name });
  assert.ok(await expert.getByRole("link", { name: t("common.book-short") }).isVisible());
  await customer.onward(() => page.locator("section[aria-labelledby=next] li a").first().click());
  assert.equal(customer.path, path);
});
