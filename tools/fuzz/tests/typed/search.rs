//! The one box.

use std::{sync::LazyLock, time::Duration};

use handpick::{
    place::Gazetteer,
    search::{Lexicon, QUERY_MAX, complete, name_parts, understand},
};

static PLACES: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::parse(include_str!("../../../../server/data/places.tsv")).expect("the table is well formed")
});
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().expect("the words are well formed"));

/// What people type, and what only somebody types who means harm.
const PIECES: [&str; 64] = [
    "phone",
    "laptop",
    "scr",
    "een",
    "battery",
    "Wuhan",
    "wuh",
    "New",
    "York",
    "David",
    "Xi’an",
    "ǎ",
    "手机",
    "换",
    "屏",
    "武",
    "汉",
    "天河",
    "粤语",
    "陈",
    "师傅",
    "گوشی",
    "باتری",
    "تهران",
    "ك",
    "\u{200c}",
    " ",
    "  ",
    ",",
    "，",
    "。",
    "-",
    "'",
    "\"",
    "%",
    "_",
    "*",
    "(",
    ")",
    ";",
    "--",
    "/*",
    "\\",
    "OR",
    "NEAR",
    "MATCH",
    "<b>",
    "&amp;",
    "\u{0}",
    "\u{1b}",
    "\u{7f}",
    "\u{202e}",
    "\u{2066}",
    "\u{301}",
    "\u{feff}",
    "💥",
    "👩‍🔧",
    "\u{10ffff}",
    "ß",
    "İ",
    "ﬁ",
    "0",
    "99999999999999999999",
    "\n",
];

/// Each byte below 128 is a piece, another one a sign anywhere in Unicode.
fn query(bytes: &[u8]) -> String {
    let mut query = String::new();
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        if byte < 0x80 {
            query += PIECES[usize::from(byte) % PIECES.len()];
        } else {
            let number = u32::from(byte & 0x1f) << 16;
            let number = number | rest.next().map_or(0, |byte| u32::from(byte) << 8);
            query.extend(char::from_u32(number | rest.next().map_or(0, u32::from)));
        }
    }
    query
}

#[test]
fn queries() {
    let test = bolero::check!().with_iterations(usize::MAX).with_test_time(Duration::from_secs(2));
    test.for_each(|bytes: &[u8]| {
        for query in [query(bytes), String::from_utf8_lossy(bytes).into_owned()] {
            check(&query);
        }
    });
}

fn check(query: &str) {
    let mut said = understand(query, &LEXICON, &PLACES);
    said.forgive(&LEXICON, &PLACES);
    for word in &said.unknown {
        assert!(!word.is_empty() && word.chars().count() <= QUERY_MAX, "{query:?}: {word:?}");
        assert!(query.contains(word.as_str()), "{query:?} does not say {word:?}");
    }
    let completions = complete(query, &LEXICON, &PLACES, 5);
    assert!(query.starts_with(&completions.before), "{query:?}");
    assert!(completions.meanings.len() <= 5 && completions.places.len() <= 5, "{query:?}");
    let parts = name_parts(query);
    assert!(parts.len() <= 6 && parts.iter().all(|part| !part.is_empty()), "{query:?}: {parts:?}");
    let again = name_parts(&parts.join(" "));
    assert!(again.iter().all(|part| parts.contains(part)), "{query:?}: {parts:?}, {again:?}");
}
