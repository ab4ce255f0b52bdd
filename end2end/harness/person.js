// Somebody at a browser: goes to pages, reads, presses, types. Every page she sees is
// checked for what no page may have.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export class Person {
  constructor(page, stage) {
    this.page = page;
    this.stage = stage;
    this.t = stage.t;
    this.faults = [];
    page.on("pageerror", (error) => this.faults.push(`error in a script: ${error.message}`));
    page.on("console", (message) => {
      // The browser tells of refused forms and missing pages itself; journeys ask for them.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.faults.push(`in the console: ${message.text()}`);
      }
    });
    page.on("response", (answer) => {
      if (answer.status() >= 500) this.faults.push(`${answer.status()} from ${answer.url()}`);
    });
  }

  /** Opens a page by its path and returns the status. */
  async go(path, status = 200) {
    const answer = await this.page.goto(this.stage.url + path);
    assert.equal(answer.status(), status, `the status of ${path}`);
    await this.look();
  }

  /** Follows a link; `name` is a text, or a pattern. */
  async follow(name, within = this.page) {
    await this.onward(() => within.getByRole("link", { name, exact: true }).first().click());
  }

  /** Sends the form of a button. */
  async press(name, within = this.page) {
    await this.onward(() => within.getByRole("button", { name, exact: true }).first().click());
  }

  /** By keyboard alone: the control must be reachable with Tab. */
  async tabTo(locator) {
    for (let step = 0; step < 120; step++) {
      await this.page.keyboard.press("Tab");
      if (await locator.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`${locator} cannot be reached with the Tab key`);
  }

  /** Does something that leads to another page, and waits until that is there. */
  async onward(act) {
    const arrived = this.page.waitForEvent("load");
    await act();
    await arrived;
    await this.look();
  }

  async fill(label, text) {
    await this.page.getByLabel(label, { exact: false }).first().fill(text);
  }

  /** Chooses the radio or check box of this label. */
  async choose(label, within = this.page) {
    await this.tap(within.getByLabel(label, { exact: true }).first());
  }

  /** Taps what is drawn for a radio or check box: the input itself lies hidden under it. */
  async tap(input) {
    await input.locator("xpath=ancestor::label[1]").click();
    assert.ok(await input.isChecked(), `${input} is chosen`);
  }

  /** Waits until the text can be read; a text or a pattern. */
  async see(text, within = this.page) {
    await within.getByText(text).first().waitFor({ state: "visible" });
  }

  /** Reads a message of the catalogue, whatever its values are. */
  async read(key, within = this.page) {
    await this.see(this.t.any(key), within);
  }

  /** The first message says that it happens; without JavaScript one looks again. */
  async soonRead(key) {
    if (!this.stage.js) await this.go(this.path + this.search);
    await this.read(key);
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }

  get search() {
    return new URL(this.page.url()).search;
  }

  /** What holds on every page, whatever is on it. */
  async look() {
    const { page, stage } = this;
    assert.equal(await page.locator("html").getAttribute("lang"), stage.lang, `the language of ${this.path}`);
    assert.equal(await page.locator("h1").count(), 1, `one h1 on ${this.path}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= stage.width, `${this.path} is ${width} pixels wide on a screen of ${stage.width}`);
    assert.doesNotMatch(await page.locator("body").innerText(), /\{\w+\}|undefined|\bNaN\b/, `raw values on ${this.path}`);
    if (stage.js) await this.checkAccess();
    assert.deepEqual(this.faults, [], `faults up to ${this.path}`);
  }

  /** axe-core finds nothing. Pages of one shape are checked once, and in each state. */
  async checkAccess(state = "") {
    const shape = `${state} ${this.path.replace(/[0-9A-Z]{26}|[^/]*-[^/]*/g, "…")} ${await this.page.locator("h1").innerText()}`;
    if (this.stage.checked.has(shape)) return;
    this.stage.checked.add(shape);
    await this.page.evaluate(AXE);
    const violations = await this.page.evaluate(async () => {
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const found = await globalThis.axe.run({ runOnly: tags });
      return found.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(" ")) }));
    });
    assert.deepEqual(violations, [], `axe-core on ${this.path}`);
  }
}
