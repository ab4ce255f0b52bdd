//! What demo people say of themselves, and the words for what they repair.

use handpick::{
    engineer,
    lang::{Lang, Localized},
};

use super::{
    data::{Data, Key, Words},
    dice::Dice,
    fill::{capitalised, chinese_number, fill},
    person::Person,
};

pub struct Trade<'a> {
    pub person: &'a Person,
    pub years: u32,
    pub product: &'static str,
    pub needs: &'a [&'static str],
    pub city_zh: &'a str,
    pub city_en: &'a str,
}

/// Headline and bio in both languages: their lists are parallel, and of dice that fall
/// alike nobody has another trade in each.
pub fn words(data: &Data, trade: &Trade<'_>, dice: &mut Dice) -> Localized<engineer::Words> {
    let mut alike = dice.clone();
    let english = in_language(data, Lang::En, trade, dice);
    let chinese = in_language(data, Lang::ZhCn, trade, &mut alike);
    Localized::one(Lang::En, english).with(Lang::ZhCn, chinese)
}

fn in_language(data: &Data, lang: Lang, trade: &Trade<'_>, dice: &mut Dice) -> engineer::Words {
    let texts = texts(data, lang);
    let need = trade.needs.first().copied().unwrap_or("setup");
    let need2 = trade.needs.get(1).copied().unwrap_or("software");
    let digits = trade.years.to_string();
    let (name, city, spelled) = if lang == Lang::ZhCn {
        (trade.person.signature(), trade.city_zh, chinese_number(trade.years))
    } else {
        (trade.person.given.as_str(), trade.city_en, digits.clone())
    };
    let mut values = vec![
        ("name", name),
        ("family", trade.person.family_han.as_deref().unwrap_or(&trade.person.family)),
        ("city", city),
        ("product", word(&texts.words.product, trade.product)),
        ("need", word(&texts.words.need, need)),
        ("need2", word(&texts.words.need, need2)),
        ("job", word(&texts.words.job, need)),
        ("years", &spelled),
    ];
    let headline = capitalised(&fill(headline(texts, trade.product, need, dice), &values));
    values.pop();
    values.push(("years", &digits));
    let bio = fill(dice.pick(&texts.bios).as_str(), &values);
    engineer::Words { headline, bio }
}

fn headline<'a>(texts: &'a Words, product: &'static str, need: &'static str, dice: &mut Dice) -> &'a str {
    let of_need = texts.headlines_need.get(&Key(need));
    let of_product = texts.headlines_product.get(&Key(product));
    let pool = match dice.index(5) {
        0 | 1 => of_need,
        2 => of_product,
        _ => None,
    };
    dice.pick(pool.unwrap_or(&texts.headlines)).as_str()
}

/// In Chinese or else in English.
pub fn texts(data: &Data, lang: Lang) -> &Words {
    if lang == Lang::ZhCn { &data.words.zh } else { &data.words.en }
}

/// The word for a key; the key itself where there is none.
pub fn word<'a>(words: &'a std::collections::BTreeMap<Key, String>, key: &'static str) -> &'a str {
    words.get(&Key(key)).map_or(key, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_both_languages_are_parallel() {
        let data = Data::read().expect("the files are well formed");
        let counts = |words: &Words| {
            let each = words.headlines_need.iter().chain(&words.headlines_product);
            let each: Vec<_> = each.map(|(key, texts)| (*key, texts.len())).collect();
            (words.headlines.len(), words.bios.len(), each)
        };
        assert_eq!(counts(&data.words.zh), counts(&data.words.en));
    }
}
