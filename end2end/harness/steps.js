// What several journeys have in common.
import assert from "node:assert/strict";
import { linkTo } from "./mail.js";

let guests = 0;

/** A name and an address that nobody else in this run has. */
export function newcomer() {
  const number = ++guests;
  return { name: `Lin Guest ${number}`, email: `guest-${process.pid}-${number}@demo.handpick.example`, password: "three unrelated words" };
}

/** Makes an account of somebody new, and signs her in. */
export async function signUp(person, who = newcomer()) {
  const { t } = person;
  await person.go("/register");
  await person.fill(t("login.name"), who.name);
  await person.fill(t("login.email"), who.email);
  await person.fill(t("login.new-password"), who.password);
  await person.press(t("login.register"));
  return who;
}

/** Opens the link in the mail that proves whose address it is; not one that is too old by now. */
export async function confirmAddress(person, who, stale) {
  await person.go(await linkTo(person.stage.server, who.email, "confirm", stale));
  await person.press(person.t("login.confirm-button"));
  await person.see(person.t("login.confirmed-title"));
}

/** The public address of the demo's engineer. */
export async function publicProfile(engineer) {
  await engineer.go("/work");
  const tab = engineer.page.getByRole("link", { name: engineer.t("work.tab-public"), exact: true });
  return new URL(await tab.getAttribute("href"), engineer.stage.url).pathname;
}

/**
 * Books the earliest time of an engineer, at home or at a point, as somebody new, if
 * `who` says so. `twice` is an impatient finger. Gives back the path of the case and
 * the time.
 */
export async function book(customer, slug, { home = false, point, who, words, twice = false }) {
  const { page, t } = customer;
  await customer.go(`/book?engineer=${slug}`);
  await chooseWhere(customer, home ? "home" : point);
  const start = await chooseWhen(customer);
  await sayWhat(customer, words);
  await customer.read("book.held");
  if (who) {
    await customer.fill(t("login.name"), who.name);
    await customer.fill(t("login.email"), who.email);
    await customer.fill(t("login.password"), who.password);
  }
  if (home) await customer.fill(t("me.phone"), "+86 555 0142");
  const ask = page.getByRole("button", { name: t("book.request"), exact: true });
  await customer.onward(() => (twice ? ask.dblclick() : ask.click()));
  await customer.read("case.waiting");
  return { path: customer.path, start, day: await page.locator("time[datetime]").first().getAttribute("datetime").then((at) => at.slice(0, 10)) };
}

/** At her only place there is nothing to choose. */
export async function chooseWhere(customer, where) {
  const { page, t } = customer;
  const venues = page.locator("input[name=venue]:not([type=hidden])");
  if ((await venues.count()) === 0) return;
  await customer.tap(where ? page.locator(`input[name=venue][value="${where}"]`) : venues.first());
  if (where === "home") {
    await customer.fill(t("book.address"), "8 Willow Lane, floor 3");
    await customer.fill(t("book.town"), await page.locator("#towns option").first().getAttribute("value"));
  }
  await customer.press(t("book.continue"));
}

export async function chooseWhen(customer) {
  const { page, t } = customer;
  const time = page.locator("input[name=at]").first();
  const start = new Date(await time.getAttribute("value"));
  await customer.tap(time);
  await customer.press(t("book.hold-button"));
  return start;
}

export async function sayWhat(customer, words) {
  const { page, t } = customer;
  await customer.tap(page.locator("input[name=product]").first());
  await customer.fill(t("book.description"), words);
  await customer.press(t("book.continue"));
}

export function slugOf(path) {
  return path.split("/").pop();
}

/**
 * The form was refused: above it stands what is wrong, the browser has gone there, and
 * each line leads to its field.
 */
export async function checkRefusal(person, ...messages) {
  const { page } = person;
  const summary = page.locator(".error-summary");
  await summary.waitFor();
  const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);
  assert.ok(await hasFocus(summary), "the focus is on what is wrong");
  assert.ok(await isInView(summary), "what is wrong is in view");
  const links = summary.getByRole("link");
  assert.deepEqual(await links.allInnerTexts(), messages);
  for (const link of await links.all()) {
    const field = page.locator(`[id="${(await link.getAttribute("href")).slice(1)}"]`);
    await link.click();
    assert.ok(await hasFocus(field), `${field} has the focus`);
  }
}

/** Whether its beginning can be seen without scrolling. */
export async function isInView(locator) {
  const { y } = await locator.boundingBox();
  return y >= 0 && y < locator.page().viewportSize().height;
}
