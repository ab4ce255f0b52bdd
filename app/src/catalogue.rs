//! Every word that people read, in their language. See `build.rs` for the form of
//! the files under `locales/`.

use handpick::{lang::Lang, place::Place, tag::TagKind, text::TextRefusal};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory as Category, PluralRules};

/// The catalogue in one language: `visit.t.home_title()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages(pub Lang);

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// The word for a key of `word.toml`, such as `need-screen` or `weekday-1`. A
    /// test knows every key there is.
    pub fn word(self, key: &str) -> &'static str {
        self.find_word(key).unwrap_or("?")
    }

    /// As [`Self::word`], for keys that need not have one.
    pub fn find_word(self, key: &str) -> Option<&'static str> {
        find(words(self.0), key)
    }

    /// "Hubei, China": where on earth a place lies. Provinces of China and the parts of
    /// Britain have names, and states of America are written as letters by everybody
    /// ("TX, United States"); other codes tell nobody anything.
    pub fn region(self, place: &Place) -> String {
        let country_key = place.country.to_ascii_lowercase();
        let country = find(regions(self.0), &country_key).unwrap_or(place.country);
        let province = find(regions(self.0), &format!("{country_key}-{}", place.admin1));
        let written = || (&*place.country == "US").then_some(&*place.admin1);
        match province.or_else(written).filter(|province| !province.is_empty()) {
            Some(province) => self.common_region(province, country),
            None => country.to_owned(),
        }
    }

    pub fn tag(self, kind: TagKind, key: &str) -> &'static str {
        self.word(&format!("{}-{key}", kind.as_str()))
    }

    /// What a customer is called for those who serve: not everybody who walks in says a name.
    pub fn customer(self, name: &str) -> String {
        if name.is_empty() { self.desk_no_name().to_owned() } else { name.to_owned() }
    }

    /// Why a text was not taken; `missing` says what should have been there.
    pub fn text_refused(self, refusal: TextRefusal, missing: impl Into<String>) -> String {
        match refusal {
            TextRefusal::Empty => missing.into(),
            TextRefusal::TooLong { max, .. } => self.common_too_long(max),
        }
    }

    /// A whole number with its thousands apart.
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    fn category(self, count: u64) -> Category {
        RULES.with(|rules| {
            rules[self.0.index()].as_ref().map_or(Category::Other, |rules| rules.category_for(count))
        })
    }
}

/// A value within a Chinese text: with a space where a Latin letter or a clock would
/// touch a character of the text before (`follows`) or after it (`leads`).
fn spaced(value: &impl std::fmt::Display, follows: bool, leads: bool) -> String {
    let value = value.to_string();
    let clock = value.contains(':');
    let apart =
        |end: Option<char>| end.is_some_and(|c| c.is_ascii_alphabetic() || (clock && c.is_ascii_digit()));
    let before = if follows && apart(value.chars().next()) { " " } else { "" };
    let after = if leads && apart(value.chars().last()) { " " } else { "" };
    format!("{before}{value}{after}")
}

fn find(sorted: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    let at = sorted.binary_search_by_key(&key, |(key, _)| key).ok()?;
    Some(sorted[at].1)
}

thread_local! {
    /// CLDR's rules for each language, read once per thread.
    static RULES: [Option<PluralRules>; Lang::ALL.len()] = Lang::ALL.map(|lang| {
        let locale: Locale = lang.tag().parse().ok()?;
        PluralRules::try_new_cardinal(locale.into()).ok()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_keeps_latin_and_clocks_apart() {
        let t = Messages(Lang::ZhCn);
        assert_eq!([t.common_book("Nora"), t.common_book("陈伟")], ["预约 Nora", "预约陈伟"]);
        assert_eq!(t.home_reason_free("今天 09:30"), "今天 09:30 有空");
        assert_eq!(t.when_day_of_month(24, "11月"), "11月24日");
    }

    #[test]
    fn every_tag_has_a_word_in_every_language() {
        for lang in Lang::ALL {
            for kind in TagKind::ALL {
                for key in kind.keys() {
                    assert_ne!(Messages(lang).tag(kind, key), "?", "{lang} {} {key}", kind.as_str());
                }
            }
        }
    }

    #[test]
    fn every_language_has_words_for_every_language() {
        for reader in Lang::ALL {
            for lang in Lang::ALL {
                for what in ["profile-in", "point-name"] {
                    let key = format!("{what}-{}", lang.tag().to_lowercase());
                    assert_ne!(Messages(reader).word(&key), "?", "{reader} {key}");
                }
            }
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        assert_eq!(Messages(Lang::En).common_reviews(1), "1 review");
        assert_eq!(Messages(Lang::En).common_reviews(1204), "1,204 reviews");
        assert_eq!(Messages(Lang::ZhCn).common_reviews(1), "1 条评价");
    }
}
