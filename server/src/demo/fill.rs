//! Filling texts in.

/// Replaces each `{name}` by its value; a name without a value stays.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((name, after)) if values.iter().any(|(known, _)| *known == name) => {
                let value = values.iter().find(|(known, _)| *known == name);
                filled.push_str(value.map_or("", |(_, value)| value));
                rest = after;
            }
            _ => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The first letter made a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// 1 to 99 as a Chinese numeral, as before a measure word: "两", "九", "二十三".
pub fn chinese_number(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    let digit = |digit: u32| DIGITS[digit as usize];
    match (tens, ones) {
        (0, 2) => "两".to_owned(),
        (0, _) => digit(ones).to_owned(),
        (1, _) => format!("十{}", digit(ones)),
        _ => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// A name as it stands in an address on the web: small Latin letters, digits and
/// hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => slug.push('a'),
            'ç' => slug.push('c'),
            'è' | 'é' | 'ê' | 'ë' => slug.push('e'),
            'ì' | 'í' | 'î' | 'ï' => slug.push('i'),
            'ñ' => slug.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => slug.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => slug.push('u'),
            'ß' => slug.push_str("ss"),
            '\'' | '’' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_replaced() {
        let values = [("name", "陈美玲"), ("years", "九")];
        assert_eq!(fill("{name}，{years}年 {x} {", &values), "陈美玲，九年 {x} {");
    }

    #[test]
    fn years_are_counted_in_chinese() {
        assert_eq!([2, 9, 10, 12, 20, 23].map(chinese_number), ["两", "九", "十", "十二", "二十", "二十三"]);
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Jing’an"), "jingan");
        assert_eq!(slug("José  Núñez Ruiz-"), "jose-nunez-ruiz");
        assert_eq!(slug("陈"), "");
    }

    #[test]
    fn headlines_begin_with_a_capital() {
        assert_eq!(capitalised("laptop repair"), "Laptop repair");
    }
}
