//! What somebody means who types into one box: places, devices, problems, languages,
//! in any script and any order.

mod complete;
mod lexicon;
mod name;
mod port;
#[cfg(test)]
mod tests;
mod typo;

pub use complete::{Completions, complete};
pub use lexicon::{Lexicon, Meaning};
pub use name::{name_parts, name_words, words_together};
pub use port::Names;

use crate::{
    engineer::Mode,
    place::{Gazetteer, Place},
    text::fold,
};

/// Most characters of a query that are read.
pub const QUERY_MAX: usize = 120;
/// Most tokens that are one word: "northeastern dialect", 充不进电.
const TOGETHER_MAX: usize = 6;
/// Misspelt words that are looked for: each is compared with thousands of names.
const TYPOS_MAX: usize = 3;
/// A misspelt word is rather something unknown than a smaller place.
const MISSPELT_MIN_POPULATION: u32 = 100_000;

/// What was understood of a query. The first word of a kind counts.
#[derive(Debug, Default)]
pub struct Understood<'g> {
    pub place: Option<&'g Place>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub language: Option<&'static str>,
    pub mode: Option<Mode>,
    /// The word that was taken for the place: it may be somebody's name as well.
    pub place_word: String,
    /// The words that nothing is known of, as they were typed.
    pub unknown: Vec<String>,
}

/// Reads a query from the left, the longest word first: of "charging port" the port
/// is no place. What is no word or place as it stands may be a name, or else one with
/// a typo: see [`Understood::forgive`].
pub fn understand<'g>(query: &str, lexicon: &Lexicon, places: &'g Gazetteer) -> Understood<'g> {
    let tokens = tokens(query);
    let mut understood = Understood::default();
    let mut after_unknown = false;
    let mut rest = tokens.as_slice();
    while let Some((first, _)) = rest.split_first() {
        let taken = (1..=TOGETHER_MAX.min(rest.len())).rev().find(|count| {
            let key: String = rest[..*count].iter().map(|token| fold(&token.text)).collect();
            one_script(&rest[..*count]) && understood.take(&key, lexicon, places)
        });
        if understood.place.is_some() && understood.place_word.is_empty() {
            understood.place_word = words_of(query, &rest[..taken.unwrap_or(1)]).to_owned();
        }
        if taken.is_none() {
            understood.unknown(&first.text, after_unknown && first.joined);
        }
        after_unknown = taken.is_none();
        rest = &rest[taken.unwrap_or(1)..];
    }
    understood
}

/// The tokens as they were typed.
fn words_of<'q>(query: &'q str, tokens: &[Token]) -> &'q str {
    let start = tokens.first().map_or(0, |token| token.start);
    let end = tokens.last().map_or(0, |token| token.start + token.text.len());
    query.get(start..end).unwrap_or_default()
}

impl<'g> Understood<'g> {
    /// Whether the key is a word or a place; then it is noted.
    fn take(&mut self, key: &str, lexicon: &Lexicon, places: &'g Gazetteer) -> bool {
        if let Some(meaning) = lexicon.find(key) {
            self.note(meaning);
            return true;
        }
        // One sign alone is too little for a place.
        let known = key.chars().nth(1).and_then(|_| places.named(key).into_iter().next());
        self.place = self.place.or(known);
        known.is_some()
    }

    /// Takes the words that are still unknown for misspelt ones, where one is like them.
    pub fn forgive(&mut self, lexicon: &Lexicon, places: &'g Gazetteer) {
        let mut typos = 0..TYPOS_MAX;
        for word in std::mem::take(&mut self.unknown) {
            let key = fold(&word);
            let likely = typo::is_likely(&key) && typos.next().is_some();
            if !likely || !self.take_with_typo(&key, lexicon, places) {
                self.unknown.push(word);
            }
        }
    }

    fn take_with_typo(&mut self, key: &str, lexicon: &Lexicon, places: &'g Gazetteer) -> bool {
        if let Some(meaning) = lexicon.similar(key) {
            self.note(meaning);
            return true;
        }
        let known = places.similar(key, typo::is_one_away);
        let known = known.filter(|place| place.population >= MISSPELT_MIN_POPULATION);
        self.place = self.place.or(known);
        known.is_some()
    }

    fn note(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Product(key) => self.product = self.product.or(Some(key)),
            Meaning::Need(key) => self.need = self.need.or(Some(key)),
            Meaning::Language(key) => self.language = self.language.or(Some(key)),
            Meaning::Mode(mode) => self.mode = self.mode.or(Some(mode)),
            Meaning::Filler => {}
        }
    }

    /// Unknown signs that follow each other are one word.
    fn unknown(&mut self, text: &str, goes_on: bool) {
        match self.unknown.last_mut() {
            Some(last) if goes_on => last.push_str(text),
            _ => self.unknown.push(text.to_owned()),
        }
    }
}

/// A word, or one Chinese sign.
struct Token {
    text: String,
    /// The byte of the query at which it begins.
    start: usize,
    is_sign: bool,
    /// It follows the token before without a space.
    joined: bool,
}

fn tokens(query: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut joined = false;
    for (start, char) in query.char_indices().take(QUERY_MAX) {
        // Within a word stand vowel signs and joiners, which `fold` drops.
        if char.is_whitespace() || char.is_control() || char.is_ascii_punctuation() && char != '\'' {
            joined = false;
            continue;
        }
        let is_sign = is_sign(char);
        match tokens.last_mut() {
            Some(word) if joined && !is_sign && !word.is_sign => word.text.push(char),
            _ => tokens.push(Token { text: char.to_string(), start, is_sign, joined }),
        }
        joined = true;
    }
    let mut after_nothing = false;
    tokens.retain_mut(|token| {
        token.joined &= !after_nothing;
        after_nothing = fold(&token.text).is_empty();
        !after_nothing
    });
    tokens
}

/// Chinese is written without spaces: each sign may begin a word.
fn is_sign(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn one_script(tokens: &[Token]) -> bool {
    tokens.windows(2).all(|pair| pair[0].is_sign == pair[1].is_sign)
}
