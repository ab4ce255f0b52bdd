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
    /// test knows every key that code can ask for.
    pub fn word(self, key: &str) -> &'static str {
        self.find_word(key).unwrap_or("?")
    }

    /// As [`Self::word`], for keys that need not have one.
    pub fn find_word(self, key: &str) -> Option<&'static str> {
        find_word(self.0, &key.replace('-', "_"))
    }

    pub fn tag(self, kind: TagKind, key: &str) -> &'static str {
        self.word(&format!("{}-{key}", kind.as_str()))
    }

    /// A whole number with its thousands apart.
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
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
