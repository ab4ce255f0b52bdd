use std::collections::HashSet;

use crate::{engineer::Mode, place::Gazetteer, tag::TagKind};

use super::*;

const TABLE: &str = "geonameid\tname\tname_zh\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\ttimezone\n\
    1791247\tWuhan\t武汉\t武汉市|ووهان\tCN\t12\t30.58\t114.26\t13739000\tAsia/Shanghai\n\
    1809858\tGuangzhou\t广州\t广州市|گوانگ‌ژو\tCN\t30\t23.11\t113.25\t16096724\tAsia/Shanghai\n\
    5128581\tNew York\t纽约\t\tUS\tNY\t40.71\t-74.0\t8804190\tAmerica/New_York\n\
    112931\tTehran\t德黑兰\tتهران\tIR\t26\t35.69\t51.42\t7153309\tAsia/Tehran\n";

pub fn places() -> Gazetteer {
    Gazetteer::parse(TABLE).expect("the table is well formed")
}

pub fn lexicon() -> Lexicon {
    Lexicon::load().expect("the words are well formed")
}

/// Place, product, need, language of a query, and what was not understood.
fn read(query: &str) -> (Option<String>, [Option<&'static str>; 3], String) {
    let (places, lexicon) = (places(), lexicon());
    let mut read = understand(query, &lexicon, &places);
    read.forgive(&lexicon, &places);
    let place = read.place.map(|place| place.name.to_owned());
    (place, [read.product, read.need, read.language], read.unknown.join(" "))
}

#[track_caller]
fn means(query: &str, place: &str, words: [&'static str; 3]) {
    let some = |word: &'static str| Some(word).filter(|word| !word.is_empty());
    let place = Some(place.to_owned()).filter(|place| !place.is_empty());
    assert_eq!(read(query), (place, words.map(some), String::new()), "{query}");
}

#[test]
fn a_need_is_understood_in_three_scripts() {
    means("laptop battery Wuhan", "Wuhan", ["laptop", "battery", ""]);
    means("手机 换屏 广州", "Guangzhou", ["phone", "screen", ""]);
    means("手机换屏广州市", "Guangzhou", ["phone", "screen", ""]);
    means("粤语", "", ["", "", "yue"]);
    means("باتری لپ‌تاپ تهران", "Tehran", ["laptop", "battery", ""]);
    // As an Arabic keyboard writes it.
    means("گوشي کند در تهران", "Tehran", ["phone", "slow", ""]);
    means("my phone is SLOW, New York", "New York", ["phone", "slow", ""]);
    means("tablet running slow", "", ["tablet", "slow", ""]);
    means("平板太慢", "", ["tablet", "slow", ""]);
    means("平板卡顿", "", ["tablet", "slow", ""]);
    means("武汉 会说武汉话 的 笔记本电脑 维修", "Wuhan", ["laptop", "", "cmn-wuhan"]);
}

#[test]
fn a_place_is_remembered_as_it_was_typed() {
    for (query, words) in [("Laptop, New  York!", "New  York"), ("手机换屏广州市", "广州市"), ("laptop", "")]
    {
        assert_eq!(understand(query, &lexicon(), &places()).place_word, words, "{query}");
    }
}

#[test]
fn the_longest_word_is_meant() {
    means("charging port", "", ["", "charging", ""]);
    means("笔记本电脑", "", ["laptop", "", ""]);
    means("northeastern dialect", "", ["", "", "cmn-northeast"]);
    assert_eq!(understand("上门 手机", &lexicon(), &places()).mode, Some(Mode::Home));
}

#[test]
fn a_typo_or_a_missing_tone_is_forgiven() {
    means("labtop batery Wuhann", "Wuhan", ["laptop", "battery", ""]);
    means("Guangzou cantonees", "Guangzhou", ["", "", "yue"]);
    means("Guǎngzhōu", "Guangzhou", ["", "", ""]);
}

#[test]
fn what_is_not_known_is_told() {
    assert_eq!(
        read("laptop Li Na 张伟 screen"),
        (None, [Some("laptop"), Some("screen"), None], "Li Na 张伟".into())
    );
    assert_eq!(read("张手机伟").2, "张 伟");
    assert_eq!(read("").2, "");
    // The first of a kind counts.
    means("phone laptop", "", ["phone", "", ""]);
}

#[test]
fn nothing_typed_can_do_harm() {
    let long = "电脑屏".repeat(4_000);
    assert_eq!(read(&long).1, [Some("laptop"), Some("screen"), None]);
    for strange in
        ["\u{0}\u{1b}\u{202e}", "💥💥", "' OR 1=1 --", "a\u{300}\u{300}\u{300}", "\u{200c}\u{200d}", "%00"]
    {
        assert_eq!(read(strange).1, [None; 3], "{strange:?}");
    }
    // Only so many words are taken for misspelt ones.
    assert_eq!(read("labtop battary scren cantonees").2, "cantonees");
    let unknown = read(&"x".repeat(10_000)).2;
    assert_eq!(unknown.chars().count(), QUERY_MAX);
}

#[test]
fn every_tag_has_a_word_in_each_script() {
    let lexicon = lexicon();
    let scripts: [fn(char) -> bool; 3] =
        [|c| c.is_ascii_alphabetic(), is_sign, |c| ('\u{600}'..='\u{6ff}').contains(&c)];
    let mut missing = HashSet::new();
    for kind in [TagKind::Product, TagKind::Need, TagKind::Language] {
        for key in kind.keys() {
            let of_key = |meaning: Meaning| match meaning {
                Meaning::Product(known) => kind == TagKind::Product && known == *key,
                Meaning::Need(known) => kind == TagKind::Need && known == *key,
                Meaning::Language(known) => kind == TagKind::Language && known == *key,
                Meaning::Mode(_) | Meaning::Filler => false,
            };
            for (number, script) in scripts.iter().enumerate() {
                let mut words = lexicon.all().filter(|(_, meaning)| of_key(**meaning));
                if !words.any(|(word, _)| word.chars().all(script)) {
                    missing.insert((*key, number));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
