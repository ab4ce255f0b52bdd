// Pictures of every page, for people to look at. Words on the command line choose
// pages by name.
import { mkdirSync } from "node:fs";
import { Stage, launch } from "./harness/stage.js";
import { Server } from "./harness/server.js";
import { book, chooseWhen, chooseWhere, newcomer, publicProfile, slugOf } from "./harness/steps.js";

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

/** Everything that can be seen: a name, who sees it, where. */
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
  const kase = await href(customer, "#cases a[href^='/cases/']");
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
  const cookies = await booking.page.context().cookies();
  const asking = await stage.stranger();
  const asked = await book(asking, slug, { home: true, who: newcomer(), words: "The screen stays dark since Friday." });
  const askedCookies = await asking.page.context().cookies();
  await stage.close();

  return [
    ["home", null, "/"],
    ["answer", null, "/?place=Wuhan&product=laptop&mode=visit"],
    ["engineers", null, "/engineers"],
    ["nobody-found", null, "/engineers?language=fa&need=water&min=4.8&product=tv"],
    ["engineer", null, profile],
    ["points", null, "/points"],
    ["point", null, point],
    ["about", null, "/about"],
    ["login", null, "/login"],
    ["register", null, "/register"],
    ["reset", null, "/reset"],
    ["not-found", null, "/no-such-page"],
    ["book-where", null, `/book?engineer=${slug}`],
    ["book-when", cookies, `${draft}/when`],
    ["book-what", cookies, `${draft}/what`],
    ["case-waiting", askedCookies, asked.path],
    ["returning", "customer", "/"],
    ["me", "customer", "/me"],
    ["case", "customer", kase],
    ["forbidden", "customer", "/ops"],
    ["work", "engineer", "/work"],
    ["work-week", "engineer", "/work/week"],
    ["work-schedule", "engineer", "/work/schedule"],
    ["work-profile", "engineer", "/work/profile"],
    ["desk", "desk", board],
    ["ops", "operator", "/ops"],
    ["ops-people", "operator", "/ops/people"],
  ].filter(([name, , path]) => path !== undefined && (wanted.length === 0 || wanted.some((word) => name.includes(word))));
}

async function photograph(stage, pages) {
  const people = new Map();
  for (const [name, who, path] of pages) {
    if (!people.has(who)) people.set(who, await enter(stage, who));
    const { page } = people.get(who);
    await page.goto(stage.url + path);
    const file = `${FOLDER}/${name}-${stage.size}-${stage.lang}-${stage.colours}.png`;
    await page.screenshot({ path: file, fullPage: true });
  }
  await stage.close();
}

async function enter(stage, who) {
  if (typeof who === "string") return stage.demo(who);
  const person = await stage.stranger();
  const cookies = (who ?? []).filter(({ name }) => name !== "lang");
  await person.page.context().addCookies([...cookies, { name: "lang", value: stage.lang, url: stage.url }]);
  return person;
}
