// What goes wrong goes wrong well.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.js";
import { checkRefusal } from "../harness/steps.js";

journey("a page that does not exist says so and shows the way on", async (stage) => {
  const visitor = await stage.stranger();
  await visitor.go("/no-such-page", 404);
  await visitor.see(stage.t("problem.not-found-title"));
  await visitor.follow(stage.t("problem.home"));
  assert.equal(visitor.path, "/");
});

journey("a wrong role is told so; a stranger is asked who she is and goes on", async (stage) => {
  const customer = await stage.demo("customer");
  await customer.go("/work", 403);
  await customer.see(stage.t("problem.forbidden-title"));

  const stranger = await stage.stranger();
  await stranger.go("/work");
  assert.equal(stranger.path, "/login");
  await stranger.fill(stage.t("login.email"), "nobody@demo.handpick.example");
  await stranger.fill(stage.t("login.password"), "not the password");
  await stranger.press(stage.t("login.title"));
  await stranger.see(stage.t("login.wrong"));
  await checkRefusal(stranger);
  assert.equal(await stranger.page.getByLabel(stage.t("login.email")).inputValue(), "nobody@demo.handpick.example");
});

journey("somebody else's case is not there", async (stage) => {
  const customer = await stage.demo("customer");
  await customer.go("/me");
  const link = customer.page.locator("#cases .person-name a").first();
  const path = await link.getAttribute("href");
  await customer.go(path);
  const operator = await stage.demo("operator");
  await operator.go(path, 404);
});

journey("a refused form begins with what is wrong and leads to each field", async (stage) => {
  const { t } = stage;
  const stranger = await stage.stranger();
  await stranger.go("/register");
  await stranger.fill(t("login.name"), " ");
  await stranger.fill(t("login.email"), "nobody@nowhere");
  await stranger.fill(t("login.new-password"), "short");
  await stranger.press(t("login.register"));
  const min = /\d+/.exec(await stranger.page.locator("#password-hint").innerText())[0];
  await checkRefusal(stranger, t("login.name-empty"), t("login.email-bad"), t("login.password-short", { min }));
  assert.equal(await stranger.page.locator("[aria-invalid=true]").count(), 3);
});
