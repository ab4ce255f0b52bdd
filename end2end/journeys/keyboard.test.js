// Without a mouse: every control can be reached and used in the order it is read.
import { journey } from "../harness/journey.js";
import { publicProfile } from "../harness/steps.js";

journey("somebody books by keyboard alone, up to the held time", async (stage) => {
  const { t } = stage;
  const profile = await publicProfile(await stage.demo("engineer"));
  const person = await stage.stranger();
  const { page } = person;
  const enter = async (control) => {
    await person.tabTo(control);
    await person.onward(() => page.keyboard.press("Enter"));
  };
  await person.go("/");
  await enter(page.getByRole("link", { name: t("home.see-all"), exact: true }));
  await enter(page.locator(".engineer-card-name a").first());

  await person.go(profile);
  await enter(page.locator("a[href^='/book?']").filter({ visible: true }).first());
  const venue = page.locator("input[name=venue]:not([type=hidden])");
  if ((await venue.count()) > 0) {
    // The chosen one of the radios is where Tab stops; the arrows choose another.
    await person.tabTo(page.locator("input[name=venue]:checked"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await enter(page.getByRole("button", { name: t("book.continue"), exact: true }));
  }
  await person.tabTo(page.locator("input[name=at]").first());
  await page.keyboard.press("Space");
  await enter(page.getByRole("button", { name: t("book.hold-button"), exact: true }));
  await person.read("book.held");
}, { lang: ["en"] });
