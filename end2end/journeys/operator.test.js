// The operator's side: a service point, its people, taking back what was given, and
// what people look for in vain.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { linkTo } from "../harness/mail.js";
import { newcomer } from "../harness/steps.js";

let points = 0;

async function addPoint(operator) {
  const { t, page } = operator;
  const name = `Riverside ${process.pid} ${++points}`;
  await operator.go("/ops");
  await operator.follow(t("ops.add-point"));
  await operator.fill(t("word.point-name-en"), name);
  await operator.fill(t("ops.address"), "1 Riverside Road");
  await page.locator("[name=town]").fill("Wuhan");
  await page.locator("[name=hours]").fill("whenever I like");
  await operator.press(t("ops.save"));
  await operator.see(t("ops.bad-hours"));
  assert.equal(await page.locator("[name=name-en]").inputValue(), name, "what was typed is still there");
  await page.locator("[name=hours]").fill("Mo-Su 09:00-18:00");
  await operator.press(t("ops.save"));
  await operator.see(t("ops.saved"));
  return name;
}

async function invite(operator, who, role, point) {
  const { t, page } = operator;
  await operator.go("/ops/people");
  const form = page.locator("#invite");
  await form.locator("summary").click();
  await form.locator("[name=name]").fill(who.name);
  await form.locator("[name=email]").fill(who.email);
  await form.locator("[name=role]").selectOption(role);
  if (point) await form.locator("[name=point]").selectOption({ label: point });
  await operator.press(t("ops.invite-do"));
  await operator.read("ops.invited");
}

async function accept(person, link, who) {
  const { t } = person;
  await person.go(link);
  await person.fill(t("login.name"), who.name);
  await person.fill(t("login.email"), who.email);
  await person.fill(t("login.password"), who.password);
  await person.press(t("login.invitation-accept"));
}

journey("an operator adds a point, invites its desk, and deactivates who has left", async (stage) => {
  const { t, server } = stage;
  const operator = await stage.demo("operator");
  const point = await addPoint(operator);
  const who = newcomer();
  await invite(operator, who, "staff", point);

  const link = await linkTo(server, who.email, "invitation");
  const staff = await stage.stranger();
  await accept(staff, link, who);
  assert.match(staff.path, /^\/desk\//);
  await staff.see(point);

  // The desk is on the page of the point, and its bays can go, but for the last.
  await operator.go("/ops");
  await operator.fill(t("ops.find-point"), point.toUpperCase());
  await operator.press(t("ops.find"));
  assert.equal(await operator.page.locator("tbody tr").count(), 1);
  await operator.follow(point);
  await operator.see(who.email);
  const bays = operator.page.locator("section[aria-labelledby=bays-h] li");
  assert.equal(await bays.count(), 2);
  await operator.onward(() => bays.last().getByRole("button").click());
  assert.equal(await bays.count(), 1);
  assert.equal(await bays.getByRole("button").count(), 0);

  await operator.go("/ops/people");
  const row = await find(operator, who.email);
  await row.locator("summary").click();
  await operator.read("ops.deactivate-person", row);
  await operator.onward(() => row.getByRole("button").click());
  await operator.see(t("ops.saved"));
  assert.equal(await row.count(), 1, "the list is still what was looked for");
  await staff.go("/desk");
  assert.equal(staff.path, "/login", "signed out at once");
});

journey("an invitation is taken back before anybody accepts it", async (stage) => {
  const { t, server } = stage;
  const operator = await stage.demo("operator");
  const who = newcomer();
  await invite(operator, who, "operator");
  const link = await linkTo(server, who.email, "invitation");

  const open = operator.page.locator("section[aria-labelledby=invitations-h] li").filter({ hasText: who.email });
  await operator.onward(() => open.getByRole("button").click());
  await operator.see(t("ops.revoked"));
  assert.equal(await open.count(), 0);
  const invited = await stage.stranger();
  await invited.go(link, 404);
  await invited.see(t("login.stale-title"));
}, { size: ["desktop"] });

journey("an operator reads what people look for in vain", async (stage) => {
  const { t } = stage;
  const operator = await stage.demo("operator");
  const asked = { place: "Wuhan", product: "tv", need: "water", language: "fa" };
  for (let time = 0; time < 3; time++) {
    // Each from an address of her own; a page for strangers would be remembered for a second.
    const customer = await stage.stranger();
    await customer.page.goto(`${stage.url}/engineers?${new URLSearchParams({ ...asked, time })}`);
    await customer.read("engineers.nobody-title");
  }
  // What is counted in memory is saved every minute, and when the server ends.
  await stage.server.restart();
  await operator.go("/ops");
  await operator.follow(t("insight.title"));
  await operator.read("insight.worst");
  const words = ["product-tv", "need-water", "language-fa"].map((key) => t(`word.${key}`)).join(" · ");
  const row = operator.page.locator("tbody tr").filter({ hasText: words });
  const [times, nobody] = (await row.getByRole("cell").allInnerTexts()).map(Number);
  assert.ok(times >= 3 && nobody === times, `${nobody} of ${times}`);
  assert.equal(await operator.page.locator(".shortage-bars svg").count(), await operator.page.locator("tbody th a").count());

  await operator.page.locator("#place").selectOption({ index: 1 });
  await operator.press(t("insight.show"));
  assert.equal(await row.count(), 1, "it is of the town");
  await operator.onward(() => operator.page.locator("main nav a.chip").first().click());
  assert.match(operator.search, /days=7&place=\d+/, "the town stays chosen");
  await operator.onward(() => row.getByRole("link").click());
  assert.equal(operator.path, "/engineers", "what a customer sees");
  await operator.read("engineers.nobody-title");
});

/** The row of somebody in the list of people. */
async function find(operator, email) {
  const { page, t } = operator;
  await operator.fill(t("ops.find-person"), "nobody-of-this-name");
  await operator.press(t("ops.find"));
  await operator.read("ops.find-nobody");
  await operator.follow(t("ops.find-all"));
  await operator.fill(t("ops.find-person"), email);
  await operator.press(t("ops.find"));
  const row = page.locator("tbody tr");
  assert.equal(await row.count(), 1);
  return row;
}
