// A call at home, from the wish to the reply to its review.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { linkTo } from "../harness/mail.js";
import { book, confirmAddress, newcomer, publicProfile, slugOf } from "../harness/steps.js";

journey("a home call is asked for, accepted, served and reviewed", async (stage) => {
  const { t } = stage;
  const engineer = await stage.demo("engineer");
  const profile = await publicProfile(engineer);

  const customer = await stage.stranger();
  const who = newcomer();
  const words = `The screen stays dark, says ${who.name}.`;
  const { path, start, day } = await book(customer, slugOf(profile), { home: true, who, words });

  const stale = await linkTo(stage.server, who.email, "confirm");

  // The request appears by itself. The address does not, before she accepts.
  if (!stage.js) await engineer.go("/work");
  const request = engineer.page.locator("article.request").filter({ hasText: who.name });
  await request.waitFor();
  await engineer.see(words, request);
  assert.doesNotMatch(await request.innerText(), /Willow Lane/);
  await engineer.press(t("work.accept"), request);
  await engineer.read("leg.done-confirm");
  await customer.soonRead("case.confirmed-home");
  await customer.go(path);
  await customer.see(/Willow Lane/);
  const elsewhere = customer.page.locator('main a:not([href^="/"], [href^="#"], [href^="tel:"])');
  assert.equal(await elsewhere.count(), 0, "nobody else learns where she lives");

  stage.passUntil(start, 30);
  await engineer.go(`/work?day=${day}`);
  const job = engineer.page.locator(".appointment").filter({ hasText: who.name });
  await engineer.see(/Willow Lane/, job);
  const way = job.getByRole("link", { name: t("work.map-app") });
  assert.match(await way.getAttribute("href"), /^geo:[\d.,-]+\?q=\S*Willow%20Lane/, "her own phone shows the way");
  await engineer.press(t("work.start"), job);
  await customer.soonRead("case.in-service");

  await engineer.page.getByLabel(t("work.did"), { exact: true }).fill("New cable, cleaned the fan.");
  await engineer.press(t("work.finish"), job);
  await engineer.read("leg.done-finish");

  await customer.go(path);
  await customer.see("New cable, cleaned the fan.");
  await customer.see(t("review.unconfirmed", { email: who.email }));
  await customer.press(t("me.unconfirmed-again"));
  await confirmAddress(customer, who, stale);
  await customer.go(path);
  const other = await stage.stranger();
  await other.page.context().addCookies(await customer.page.context().cookies());
  await other.go(path);
  await review(customer, "Came on time and explained it all.");
  await customer.read("review.done");
  // Sent once more, from a page of before.
  await review(other, "Came on time, that was all.");
  await other.read("review.stands");

  await engineer.go(path);
  await engineer.see("Came on time and explained it all.");
  await engineer.fill(t("review.reply"), "Thank you, call me any time.");
  await engineer.press(t("review.reply-send"));
  await engineer.read("review.reply-done");
  assert.doesNotMatch(await engineer.page.locator("main").innerText(), /Willow Lane/, "the address is hidden again");
});

async function review(customer, words) {
  const { page, t } = customer;
  const stars = page.getByRole("radio", { name: t("review.stars", { count: 5 }), exact: true });
  await customer.tap(stars.first());
  await customer.fill(t("review.words"), words);
  await customer.press(t("review.send"));
}
