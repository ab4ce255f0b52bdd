//! The languages the pages speak, and texts that exist in several of them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language of the catalogue, named by its BCP 47 tag.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-CN")]
    ZhCn,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::ZhCn];

    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::ZhCn => "zh-CN",
        }
    }

    /// What it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::ZhCn => "中文",
        }
    }

    /// Which way it is written: the `dir` of a page.
    pub const fn dir(self) -> &'static str {
        match self {
            Lang::En | Lang::ZhCn => "ltr",
        }
    }

    /// The tag without script and region, as a language that people speak.
    pub fn primary(self) -> &'static str {
        self.tag().split('-').next().unwrap_or_default()
    }

    /// Its place in [`Self::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The language a text seems to be written in, by its script.
    pub fn of_text(text: &str) -> Lang {
        let han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        if text.chars().any(han) { Lang::ZhCn } else { Lang::default() }
    }

    /// The best language for an `Accept-Language` header: the first listed tag
    /// whose primary language we speak. Quality values are honoured by order only,
    /// as browsers send them sorted.
    pub fn from_accept(header: &str) -> Option<Lang> {
        header.split(',').find_map(|item| {
            let tag = item.split(';').next()?.trim();
            let primary = tag.split('-').next()?;
            Lang::ALL.into_iter().find(|lang| lang.primary().eq_ignore_ascii_case(primary))
        })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == s).ok_or(())
    }
}

/// One value in one or more languages, such as a name in Chinese and in Latin
/// script. Reading falls back to any language there is: a name in the wrong
/// script is better than none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized<T>(pub BTreeMap<Lang, T>);

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Localized<T> {
    pub fn one(lang: Lang, value: T) -> Self {
        Self(BTreeMap::from([(lang, value)]))
    }

    pub fn with(mut self, lang: Lang, value: T) -> Self {
        self.0.insert(lang, value);
        self
    }

    pub fn get(&self, lang: Lang) -> Option<&T> {
        self.0.get(&lang).or_else(|| self.0.values().next())
    }

    /// The value in exactly this language, as an editor shows it.
    pub fn exact(&self, lang: Lang) -> Option<&T> {
        self.0.get(&lang)
    }
}

impl Localized<String> {
    pub fn text(&self, lang: Lang) -> &str {
        self.get(lang).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_knows_its_place() {
        for (index, lang) in Lang::ALL.into_iter().enumerate() {
            assert_eq!(lang.index(), index);
            assert_eq!(lang.tag().parse(), Ok(lang));
        }
    }

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        assert_eq!(Lang::from_accept("fa, ZH-Hant-TW;q=0.9, en;q=0.5"), Some(Lang::ZhCn));
        assert_eq!(Lang::from_accept("en-GB,zh"), Some(Lang::En));
        assert_eq!(Lang::from_accept("fa-IR, *;q=0.1"), None);
    }

    #[test]
    fn a_text_tells_its_language_by_its_script() {
        assert_eq!((Lang::of_text("iPhone 换屏"), Lang::of_text("Screens")), (Lang::ZhCn, Lang::En));
    }
}
