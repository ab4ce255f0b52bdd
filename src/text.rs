//! Texts that people type: trimmed, bounded, free of control characters and of those that
//! turn the direction of what follows.

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextRefusal {
    #[error("the text is empty")]
    Empty,
    #[error("the text has {actual} characters, {max} are allowed")]
    TooLong { max: usize, actual: usize },
}

/// One line: white space and control characters are folded into single spaces.
///
/// `max` counts Unicode scalar values.
pub fn line(raw: &str, max: usize) -> Result<String, TextRefusal> {
    let shown = raw.chars().filter(|c| !is_format(*c));
    let spaced: String = shown.map(|c| if c.is_control() { ' ' } else { c }).collect();
    bounded(spaced.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// Several lines: line ends are made `\n`, other control characters are dropped.
pub fn paragraphs(raw: &str, max: usize) -> Result<String, TextRefusal> {
    let unix = raw.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unix.chars().filter(|c| *c == '\n' || !(c.is_control() || is_format(*c))).collect();
    bounded(clean.trim().to_owned(), max)
}

/// As [`line`], but nothing typed is `None` instead of a refusal.
pub fn optional_line(raw: &str, max: usize) -> Result<Option<String>, TextRefusal> {
    optional(line(raw, max))
}

/// As [`paragraphs`], but nothing typed is `None` instead of a refusal.
pub fn optional_paragraphs(raw: &str, max: usize) -> Result<Option<String>, TextRefusal> {
    optional(paragraphs(raw, max))
}

/// A name for addresses: its Latin letters and digits in lower case, with hyphens;
/// empty for a name in another script.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

fn optional(text: Result<String, TextRefusal>) -> Result<Option<String>, TextRefusal> {
    match text {
        Err(TextRefusal::Empty) => Ok(None),
        other => other.map(Some),
    }
}

/// Whether it orders the characters around it anew, or stands for nothing: with these a
/// text looks like another one.
pub const fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// What joins and parts letters or marks their direction: words need it, but it is none.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200c}'..='\u{200f}')
}

fn bounded(text: String, max: usize) -> Result<String, TextRefusal> {
    match text.chars().count() {
        _ if text.chars().all(|c| c.is_whitespace() || is_mark(c)) => Err(TextRefusal::Empty),
        actual if actual > max => Err(TextRefusal::TooLong { max, actual }),
        _ => Ok(text),
    }
}

/// What is compared of words that people type: lower case without accents and tones,
/// spaces, hyphens and joiners, and the Persian letters that Arabic keyboards write
/// their own way. "Xi’an", "xi an" and "XĪĀN" are one.
pub fn fold(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
            'ğ' | 'ģ' => 'g',
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'ǐ' => 'i',
            'ł' | 'ļ' => 'l',
            'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'ǒ' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' | 'ș' => 's',
            'ť' | 'ţ' | 'ț' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ž' | 'ż' => 'z',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_and_bounded() {
        assert_eq!(line("  a \n\u{0} b\t", 10), Ok("a b".into()));
        assert_eq!(line(" \n ", 10), Err(TextRefusal::Empty));
        assert_eq!(line("屏幕坏了", 3), Err(TextRefusal::TooLong { max: 3, actual: 4 }));
    }

    #[test]
    fn a_text_is_seen_and_reads_as_it_looks() {
        assert_eq!(line("\u{202e}moc.live\u{202c} A\u{200b}da", 20), Ok("moc.live Ada".into()));
        assert_eq!(paragraphs("12\u{2066} Lane\n\u{feff}", 20), Ok("12 Lane".into()));
        for nobody in ["\u{200b}", "\u{200f}\u{200d}", " \u{2060} "] {
            assert_eq!(line(nobody, 20), Err(TextRefusal::Empty));
        }
        // A Persian word keeps what parts its letters, an emoji what joins it.
        for kept in ["علی\u{200c}رضا", "👩\u{200d}🔧"] {
            assert_eq!(line(kept, 20), Ok(kept.into()));
        }
    }

    #[test]
    fn an_address_is_made_of_latin_letters() {
        assert_eq!(slug(" Optics Valley (East) 2"), "optics-valley-east-2");
        assert_eq!(slug("光谷"), "");
    }

    #[test]
    fn paragraphs_keep_their_line_ends() {
        assert_eq!(paragraphs("one\r\ntwo\u{7}", 10), Ok("one\ntwo".into()));
    }
}
