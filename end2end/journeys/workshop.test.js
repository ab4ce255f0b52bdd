// An engineer sets up: how people see her, and when they can book her.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "../harness/journey.js";
import { checkRefusal, isInView } from "../harness/steps.js";

const PORTRAIT = readFileSync(new URL("../pictures/profile-phone.webp", import.meta.url));

journey("an engineer edits her profile and sees it as customers do", async (stage) => {
  const { t } = stage;
  const engineer = await stage.demo("engineer");
  const { page } = engineer;
  await engineer.go("/work/profile");
  const preview = page.locator("aside .engineer-card");
  const headline = `Patience and solder, ${stage.lang} ${stage.size} ${stage.js}`;
  const line = page.locator(`[name="headline-${stage.lang}"]`);
  await line.fill(headline);
  // What is wrong is said beside its field, and nothing is lost.
  const years = await page.locator("[name=years]").inputValue();
  await page.locator("[name=years]").fill("999");
  const spoken = await page.locator("[name=language]:checked").all();
  const languages = await Promise.all(spoken.map((chip) => chip.getAttribute("value")));
  for (const value of languages) await page.locator(`.chip:has([value=${value}][name=language])`).click();
  await engineer.press(t("profile.save"));
  await checkRefusal(engineer, t("profile.bad-years", { max: 70 }), t("profile.no-language"));
  for (const value of languages) await page.locator(`.chip:has([value=${value}][name=language])`).click();
  assert.equal(await page.locator("[name=years]").getAttribute("aria-invalid"), "true");
  assert.equal(await line.inputValue(), headline);
  await page.locator("[name=years]").fill(years);
  await engineer.press(t("profile.save"));
  await engineer.see(t("profile.saved"));
  await engineer.see(headline, preview);

  await page.locator("input[type=file]").setInputFiles({ name: "me.webp", mimeType: "image/webp", buffer: PORTRAIT });
  await engineer.press(t("profile.photo-save"));
  const source = await preview.locator("img").first().getAttribute("src");
  assert.match(source, /^\/photos\//);

  await engineer.follow(t("profile.see"));
  await engineer.see(headline);
  assert.equal(await page.locator(`img[src="${source}"]`).count() > 0, true, "the same face");
});

journey("an engineer edits her hours and takes a day off", async (stage) => {
  const { t } = stage;
  const engineer = await stage.demo("engineer");
  const { page } = engineer;
  await engineer.go("/work/schedule");
  const sunday = page.locator(".schedule-day").last();
  // Whatever other travellers left there goes first.
  for (const where of await sunday.locator(".schedule-window select").all()) {
    if (await where.isVisible()) await where.selectOption({ label: t("schedule.remove") });
  }
  await engineer.press(t("schedule.save"));
  await engineer.read("schedule.saved");
  await engineer.see(t("schedule.none"), sunday);

  await sunday.locator("summary").click();
  const row = sunday.locator(".schedule-window").first();
  await row.getByLabel(t("schedule.from"), { exact: true }).fill("17:00");
  await row.getByLabel(t("schedule.to"), { exact: true }).fill("15:00");
  await row.getByLabel(t("schedule.where"), { exact: true }).selectOption({ label: t("work.on-the-road") });
  await engineer.press(t("schedule.save"));
  const wrong = t("schedule.wrong-on", { day: t("word.weekday-7"), wrong: t("schedule.bad-window") });
  await checkRefusal(engineer, wrong);
  await engineer.see(t("schedule.bad-window"), sunday);
  const again = sunday.locator(".schedule-window").first();
  assert.equal(await again.getByLabel(t("schedule.from"), { exact: true }).inputValue(), "17:00");
  await again.getByLabel(t("schedule.to"), { exact: true }).fill("19:00");
  await engineer.press(t("schedule.save"));
  await engineer.read("schedule.saved");
  const saved = sunday.locator(".schedule-window").first();
  assert.equal(await saved.getByLabel(t("schedule.to"), { exact: true }).inputValue(), "19:00");

  // The same hours on other days: a look at it first, then it is saved.
  const copy = page.locator(".schedule-copy");
  const saturday = page.locator(".schedule-day").nth(5);
  const ends = async (day) => day.locator(".schedule-window").first().locator("[type=time]").last().inputValue();
  const before = await ends(saturday);
  await copy.getByLabel(t("schedule.copy-from"), { exact: true }).selectOption("7");
  await engineer.press(t("schedule.copy-do"));
  await checkRefusal(engineer, t("schedule.copy-nowhere"));
  await copy.locator("label:has([value='6'][type=checkbox])").click();
  await engineer.press(t("schedule.copy-do"));
  const copied = copy.locator(".notice");
  await engineer.see(t("schedule.copied", { to: t("word.weekday-6"), from: t("word.weekday-7") }), copied);
  assert.ok(await isInView(copied), "the reader stays where she was");
  assert.equal(await ends(saturday), "19:00");
  await engineer.go("/work/schedule");
  assert.equal(await ends(saturday), before, "nothing is saved yet");
  await copy.getByLabel(t("schedule.copy-from"), { exact: true }).selectOption("7");
  await copy.locator("label:has([value='6'][type=checkbox])").click();
  await engineer.press(t("schedule.copy-do"));
  await engineer.press(t("schedule.save"));
  await engineer.read("schedule.saved");
  assert.equal(await ends(saturday), "19:00");

  const day = new Date(stage.clock.now().getTime() + 60 * 86_400_000).toISOString().slice(0, 10);
  await page.locator("[name=off-from]").fill(day);
  await engineer.press(t("schedule.add-days"));
  await engineer.see(t("schedule.days-off-saved"));
  const off = page.locator("section[aria-labelledby=off-h] li");
  const many = await off.count();
  await engineer.onward(() => off.last().getByRole("button").click());
  assert.equal(await off.count(), many - 1);
}, { size: ["desktop"] });
