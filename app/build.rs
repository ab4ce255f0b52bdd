//! Turns the catalogue into functions: one per message, checked in every language.
//!
//! `locales/<lang>/<file>.toml` holds `key = "text with {arguments}"`, or a table of
//! CLDR plural categories whose `{count}` decides. The message becomes
//! `Messages::<file>_<key>(…)`. A message that is missing in a language, takes other
//! arguments there, or lacks a plural category fails the build.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use toml::{Table, Value};

#[path = "../tools/content_hash.rs"]
mod content_hash;
use content_hash::content_hash;

/// Language tag, name of its `Lang` variant, and the plural categories that CLDR
/// gives it for cardinal numbers.
const LANGS: [(&str, &str, &[&str]); 2] = [("en", "En", &["one", "other"]), ("zh-CN", "ZhCn", &["other"])];

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let catalogues: Vec<_> = LANGS.iter().map(|(tag, ..)| read(Path::new("locales").join(tag))).collect();
    let keys: BTreeSet<&String> = catalogues.iter().flat_map(BTreeMap::keys).collect();
    let mut code =
        String::from("#[allow(clippy::match_single_binding, clippy::useless_format)]\nimpl Messages {\n");
    for key in keys {
        // Too many for a function each.
        let by_key_only = key.starts_with("region_");
        let texts: Vec<&Value> = LANGS
            .iter()
            .zip(&catalogues)
            .map(|((tag, ..), catalogue)| {
                catalogue.get(key).unwrap_or_else(|| panic!("the message {key} is missing in {tag}"))
            })
            .collect();
        if !by_key_only {
            code.push_str(&message(key, &texts));
        }
    }
    code.push_str("}\n");
    code.push_str(&table("words", "word_", &catalogues));
    code.push_str(&table("regions", "region_", &catalogues));
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("messages.rs"), code).expect("OUT_DIR can be written");
    name_icons();
}

/// The address of the icons changes with their content, so that browsers may keep
/// them for ever: `env!("ICONS")`.
fn name_icons() {
    let file = "../public/icons.svg";
    println!("cargo::rerun-if-changed={file}");
    let icons = fs::read(file).expect("there are icons");
    println!("cargo::rustc-env=ICONS=/icons.svg?v={}", content_hash(&icons));
}

fn read(folder: impl AsRef<Path>) -> BTreeMap<String, Value> {
    let mut messages = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the language has a folder") {
        let path = entry.expect("the folder can be read").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain file name").to_owned();
        let text = fs::read_to_string(&path).expect("the file can be read");
        let table: Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (key, value) in table {
            messages.insert(format!("{stem}_{}", key.replace('-', "_")), value);
        }
    }
    messages
}

fn message(key: &str, texts: &[&Value]) -> String {
    let arguments = arguments(texts[0]);
    for ((tag, ..), text) in LANGS.iter().zip(texts) {
        let here: BTreeSet<_> = self::arguments(text).into_iter().collect();
        let wanted: BTreeSet<_> = arguments.iter().cloned().collect();
        assert!(here == wanted, "the message {key} takes {wanted:?}, but {here:?} in {tag}");
    }
    let plural = texts[0].is_table();
    let signature: String = arguments
        .iter()
        .map(|name| match (plural, name.as_str()) {
            (true, "count") => ", count: u64".to_owned(),
            _ => format!(", {name}: impl std::fmt::Display"),
        })
        .collect();
    let returns = if arguments.is_empty() { "&'static str" } else { "String" };
    let arms: String = LANGS
        .iter()
        .zip(texts)
        .map(|((tag, variant, categories), text)| {
            format!(
                "            Lang::{variant} => {},\n",
                expression(key, tag, categories, text, !arguments.is_empty())
            )
        })
        .collect();
    format!(
        "    pub fn {key}(self{signature}) -> {returns} {{\n        match self.0 {{\n{arms}        }}\n    }}\n"
    )
}

fn expression(key: &str, tag: &str, categories: &[&str], text: &Value, formatted: bool) -> String {
    match text {
        Value::String(text) if formatted && tag == "zh-CN" => spaced(text),
        Value::String(text) if formatted => format!("format!({text:?})"),
        Value::String(text) => format!("{text:?}"),
        Value::Table(forms) => {
            let given: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            let wanted: BTreeSet<&str> = categories.iter().copied().collect();
            assert!(given == wanted, "the message {key} needs the plural categories {wanted:?} in {tag}");
            let arms: String = forms
                .iter()
                .filter(|(category, _)| *category != "other")
                .map(|(category, form)| format!("Category::{} => format!({form}),", upper(category)))
                .collect();
            let other = &forms["other"];
            format!(
                "{{ let category = self.category(count); let count = self.number(count); match category {{ {arms} _ => format!({other}) }} }}"
            )
        }
        _ => panic!("the message {key} is neither a text nor a table in {tag}"),
    }
}

/// A Chinese text keeps Latin words and clocks apart from its characters; what stands
/// in the braces is known only when it is read.
fn spaced(text: &str) -> String {
    let mut format = String::new();
    let mut values = String::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        let follows = before.chars().last().is_some_and(is_chinese);
        let leads = after.chars().next().is_some_and(is_chinese);
        format.push_str(before);
        format.push_str("{}");
        values.push_str(&format!(", spaced(&{name}, {follows}, {leads})"));
        rest = after;
    }
    format.push_str(rest);
    format!("format!({format:?}{values})")
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The names in braces, in the order of their first appearance.
fn arguments(text: &Value) -> Vec<String> {
    let texts: Vec<&str> = match text {
        Value::String(text) => vec![text],
        Value::Table(forms) => forms.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut names = Vec::new();
    if text.is_table() {
        names.push("count".to_owned());
    }
    for text in texts {
        for part in text.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// A function that gives a language's messages found by a key known only at run
/// time (tags, weekdays, states, regions), sorted by key.
fn table(name: &str, prefix: &str, catalogues: &[BTreeMap<String, Value>]) -> String {
    let mut code =
        format!("fn {name}(lang: Lang) -> &'static [(&'static str, &'static str)] {{\n    match lang {{\n");
    for ((_, variant, _), catalogue) in LANGS.iter().zip(catalogues) {
        let entries = catalogue.iter().filter_map(|(key, text)| Some((key.strip_prefix(prefix)?, text)));
        let sorted: BTreeMap<String, &Value> =
            entries.map(|(key, text)| (key.replace('_', "-"), text)).collect();
        let rows: String = sorted
            .iter()
            .map(|(key, text)| format!("({key:?}, {:?}), ", text.as_str().unwrap_or("?")))
            .collect();
        code.push_str(&format!("        Lang::{variant} => &[{rows}],\n"));
    }
    code.push_str("    }\n}\n");
    code
}

fn upper(category: &str) -> String {
    category[..1].to_uppercase() + &category[1..]
}
