// A tile server of the test's own: pictures that say which tile they are, and a list of what
// was asked for.
import { createServer } from "node:http";

export class Tiles {
  asked = [];

  async start() {
    this.server = createServer((request, answer) => {
      this.asked.push({ path: request.url, referer: request.headers.referer, cookie: request.headers.cookie });
      answer.writeHead(200, { "content-type": "image/svg+xml" }).end(picture(request.url));
    });
    await new Promise((ready) => this.server.listen(0, "127.0.0.1", ready));
    this.host = `127.0.0.1:${this.server.address().port}`;
  }

  /** What the program under test is told of it. */
  get settings() {
    return { HANDPICK_TILES: `http://${this.host}/{z}/{x}/{y}.png`, HANDPICK_TILES_CREDIT: "© nobody & sons" };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}

function picture(name) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">
    <rect width="256" height="256" fill="#e6eadb" stroke="#b9c3a6"/>
    <text x="128" y="132" text-anchor="middle" font-family="sans-serif" font-size="14" fill="#5c6650">${name}</text>
  </svg>`;
}
