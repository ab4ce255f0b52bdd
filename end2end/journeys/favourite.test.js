// My experts: kept with a tap, found again, booked again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { newcomer, publicProfile } from "../harness/steps.js";

async function signUp(stage, person) {
  const { t } = stage;
  const who = newcomer();
  await person.go("/register");
  await person.fill(t("login.name"), who.name);
  await person.fill(t("login.email"), who.email);
  await person.fill(t("login.new-password"), who.password);
  await person.press(t("login.register"));
  return who;
}

journey("a heart keeps an expert, who is one tap from being booked", async (stage) => {
  const { t } = stage;
  const profile = await publicProfile(await stage.demo("engineer"));
  const customer = await stage.stranger();
  await signUp(stage, customer);
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

journey("a stranger's heart waits for her to sign in", async (stage) => {
  const profile = await publicProfile(await stage.demo("engineer"));
  const stranger = await stage.stranger();
  await stranger.go(profile);
  const heart = stranger.page.locator("form[data-heart] button").first();
  await stranger.onward(() => heart.click());
  await stranger.see(stage.t("problem.sign-in-needed-title"));
}, { size: ["phone"] });
