//! The closed vocabulary that engineers, cases and reviews share. Tags are keys;
//! the words for them stand in the catalogue of each language.

use serde::{Deserialize, Serialize};

/// What a tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TagKind {
    /// A thing that breaks: "laptop".
    Product,
    /// What is wrong with it or wanted: "screen", "slow".
    Need,
    /// A language or dialect, BCP 47 style: "yue".
    Language,
    /// What customers say of a person: "patient".
    Praise,
}

impl TagKind {
    pub const ALL: [TagKind; 4] = [TagKind::Product, TagKind::Need, TagKind::Language, TagKind::Praise];

    pub const fn as_str(self) -> &'static str {
        match self {
            TagKind::Product => "product",
            TagKind::Need => "need",
            TagKind::Language => "language",
            TagKind::Praise => "praise",
        }
    }

    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            TagKind::Product => PRODUCTS,
            TagKind::Need => NEEDS,
            TagKind::Language => LANGUAGES,
            TagKind::Praise => PRAISE,
        }
    }

    fn bit(self, key: &str) -> i64 {
        let Some(first) = self.first_bit() else { return 0 };
        debug_assert!(self.find(key).is_some(), "{key} is no {}", self.as_str());
        self.keys().iter().position(|known| *known == key).map_or(0, |at| 1 << (first + at))
    }

    const fn first_bit(self) -> Option<usize> {
        match self {
            TagKind::Product => Some(0),
            TagKind::Need => Some(NEED_BIT),
            TagKind::Language => Some(LANGUAGE_BIT),
            TagKind::Praise => None,
        }
    }

    /// The vocabulary's own copy of `key`, or `None` for a word it does not have.
    pub fn find(self, key: &str) -> Option<&'static str> {
        self.keys().iter().copied().find(|known| *known == key)
    }
}

/// The tags that people search by as a set of bits; the 64th, the sign, stays free.
/// Stored with engineers: a vocabulary grows at its end.
pub fn bits<'k>(tags: impl IntoIterator<Item = (TagKind, &'k str)>) -> i64 {
    tags.into_iter().fold(0, |bits, (kind, key)| bits | kind.bit(key))
}

const NEED_BIT: usize = 12;
const LANGUAGE_BIT: usize = 32;
const _: () = assert!(PRODUCTS.len() <= NEED_BIT);
const _: () = assert!(NEED_BIT + NEEDS.len() <= LANGUAGE_BIT);
const _: () = assert!(LANGUAGE_BIT + LANGUAGES.len() <= 63);

pub const PRODUCTS: &[&str] = &["laptop", "phone", "tablet", "desktop", "printer", "router", "tv", "monitor"];

pub const NEEDS: &[&str] = &[
    "screen",
    "battery",
    "slow",
    "keyboard",
    "data",
    "water",
    "charging",
    "camera",
    "sound",
    "network",
    "software",
    "mainboard",
    "setup",
    "cleaning",
];

pub const PRAISE: &[&str] = &[
    "patient",
    "explains-well",
    "punctual",
    "honest-price",
    "careful",
    "fast",
    "friendly",
    "tidy",
    "solved-first-time",
    "remembers-me",
];

pub const LANGUAGES: &[&str] = &[
    "zh",
    "yue",
    "wuu",
    "nan",
    "hak",
    "cmn-wuhan",
    "cmn-sichuan",
    "cmn-northeast",
    "cmn-tianjin",
    "cmn-henan",
    "cmn-shaanxi",
    "hsn",
    "gan",
    "en",
    "fa",
    "ar",
    "ja",
    "ko",
    "ms",
    "fr",
    "de",
    "es",
];

/// A tag of an engineer with the number of served cases or reviews behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountedTag {
    pub kind: TagKind,
    pub key: &'static str,
    pub count: u32,
}
