// A visit at a service point: three people on three sides of one appointment.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { book, checkRefusal, chooseWhen, chooseWhere, confirmAddress, isInView, newcomer, publicProfile, slugOf } from "../harness/steps.js";

/** The three who meet: the engineer, the desk of her point, and somebody new. */
async function meet(stage) {
  const engineer = await stage.demo("engineer");
  const slug = slugOf(await publicProfile(engineer));
  const desk = await stage.demo("desk");
  await desk.go("/desk");
  const board = desk.path;
  // She works at several points; the desk is one of them.
  const point = board.split("/").pop();
  return { engineer, desk, board, slug, point, customer: await stage.stranger(), who: newcomer() };
}

journey("a visit is booked, confirmed by the desk, served and reviewed", async (stage) => {
  const { t } = stage;
  const { engineer, desk, board, slug, point, customer, who } = await meet(stage);
  const words = `It became slow in spring, says ${who.name}.`;
  const { path, start, day } = await book(customer, slug, { point, who, words });

  await confirmAddress(customer, who);
  await customer.go(path);

  // The desk sees it without reloading.
  if (!stage.js) await desk.go(board);
  const request = desk.page.locator("article.request").filter({ hasText: who.name });
  await request.waitFor();
  await desk.see(words, request);
  await desk.onward(() => request.locator(".actions > form .button:not(.button-quiet)").first().click());
  await desk.read("leg.done-confirm");
  await customer.soonRead("case.confirmed-visit");

  const calendar = await customer.page.request.get(`${stage.url}${path}/appointment.ics`);
  assert.match(await calendar.text(), /BEGIN:VEVENT[^]*DTSTART/);

  stage.passUntil(start, 10);
  await desk.go(`${board}?day=${day}`);
  const slot = desk.page.locator(".slot").filter({ hasText: who.name });
  await desk.press(t("desk.check-in"), slot);
  await desk.read("leg.done-check-in");
  await customer.soonRead("case.arrived");

  await engineer.go(`/work?day=${day}`);
  const job = engineer.page.locator(".appointment").filter({ hasText: who.name });
  await engineer.press(t("work.start"), job);
  await customer.soonRead("case.in-service");
  await engineer.page.getByLabel(t("work.did"), { exact: true }).fill("Swapped the disk, kept all files.");
  await engineer.press(t("work.finish"), job);

  await customer.go(path);
  const stars = customer.page.getByRole("radio", { name: t("review.stars", { count: 4 }), exact: true });
  await customer.tap(stars.nth(0));
  await customer.tap(stars.nth(1));
  const praise = `Fast again, thanks from ${who.name}.`;
  await customer.fill(t("review.words"), praise);
  await customer.press(t("review.send"));
  await customer.read("review.done");

  // It stands on the public page at once.
  const visitor = await stage.stranger();
  await visitor.go(`/engineers/${slug}`);
  await visitor.see(praise);
});

journey("the desk offers another time, the customer takes it, moves it and cancels", async (stage) => {
  const { t } = stage;
  const { desk, board, slug, point, customer, who } = await meet(stage);
  const { path } = await book(customer, slug, { point, who, words: `Does not charge, says ${who.name}.` });

  await desk.go(board);
  const request = desk.page.locator("article.request").filter({ hasText: who.name });
  await request.getByText(t("desk.other"), { exact: true }).click();
  const times = request.locator("select[name=start]");
  await times.selectOption({ index: 3 });
  await desk.press(t("leg.propose-do"), request);
  await desk.read("leg.done-propose");

  await customer.soonRead("case.proposed");
  await customer.onward(() => customer.page.getByRole("button", { name: t.any("case.take") }).click());
  await customer.read("case.done-accepted");
  await customer.read("case.confirmed-visit");

  await customer.follow(t("case.other-time"));
  await customer.tap(customer.page.locator("input[name=at]").last());
  await customer.press(t("case.reschedule-do"));
  await customer.read("case.done-moved");

  await customer.page.getByText(t("case.cancel"), { exact: true }).click();
  await customer.press(t("case.cancel-do"));
  await customer.read("case.done-cancelled");
  assert.equal(customer.path, path);
  await desk.go(board);
  assert.equal(await desk.page.locator("article.request").filter({ hasText: who.name }).count(), 0);
});

