// The six pictures of the README: end2end/run --do node end2end/pictures.js
import { writeFileSync } from "node:fs";
import { Stage, launch } from "./harness/stage.js";
import { Server } from "./harness/server.js";
import { book, chooseWhere, newcomer, publicProfile, slugOf } from "./harness/steps.js";

const FOLDER = "end2end/pictures";
const SEARCH = "/?place=Wuhan&product=laptop&need=slow&mode=visit";
const QUALITY = 80;
const DESKTOP = { width: 1280, height: 900, deviceScaleFactor: 0.75 };
const PHONE = { width: 390, height: 844, deviceScaleFactor: 1 };

const [server, browser] = await Promise.all([Server.start("pictures"), launch()]);
try {
  await onDesktop();
  await onPhone();
} finally {
  await browser.close();
  await server.remove();
}

async function onDesktop() {
  const light = new Stage(server, browser, { js: true, lang: "en", size: "desktop" });
  const visitor = await light.stranger();
  await visitor.go(SEARCH);
  await photograph(visitor, "home", { ...DESKTOP, height: 1000 });

  const chinese = new Stage(server, browser, { js: true, lang: "zh-CN", size: "desktop" });
  const desk = await chinese.demo("desk");
  await desk.go("/desk");
  await photograph(desk, "desk", DESKTOP);

  const dark = new Stage(server, browser, { js: true, lang: "zh-CN", size: "desktop", colours: "dark" });
  const reader = await dark.stranger();
  await reader.go(await picked(reader, 2));
  await photograph(reader, "profile-dark", DESKTOP);
  for (const stage of [light, chinese, dark]) await stage.close();
}

async function onPhone() {
  const stage = new Stage(server, browser, { js: true, lang: "en", size: "phone" });
  const customer = await stage.stranger();
  const profile = await picked(customer, 1);
  await customer.go(profile);
  await photograph(customer, "profile-phone", PHONE);

  await customer.go(`/book?engineer=${slugOf(profile)}`);
  await chooseWhere(customer);
  await photograph(customer, "when-phone", PHONE);

  const asking = await stage.stranger();
  const engineer = slugOf(await publicProfile(await stage.demo("engineer")));
  await book(asking, engineer, { who: newcomer(), words: "It became slow in spring, and it gets hot." });
  await photograph(asking, "case-phone", PHONE);
  await stage.close();
}

/** The profile of one of the three people for you. */
async function picked(person, index) {
  await person.go(SEARCH);
  const link = person.page.locator("section[aria-labelledby] h3 a[href^='/engineers/']").nth(index);
  return new URL(await link.getAttribute("href"), person.stage.url).pathname;
}

async function photograph({ page }, name, screen) {
  const camera = await page.context().newCDPSession(page);
  await camera.send("Emulation.setDeviceMetricsOverride", { ...screen, mobile: false });
  await page.waitForFunction(() => [...document.images].every(({ complete, loading }) => complete || loading === "lazy"));
  const { data } = await camera.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  writeFileSync(`${FOLDER}/${name}.webp`, Buffer.from(data, "base64"));
}
