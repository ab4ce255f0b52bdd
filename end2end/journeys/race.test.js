// Two want the same, a form is sent twice, a hold runs out.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { book, chooseWhere, newcomer, publicProfile, slugOf } from "../harness/steps.js";

journey("of two who want one time, one gets it and the other keeps what she typed", async (stage) => {
  const { t } = stage;
  const slug = slugOf(await publicProfile(await stage.demo("engineer")));
  const [first, second] = [await stage.stranger(), await stage.stranger()];
  for (const person of [first, second]) {
    await person.go(`/book?engineer=${slug}`);
    await chooseWhere(person);
    await person.tap(person.page.locator("input[name=at]").first());
  }
  await first.press(t("book.hold-button"));
  await first.read("book.held");
  await second.press(t("book.hold-button"));
  await second.read("book.taken-title");
  await second.see(t("book.nearest"));
  await second.tap(second.page.locator("fieldset", { hasText: t("book.nearest") }).locator("input[name=at]").first());
  await second.press(t("book.hold-button"));
  await second.read("book.held");
});

journey("a request sent twice is one case", async (stage) => {
  const slug = slugOf(await publicProfile(await stage.demo("engineer")));
  const customer = await stage.stranger();
  await book(customer, slug, { who: newcomer(), words: "Twice.", twice: true });
  await customer.go("/me");
  assert.equal(await customer.page.locator("#cases .person-name").count(), 1);
}, { size: ["phone"] });

journey("after the hold has run out the time is taken again, if it is free", async (stage) => {
  const { t } = stage;
  const slug = slugOf(await publicProfile(await stage.demo("engineer")));
  const customer = await stage.stranger();
  await customer.go(`/book?engineer=${slug}`);
  await chooseWhere(customer);
  await customer.tap(customer.page.locator("input[name=at]").last());
  await customer.press(t("book.hold-button"));
  stage.passUntil(stage.clock.now(), -11);
  await customer.tap(customer.page.locator("input[name=product]").first());
  await customer.fill(t("book.description"), "Still here.");
  await customer.press(t("book.continue"));
  const who = newcomer();
  await customer.fill(t("login.name"), who.name);
  await customer.fill(t("login.email"), who.email);
  await customer.fill(t("login.password"), who.password);
  await customer.press(t("book.request"));
  await customer.read("case.waiting");
}, { size: ["phone"] });
