// Pictures of every page, for people to look at. Words on the command line choose
// pages by name.
import { mkdirSync } from "node:fs";
import { Stage, launch } from "./harness/stage.js";
import { Server } from "./harness/server.js";
import { book, chooseWhen, chooseWhere, newcomer, publicProfile, sayWhat, slugOf } from "./harness/steps.js";

const FOLDER = "target/look";
const wanted = process.argv.slice(2);

const [server, browser] = await Promise.all([Server.start("look"), launch()]);
mkdirSync(FOLDER, { recursive: true });
try {
  const paths = await findPages();
  for (const lang of ["en", "zh-CN"]) {
    for (const size of ["phone", "desktop"]) {
      for (const colours of ["light", "dark"]) {
        await photograph(new Stage(server, browser, { js: true, lang, size, colours }), paths);
      }
    }
  }
} finally {
  await browser.close();
  await server.remove();
}

/** Everything that can be seen: a name, who sees it, where, and what she does there first. */
async function findPages() {
  const stage = new Stage(server, browser, { js: true, lang: "en", size: "desktop" });
  const href = async (person, selector) => {
    const link = person.page.locator(selector).first();
    return (await link.count()) > 0 ? new URL(await link.getAttribute("href"), stage.url).pathname : undefined;
  };
  const engineer = await stage.demo("engineer");
  const profile = await publicProfile(engineer);
  const slug = slugOf(profile);
  const customer = await stage.demo("customer");
  await customer.page.goto(`${stage.url}/me`);
  const cases = customer.page.locator("#cases a[href^='/cases/']");
  const [kase, ...others] = await cases.evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  const served = await findServed(customer, others);
  const unlisted = await findUnlisted(customer, slug);
  await customer.page.goto(`${stage.url}/points`);
  const point = await href(customer, "main a[href^='/points/']");
  const desk = await stage.demo("desk");
  await desk.page.goto(`${stage.url}/desk`);
  const board = new URL(desk.page.url()).pathname;

  const booking = await stage.stranger();
  await booking.go(`/book?engineer=${slug}`);
  await chooseWhere(booking);
  await chooseWhen(booking);
  const draft = booking.path.replace(/\/[^/]*$/, "");
  await sayWhat(booking, "It became slow in spring, and it gets hot.");
  const cookies = await booking.page.context().cookies();
  const asking = await stage.stranger();
  const asked = await book(asking, slug, { home: true, who: newcomer(), words: "The screen stays dark since Friday." });
  await asking.page.goto(stage.url + profile);
  await asking.page.locator("form[data-heart] button").first().click();
  await asking.page.locator("form[data-heart] button[aria-pressed=true]").first().waitFor();
  const askedCookies = await asking.page.context().cookies();
  await stage.close();

  return [
    ["home", null, "/"],
    ["home-nowhere", null, "/?q=phone+screen"],
    ["answer", null, "/?place=Wuhan&product=laptop&mode=visit"],
    ["said", null, "/?q=laptop+slow+Wuhan+xyzzy"],
    ["engineers", null, "/engineers"],
    ["nobody-found", null, "/engineers?language=fa&need=water&min=4.8&product=tv"],
    ["nobody-near", null, "/engineers?place=Wuhan&need=battery&language=fa"],
    ["engineer", null, profile],
    ["unlisted", null, unlisted],
    ["points", null, "/points"],
    ["point", null, point],
    ["about", null, "/about"],
    ["how-it-works", null, "/how-it-works"],
    ["login", null, "/login"],
    ["register", null, "/register"],
    ["register-refused", null, "/register", send("[action='/register']", { email: "lin@nowhere", password: "short" })],
    ["again", null, profile, press("form[data-heart] button")],
    ["reset", null, "/reset"],
    ["not-found", null, "/no-such-page"],
    ["book-where", null, `/book?engineer=${slug}`],
    ["book-when", cookies, `${draft}/when`],
    ["book-what", cookies, `${draft}/what`],
    ["book-who", cookies, `${draft}/who`],
    ["book-who-refused", cookies, `${draft}/who`, send("[action$='/request']", { email: "lin@nowhere" })],
    ["case-waiting", askedCookies, asked.path],
    ["case-reschedule", askedCookies, `${asked.path}/reschedule`],
    ["newcomer-home", askedCookies, "/"],
    ["newcomer-me", askedCookies, "/me"],
    ["returning", "customer", "/"],
    ["me", "customer", "/me"],
    ["case", "customer", kase],
    ["case-served", "customer", served],
    ["review-refused", "customer", served, send("[action$='/review']", { text: "Fast." })],
    ["forbidden", "customer", "/ops"],
    ["work", "engineer", "/work"],
    ["work-week", "engineer", "/work/week"],
    ["work-schedule", "engineer", "/work/schedule"],
    ["work-schedule-refused", "engineer", "/work/schedule", send("form:has(.schedule-editor)", { "d1-0-to": "05:00" })],
    ["work-schedule-copied", "engineer", "/work/schedule", press(".schedule-copy .chip", "[name=copy]")],
    ["work-profile", "engineer", "/work/profile"],
    ["work-case", "engineer", asked.path],
    ["desk", "desk", board],
    ["ops", "operator", "/ops"],
    ["ops-found", "operator", "/ops?q=Hongshan"],
    ["ops-point", "operator", board.replace("/desk/", "/ops/points/")],
    ["ops-point-refused", "operator", "/ops/points/new", send("main form", { hours: "whenever I like" })],
    ["ops-people", "operator", "/ops/people"],
    ["ops-nobody", "operator", "/ops/people?q=nobody"],
    ["ops-insight", "operator", "/ops/insight"],
    ["ops-invite-refused", "operator", "/ops/people", send("#invite form", { email: "lin@nowhere" })],
  ].filter(([name, , path]) => path !== undefined && (wanted.length === 0 || wanted.some((word) => name.includes(word))));
}

