//! Every word that people read, in their language. See `build.rs` for the form of
//! the files under `locales/`.

use handpick::{lang::Lang, place::Place, tag::TagKind};
use icu_locale_core::locale;
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
        self.find(&WORDS, key)
    }

    /// "Hubei, China": where on earth a place lies. Provinces have names for China;
    /// elsewhere a code of letters, as people write it ("TX, United States"), stands.
    pub fn region(self, place: &Place) -> String {
        let country_key = place.country.to_ascii_lowercase();
        let country = self.find(&REGIONS, &country_key).unwrap_or(&place.country);
        let province = self.find(&REGIONS, &format!("{country_key}-{}", place.admin1));
        let written = || place.admin1.chars().all(|c| c.is_ascii_uppercase()).then_some(&*place.admin1);
        match province.or_else(written).filter(|province| !province.is_empty()) {
            Some(province) => self.common_region(province, country),
            None => country.to_owned(),
        }
    }

    fn find(self, table: &[&[(&str, &'static str)]; 2], key: &str) -> Option<&'static str> {
        let list = table[usize::from(self.0 == Lang::ZhCn)];
        let at = list.binary_search_by_key(&key, |(key, _)| key).ok()?;
        Some(list[at].1)
    }

    pub fn tag(self, kind: TagKind, key: &str) -> &'static str {
        self.word(&format!("{}-{key}", kind.as_str()))
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
            let rules = &rules[usize::from(self.0 == Lang::ZhCn)];
            rules.as_ref().map_or(Category::Other, |rules| rules.category_for(count))
        })
    }
}

thread_local! {
    /// CLDR's rules for English and Chinese, read once per thread.
    static RULES: [Option<PluralRules>; 2] =
        [locale!("en"), locale!("zh")].map(|locale| PluralRules::try_new_cardinal(locale.into()).ok());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_has_a_word_in_every_language() {
        for lang in Lang::ALL {
            for kind in [TagKind::Product, TagKind::Need, TagKind::Language, TagKind::Praise] {
                for key in kind.keys() {
                    assert_ne!(Messages(lang).tag(kind, key), "?", "{lang} {} {key}", kind.as_str());
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
