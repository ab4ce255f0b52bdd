// A server of its own over a copy of the demo world.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Clock } from "./clock.js";

const BINARY = process.env.HANDPICK_BIN;
const WORLD = process.env.HANDPICK_WORLD;
const START_MS = 30_000;

/** Fills the world that every server starts from: the same people each time. */
export function makeWorld() {
  const data = join(WORLD, "template");
  mkdirSync(data);
  const clock = new Clock(join(WORLD, "template.clock"));
  const made = spawnSync(BINARY, ["demo", "--engineers", "60", "--seed", "7"], {
    env: { ...process.env, ...clock.environment, HANDPICK_DATA_DIR: data, HANDPICK_DATABASE_URL: "" },
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`handpick demo failed: ${made.stderr}`);
}

export class Server {
  static async start(name, settings = {}) {
    const data = join(WORLD, name);
    cpSync(join(WORLD, "template"), data, { recursive: true });
    const clock = new Clock(join(WORLD, `${name}.clock`));
    for (let attempt = 0; attempt < 5; attempt++) {
      const server = new Server(data, clock, 20_000 + Math.floor(Math.random() * 12_000), settings);
      if (await server.isReady()) return server;
      await server.stop();
    }
    throw new Error("the server does not start; see target/end2end/*.log");
  }

  constructor(data, clock, port, settings) {
    this.clock = clock;
    this.url = `http://127.0.0.1:${port}`;
    this.mail = join(data, "mail");
    this.data = data;
    this.port = port;
    this.settings = settings;
    mkdirSync("target/end2end", { recursive: true });
    this.run();
  }

  run() {
    this.process = spawn(BINARY, ["serve"], {
      env: {
        ...process.env,
        ...this.clock.environment,
        HANDPICK_DATA_DIR: this.data,
        HANDPICK_DATABASE_URL: "",
        HANDPICK_PUBLIC_URL: "",
        HANDPICK_TILES: "",
        HANDPICK_ADDR: `127.0.0.1:${this.port}`,
        // Every person of a journey comes from an address of her own, as in life.
        HANDPICK_TRUSTED_PROXIES: "127.0.0.1",
        ...this.settings,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.process.stderr.pipe(createWriteStream(`target/end2end/server-${this.port}.log`, { flags: "a" }));
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
  }

  async isReady() {
    let alive = true;
    this.ended.then(() => (alive = false));
    const until = Date.now() + START_MS;
    while (alive && Date.now() < until) {
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.ended;
  }

  /** Ends in order, and starts again with what it has kept. */
  async restart() {
    await this.stop();
    this.run();
    if (!(await this.isReady())) throw new Error("the server does not start again; see target/end2end/*.log");
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