/** The first case that can be reviewed. */
async function findServed({ page, stage }, paths) {
  for (const path of paths) {
    await page.goto(stage.url + path);
    if ((await page.locator("[action$='/review']").count()) > 0) return path;
  }
}

/** A booking for something that the engineer does not list. */
async function findUnlisted({ page, stage }, slug) {
  for (const need of ["water", "camera", "sound", "network", "cleaning", "charging"]) {
    const path = `/book?engineer=${slug}&need=${need}`;
    await page.goto(stage.url + path);
    if ((await page.locator("main .notice a[href*='need=']").count()) > 0) return path;
  }
}

/** Sends a form with these values, past what the browser itself would refuse. */
function send(selector, values) {
  return async (page) => {
    const form = page.locator(selector).first();
    for (const [name, value] of Object.entries(values)) {
      await form.locator(`[name="${name}"]`).evaluate((field, value) => (field.value = value), value);
    }
    await form.evaluate((form) => {
      form.noValidate = true;
      form.requestSubmit();
    });
  };
}

/** Presses one after the other; the last one leads to another page. */
function press(...selectors) {
  return async (page) => {
    for (const selector of selectors) await page.locator(selector).first().click();
  };
}

async function photograph(stage, pages) {
  const people = new Map();
  for (const [name, who, path, act] of pages) {
    if (!people.has(who)) people.set(who, await enter(stage, who));
    const { page } = people.get(who);
    const size = page.viewportSize();
    await page.goto(stage.url + path);
    if (act) await Promise.all([page.waitForEvent("load"), act(page)]);
    await unroll(page);
    const file = `${FOLDER}/${name}-${stage.size}-${stage.lang}-${stage.colours}.png`;
    await page.screenshot({ path: file });
    await page.setViewportSize(size);
  }
  await stage.close();
}

/** Makes the screen as tall as the page: what follows the screen stands at its end, and every face is there. */
async function unroll(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...page.viewportSize(), height });
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
}

async function enter(stage, who) {
  if (typeof who === "string") return stage.demo(who);
  const person = await stage.stranger();
  const cookies = (who ?? []).filter(({ name }) => name !== "lang");
  await person.page.context().addCookies([...cookies, { name: "lang", value: stage.lang, url: stage.url }]);
  return person;
}
