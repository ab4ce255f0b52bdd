// The circumstances of one journey, from which people enter.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { catalogue } from "./catalogue.js";
import { Person } from "./person.js";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const CHROMIUM = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
/** Of the demo people. */
const PASSWORD = "handpick-demo";
const HOST = "demo.handpick.example";
const PATIENCE_MS = 15_000;

let people = 0;
const sessions = new Map();
const checked = new Map();

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: CHROMIUM });
}

export class Stage {
  constructor(server, browser, { js, size, lang, colours = "light" }) {
    Object.assign(this, { server, browser, js, size, lang, colours });
    this.url = server.url;
    this.clock = server.clock;
    this.width = SIZES[size].width;
    this.t = catalogue(lang);
    const circumstances = `${size} ${lang}`;
    if (!checked.has(circumstances)) checked.set(circumstances, new Set());
    this.checked = checked.get(circumstances);
    this.cast = [];
  }

  /** Somebody who has never been here. */
  async stranger() {
    const context = await this.browser.newContext({
      javaScriptEnabled: this.js,
      viewport: SIZES[this.size],
      locale: this.lang,
      colorScheme: this.colours,
      reducedMotion: "reduce",
      extraHTTPHeaders: { "x-forwarded-for": `10.${(people >> 8) & 255}.${people++ & 255}.1` },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const person = new Person(await context.newPage(), this);
    this.cast.push(person);
    return person;
  }

  /** One of the demo people: customer, engineer, desk, operator. Signed in once a file. */
  async demo(user) {
    const person = await this.stranger();
    if (!sessions.has(user)) {
      await this.signIn(person, `${user}@${HOST}`, PASSWORD);
      sessions.set(user, await person.page.context().cookies());
    }
    const kept = sessions.get(user).filter(({ name }) => name !== "lang");
    await person.page.context().addCookies([...kept, { name: "lang", value: this.lang, url: this.url }]);
    return person;
  }

  async signIn(person, email, password) {
    const { page } = person;
    await page.goto(`${this.url}/login`);
    await page.locator("[name=email]").fill(email);
    await page.locator("[name=password]").fill(password);
    await page.locator("main form .button").click();
    await page.waitForURL((url) => url.pathname !== "/login");
  }

  /** Lets time pass until it is this many minutes before (or, negative, after) `time`. */
  passUntil(time, minutesBefore = 0) {
    this.clock.passUntil(new Date(time.getTime() - minutesBefore * 60_000));
  }

  /** What everybody sees, for whoever looks into a failure. */
  async photograph(name) {
    mkdirSync("target/end2end", { recursive: true });
    const file = name.replace(/[^\p{L}\p{N}]+/gu, "-");
    for (const [index, { page }] of this.cast.entries()) {
      await page.screenshot({ path: `target/end2end/${file}-${index + 1}.png`, fullPage: true }).catch(() => {});
    }
  }

  async close() {
    for (const { page } of this.cast) await page.context().close();
  }
}
