// `journey(name, body)`: one test for every way of travelling. The body gets a stage
// from which people enter.
import { after, test } from "node:test";
import { basename } from "node:path";
import { Server } from "./server.js";
import { Stage, launch } from "./stage.js";

let begun;
let settings = async () => ({});

/** What else the server of this file is told, in words of its environment. */
export function serveWith(make) {
  settings = make;
}

// By the first journey: a `before` would not wait for what the file has to say.
function begin() {
  begun ??= Promise.all([settings().then((told) => Server.start(basename(process.argv[1], ".test.js"), told)), launch()]);
  return begun;
}

after(async () => {
  const [server, browser] = await begin();
  await browser.close();
  await server.remove();
});

export function journey(name, body, { js = [true, false], size = ["phone", "desktop"], lang = ["en", "zh-CN"] } = {}) {
  for (const language of lang) {
    for (const screen of size) {
      for (const script of js) {
        const how = `${language}, ${screen}, ${script ? "with" : "without"} JavaScript`;
        test(`${name} (${how})`, () => travel(`${name} ${how}`, body, { js: script, size: screen, lang: language }));
      }
    }
  }
}

async function travel(name, body, circumstances) {
  const [server, browser] = await begin();
  const stage = new Stage(server, browser, circumstances);
  try {
    await body(stage);
  } catch (error) {
    await stage.photograph(name);
    throw error;
  } finally {
    await stage.close();
  }
}
