// An account: its address, its password, and what happens when its session ends.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { letters, linkTo } from "../harness/mail.js";
import { newcomer, signUp } from "../harness/steps.js";

journey("an address is confirmed by the link in the mail, in the account's own session", async (stage) => {
  const { t, server } = stage;
  const customer = await stage.stranger();
  const who = await signUp(customer);
  await customer.go("/me");
  await customer.see(t("me.unconfirmed-title"));

  const link = await linkTo(server, who.email, "confirm");
  // Nobody knows yet whose address it is: the mail does not carry the chosen name.
  assert.ok(letters(server.mail, who.email).every((mail) => !mail.includes(who.name)));

  // On another device she signs in first, and then goes on.
  const telephone = await stage.stranger();
  await telephone.go(link);
  assert.equal(telephone.path, "/login");
  await telephone.fill(t("login.email"), who.email);
  await telephone.fill(t("login.password"), who.password);
  await telephone.press(t("login.title"));
  assert.equal(telephone.path, link);

  // Somebody else's session does not confirm it.
  const other = await stage.stranger();
  await signUp(other);
  await other.go(link, 403);
  await other.see(t("login.other-title"));
  await other.press(t("login.other-change"));
  assert.equal(other.path, "/login");

  await telephone.press(t("login.confirm-button"));
  await telephone.see(t("login.confirmed-text"));
  await customer.go("/me");
  assert.equal(await customer.page.getByText(t("me.unconfirmed-title")).count(), 0);
  await customer.go(link, 404);
  await customer.see(t("login.stale-title"));
}, { size: ["phone"] });

journey("a forgotten password is chosen anew by the link in the mail", async (stage) => {
  const { t, server } = stage;
  const customer = await stage.stranger();
  const who = await signUp(customer);
  const elsewhere = await stage.stranger();
  await elsewhere.go("/login");
  await elsewhere.follow(t("login.forgot"));
  await elsewhere.fill(t("login.email"), who.email);
  await elsewhere.press(t("login.reset-send"));
  await elsewhere.see(t("login.reset-sent-title"));

  const link = await linkTo(server, who.email, "reset");
  await elsewhere.go(link);
  await elsewhere.fill(t("login.new-password"), "short");
  await elsewhere.press(t("login.reset-save"));
  await elsewhere.read("login.password-short");
  await elsewhere.fill(t("login.new-password"), "three other words");
  await elsewhere.press(t("login.reset-save"));
  assert.equal(elsewhere.path, "/me");

  // The other device is signed out, and the link is used up.
  await customer.go("/me");
  assert.equal(customer.path, "/login");
  await customer.go(link, 404);
  const again = await stage.stranger();
  await stage.signIn(again, who.email, "three other words");
  await again.go("/me");
}, { size: ["phone"] });

journey("a form sent after the session ended keeps what was typed", async (stage) => {
  const { t } = stage;
  const customer = await stage.stranger();
  const who = await signUp(customer);
  await customer.go("/me");
  const name = `${newcomer().name} of Hankou`;
  await customer.page.locator("#settings [name=name]").fill(name);
  await customer.page.context().clearCookies({ name: "session" });

  await customer.press(t("me.save"));
  await customer.see(t("problem.sign-in-needed-title"));
  await customer.fill(t("login.email"), who.email);
  await customer.fill(t("login.password"), who.password);
  await customer.press(t("login.again-enter"));
  await customer.see(t("login.again-title"));
  await customer.press(t("login.again-go-on"));
  await customer.see(t("me.done-settings"));
  assert.equal(await customer.page.locator("#settings [name=name]").inputValue(), name);
});
