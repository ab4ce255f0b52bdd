// My experts: kept with a tap, found again, booked again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { newcomer, publicProfile, signUp } from "../harness/steps.js";

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
  await customer.onward(() => expert.getByRole("link", { name: t("me.book-again") }).click());
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
  await stranger.choose(t("login.account-new"));
  await stranger.fill(t("login.name"), who.name);
  await stranger.fill(t("login.email"), who.email);
  await stranger.fill(t("login.password"), who.password);
  await stranger.press(t("login.again-enter"));
  await stranger.press(t("engineer.keep"));
  assert.equal(stranger.path, profile);
  assert.equal(await heart.getAttribute("aria-pressed"), "true");
}, { size: ["phone"] });