journey("the desk declines with a reason that the customer reads", async (stage) => {
  const { t } = stage;
  const { desk, board, slug, point, customer, who } = await meet(stage);
  await book(customer, slug, { point, who, words: `No sound, says ${who.name}.` });
  await desk.go(board);
  const request = desk.page.locator("article.request").filter({ hasText: who.name });
  await request.getByText(t("leg.decline"), { exact: true }).click();
  await request.getByLabel(t("leg.reason"), { exact: true }).fill("We are moving house that day.");
  await desk.press(t("leg.decline-do"), request);
  await desk.read("leg.done-decline");
  await customer.soonRead("case.declined");
  await customer.see(/We are moving house that day\./);

  // The same somewhere else, and the same words once more.
  const path = customer.path;
  await customer.follow(t("case.someone-else"));
  assert.match(new URL(customer.page.url()).search, /product=.*mode=visit.*lat=/);
  await customer.go(path);
  await customer.onward(() => customer.page.locator("a[href^='/book?'][href*='again=']").click());
  await chooseWhere(customer, point);
  await chooseWhen(customer);
  await customer.see(`No sound, says ${who.name}.`);
});

journey("a walk-in takes two taps", async (stage) => {
  const { t } = stage;
  const { desk, board } = await meet(stage);
  // Sooner or later somebody is free, and on duty: she is chosen already.
  const chosen = desk.page.locator("#walk-in input[name=engineer]:checked");
  const start = desk.page.getByRole("button", { name: t("desk.start-walk-in"), exact: true });
  await desk.go(board);
  for (let wait = 0; wait < 48 && (await chosen.count()) === 0; wait++) {
    stage.passUntil(stage.clock.now(), -30);
    await desk.go(board);
  }
  const before = await desk.page.locator(".slot").count();
  const second = await stage.demo("desk");
  await second.go(board);
  const card = desk.page.locator("#walk-in");
  await desk.press(t("desk.start-walk-in"));
  await desk.read("desk.done-walk-in");
  assert.ok(await isInView(card), "the next walk-in begins where this one did");
  assert.equal(await desk.page.locator(".slot").count(), before + 1);

  // It was a slip.
  const slip = desk.page.locator(".slot details").filter({ hasText: t("desk.take-back-do") }).last();
  await slip.locator("summary").click();
  await desk.press(t("desk.take-back-do"), slip);
  await desk.read("leg.done-take-back");
  assert.equal(await desk.page.locator(".slot").count(), before);
  await desk.press(t("desk.start-walk-in"));
  await desk.read("desk.done-walk-in");

  // A colleague, on a page of before, has chosen the same person.
  if (stage.js) return;
  await second.press(t("desk.start-walk-in"));
  await second.see(t("desk.walk-in-taken"), second.page.locator("#walk-in"));
  const nobodyElse = (await start.count()) === 0;
  await checkRefusal(second, ...(nobodyElse ? [] : [t("desk.walk-in-taken")]));
}, { size: ["phone"] });

journey("a visit for which nobody is checked in closes by itself, and was served all the same", async (stage) => {
  const { t } = stage;
  const { desk, board, slug, point, customer, who } = await meet(stage);
  const { path, start } = await book(customer, slug, { point, who, words: `Too loud, says ${who.name}.` });
  await confirmAddress(customer, who);
  await desk.go(board);
  const request = desk.page.locator("article.request").filter({ hasText: who.name });
  await desk.onward(() => request.locator(".actions > form .button:not(.button-quiet)").first().click());
  await desk.read("leg.done-confirm");

  stage.passUntil(start, -24 * 60);
  await customer.go(path);
  // The clock looks three times a minute.
  const unseen = customer.page.getByText(t.any("case.unseen-text"));
  for (let wait = 0; wait < 40 && (await unseen.count()) === 0; wait++) {
    await customer.page.waitForTimeout(1000);
    await customer.go(path);
  }
  await customer.read("case.unseen-text");
  await customer.read("case.event-closed");

  // Whoever was served says so, and reviews; both sides are told to everybody.
  await customer.press(t("case.attest-do"));
  await customer.read("case.done-attested");
  await customer.read("case.attested-text");
  await customer.tap(customer.page.getByRole("radio", { name: t("review.stars", { count: 2 }), exact: true }).first());
  const words = `I was there, says ${who.name}.`;
  await customer.fill(t("review.words"), words);
  await customer.press(t("review.send"));
  await customer.read("review.done");
  const visitor = await stage.stranger();
  await visitor.go(`/engineers/${slug}`);
  await visitor.see(t("said.attested"), visitor.page.locator(".review").filter({ hasText: words }));
}, { size: ["phone"] });
