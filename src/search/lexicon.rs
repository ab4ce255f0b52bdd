use std::collections::HashMap;

use crate::{engineer::Mode, tag::TagKind, text::fold};

use super::typo;

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Product(&'static str),
    Need(&'static str),
    Language(&'static str),
    Mode(Mode),
    /// Said, but nothing to look for: "please", 的.
    Filler,
}

impl Meaning {
    /// `None` for a kind or a key that there is not.
    fn parse(kind: &str, key: &str) -> Option<Self> {
        Some(match kind {
            "product" => Self::Product(TagKind::Product.find(key)?),
            "need" => Self::Need(TagKind::Need.find(key)?),
            "language" => Self::Language(TagKind::Language.find(key)?),
            "mode" => Self::Mode(Mode::parse(key)?),
            "filler" => Self::Filler,
            _ => return None,
        })
    }
}

/// What people call the things of the vocabulary ([`crate::tag`]), in three scripts.
pub struct Lexicon(HashMap<String, Meaning>);

/// A row is not in the documented columns, or a word means two things.
#[derive(Debug, thiserror::Error)]
#[error("the table of words is malformed at {0:?}")]
pub struct BadWords(String);

impl Lexicon {
    /// The table that comes with Handpick.
    ///
    /// # Errors
    /// When the table is malformed, which a test makes sure it is not.
    pub fn load() -> Result<Self, BadWords> {
        Self::parse(include_str!("words.tsv"))
    }

    /// Reads a tab-separated table with a header row: kind, key, words with `|`
    /// between them.
    fn parse(table: &str) -> Result<Self, BadWords> {
        let mut words = HashMap::new();
        for row in table.lines().skip(1) {
            let bad = || BadWords(row.to_owned());
            let [kind, key, said] = row.split('\t').collect::<Vec<_>>()[..] else { return Err(bad()) };
            let meaning = Meaning::parse(kind, key).ok_or_else(bad)?;
            for word in said.split('|') {
                let known = words.insert(fold(word), meaning);
                if known.is_some_and(|known| known != meaning) {
                    return Err(BadWords(word.to_owned()));
                }
            }
        }
        Ok(Self(words))
    }

    /// What the folded word stands for.
    pub fn find(&self, key: &str) -> Option<Meaning> {
        self.0.get(key).copied()
    }

    /// As [`Self::find`], for a word with a typo; among several that are meant the
    /// first in the alphabet.
    pub fn similar(&self, key: &str) -> Option<Meaning> {
        let meant = self.0.iter().filter(|(word, _)| typo::is_one_away(word, key));
        meant.min_by_key(|(word, _)| *word).map(|(_, meaning)| *meaning)
    }

    /// What words that begin like the folded one stand for, the shortest word first.
    pub fn beginning(&self, key: &str, limit: usize) -> Vec<Meaning> {
        let begins =
            |(word, meaning): &(&String, &Meaning)| word.starts_with(key) && **meaning != Meaning::Filler;
        let mut words: Vec<_> = self.0.iter().filter(begins).collect();
        words.sort_unstable_by_key(|(word, _)| (word.len(), *word));
        let mut meanings: Vec<Meaning> = Vec::new();
        for (_, meaning) in words {
            if !meanings.contains(meaning) {
                meanings.push(*meaning);
            }
        }
        meanings.truncate(limit);
        meanings
    }

    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = (&String, &Meaning)> {
        self.0.iter()
    }
}
