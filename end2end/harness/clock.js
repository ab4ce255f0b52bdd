// The server's clock. Days pass in a blink, and every run begins on a Monday at nine
// in Shanghai, whenever it runs. libfaketime reads the file at every look at the clock.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LIBRARY = findLibrary();

export class Clock {
  constructor(file) {
    this.file = file;
    this.set(nextMonday());
  }

  /** What a server must be started with to follow this clock. */
  get environment() {
    return {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  /** From now on it is this time; the clock keeps running. */
  set(time) {
    this.ahead = time.getTime() - Date.now();
    const seconds = Math.round(this.ahead / 1000);
    writeFileSync(this.file, `${seconds < 0 ? "" : "+"}${seconds}\n`);
  }

  /** Time only passes. */
  passUntil(time) {
    if (time > this.now()) this.set(time);
  }
}

function nextMonday() {
  const time = new Date();
  time.setUTCDate(time.getUTCDate() + ((8 - time.getUTCDay()) % 7 || 7));
  time.setUTCHours(1, 0, 0, 0);
  return time;
}

function findLibrary() {
  for (const folder of readdirSync("/usr/lib")) {
    const library = join("/usr/lib", folder, "faketime/libfaketimeMT.so.1");
    if (existsSync(library)) return library;
  }
  throw new Error("libfaketime is missing: run tools/setup test");
}
