// Rules of the house that no compiler knows. Prints every breach and fails if any.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const breaches = [];

function filesUnder(folder, ending) {
  const files = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === "node_modules" || name === "target") continue;
    if (statSync(path).isDirectory()) files.push(...filesUnder(path, ending));
    else if (name.endsWith(ending)) files.push(path);
  }
  return files;
}

// Calls `check(line)` for every line; what it returns is the breach.
function eachLine(files, check) {
  for (const file of files) {
    const lines = readFileSync(file, "utf8").split("\n");
    lines.every((line, index) => {
      const breach = check(line, file);
      if (breach === END) return false;
      if (breach) breaches.push(`${file}:${index + 1}: ${breach}\n    ${line.trim()}`);
      return true;
    });
  }
}
const END = Symbol("the rest of the file does not matter");

// Right-to-left is a catalogue away as long as no style names a side of the screen.
const PHYSICAL = [
  /(?:^|[\s;{])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b/,
  /(?:^|[\s;{])border-(?:top|bottom)-(?:left|right)-radius\b/,
  /(?:^|[\s;{])(?:left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:/,
  /(?:float|clear|text-align)\s*:\s*(?:left|right)\b/,
];
eachLine(filesUnder("style", ".css"), (line) => {
  const plain = line.replace(/\/\*.*?\*\//g, "").replace(/\([^()]*\)/g, "");
  return PHYSICAL.some((rule) => rule.test(plain)) && "a physical property; use the logical one";
});

// Every word that people read comes from the catalogue.
const HAN = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const TEXT_CHILD = /(?:>|^)\s*"([^"]*\p{L}{2}[^"]*)"\s*(?:<|$)/u;
const TEXT_ATTRIBUTE = /\b(?:aria-label|aria-description|alt|title|placeholder|label|hint)="[^"]*\p{L}{2}/u;
const BRAND = /"(?:hand|pick|Handpick)"/;
eachLine(filesUnder("app/src", ".rs"), (line, file) => {
  if (line.startsWith("#[cfg(test)]")) return END;
  const code = line.replace(/\/\/.*/, "").replace(/'.'/gu, "''");
  if (HAN.test(code)) return "text outside the catalogue (app/locales)";
  if ((TEXT_CHILD.test(code) || TEXT_ATTRIBUTE.test(code)) && !BRAND.test(code)) return "text outside the catalogue (app/locales)";
  if (/\sstyle=/.test(code)) return "an inline style, which the content security policy forbids";
  if (/<textarea/.test(code) && file !== "app/src/components/form.rs") return "a raw <textarea>: Leptos does not escape its text; use TextArea";
});

// A text that no page says is a text that nobody keeps right. Words and regions are
// found by keys made at run time.
const sources = [...filesUnder("app/src", ".rs"), ...filesUnder("server/src", ".rs")];
const said = new Set(sources.flatMap((file) => readFileSync(file, "utf8").match(/\b[a-z]\w*\b/g)));
eachLine(filesUnder("app/locales/en", ".toml"), (line, file) => {
  const key = /^([\w-]+) = /.exec(line)?.[1];
  const folder = basename(file, ".toml");
  if (!key || ["word", "region"].includes(folder)) return false;
  return !said.has(`${folder}_${key}`.replaceAll("-", "_")) && "a text that no page uses";
});

// Nor a style that no page wears. Classes stand whole in the sources, or are Leaflet's.
const wearers = [...filesUnder("app/src", ".rs"), ...filesUnder("app/src", ".js")];
const worn = new Set(wearers.flatMap((file) => readFileSync(file, "utf8").match(/[a-z][\w-]*/g)));
eachLine(filesUnder("style", ".css"), (line) => {
  const selectors = line.replace(/\/\*.*?\*\/|"[^"]*"/g, "").replace(/\{[^{}]*\}/g, "{");
  const classes = /\{|,\s*$/.test(selectors) ? selectors.match(/\.[a-z][\w-]*/g) ?? [] : [];
  const unworn = classes.filter((name) => !worn.has(name.slice(1)) && !name.startsWith(".leaflet-"));
  return unworn.length > 0 && `no page has the class ${unworn.join(", ")}`;
});

// Locks name packages and their checksums, not where one machine found them.
eachLine(filesUnder(".", "package-lock.json"), (line) => /"resolved"/.test(line) && "an address in a lock");
eachLine(["Cargo.lock"], (line) => {
  return /^source = /.test(line) && !line.includes("registry+https://github.com/rust-lang/crates.io-index") && "not the public index";
});

for (const breach of breaches) console.error(breach);
if (breaches.length > 0) {
  console.error(`${breaches.length} breach(es) of the rules of the house`);
  process.exit(1);
}
