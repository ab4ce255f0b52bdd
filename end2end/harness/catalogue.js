// The texts of the pages, read from where the pages have them: journeys are the same
// in every language.
import { readFileSync, readdirSync } from "node:fs";
import { parse } from "smol-toml";

const LOCALES = new URL("../../app/locales/", import.meta.url);

/** `t("book.hold-button")`, `t("common.book", { name })`, `t("common.reviews", { count })`. */
export function catalogue(lang) {
  const folder = new URL(`${lang}/`, LOCALES);
  const files = new Map();
  for (const name of readdirSync(folder)) {
    files.set(name.replace(/\.toml$/, ""), parse(readFileSync(new URL(name, folder), "utf8")));
  }
  const rules = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat("en");

  const find = (key) => {
    const [file, name] = key.split(".");
    const text = files.get(file)?.[name];
    if (text === undefined) throw new Error(`no message ${key} in ${lang}`);
    return text;
  };
  const t = (key, values = {}) => {
    let text = find(key);
    if (typeof text === "object") text = text[rules.select(values.count)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in values)) throw new Error(`the message ${key} needs {${name}}`);
      return name === "count" ? number.format(values.count) : values[name];
    });
  };
  /** The message whatever its values are. */
  t.any = (key) => pattern(typeof find(key) === "object" ? find(key).other : find(key));
  return t;
}

/** The parts of a message around its values. */
function pattern(text) {
  return new RegExp(text.split(/\{\w+\}/).map(escape).join(".*"));
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
