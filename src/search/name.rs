//! Names of people and places of work, as they are found: by words that begin like
//! what was typed, in Latin, Chinese and Persian script alike.

use std::collections::BTreeSet;

use crate::{lang::Localized, text::fold};

use super::{Token, is_sign, tokens};

/// Most parts of one search for a name.
const PARTS_MAX: usize = 6;

/// The words a name is found by, folded. Chinese is written without spaces: there
/// each pair of neighbouring signs is a word, so 小明 is found in 王小明.
pub fn name_words(name: &Localized<String>) -> BTreeSet<String> {
    name.0.values().flat_map(|name| words(&tokens(name))).collect()
}

/// All words of a name in one text, a space before each: what begins a word follows one.
pub fn words_together(words: &BTreeSet<String>) -> String {
    words.iter().flat_map(|word| [" ", word.as_str()]).collect()
}

/// What is asked of a name: each part begins one of its words. The longest comes
/// first, for the fewest are called so. Empty when so little was typed that nearly
/// everybody would be meant: a single letter, which one sign is not.
pub fn name_parts(typed: &str) -> Vec<String> {
    let mut parts = words(&tokens(typed));
    parts.retain(|part| part.chars().nth(1).is_some() || part.chars().all(is_sign));
    parts.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    parts.dedup();
    parts.truncate(PARTS_MAX);
    parts
}

/// Words as they stand, and of signs that follow each other the pairs.
fn words(tokens: &[Token]) -> Vec<String> {
    let mut words = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let text = fold(&token.text);
        let follows = |at: usize| tokens.get(at).filter(|next| next.joined && next.is_sign);
        if !token.is_sign {
            words.push(text);
        } else if let Some(next) = follows(at + 1) {
            words.push(text + &next.text);
        } else if !(token.joined && at > 0 && tokens[at - 1].is_sign) {
            words.push(text);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn found(name: &Localized<String>, typed: &str) -> bool {
        let (words, parts) = (name_words(name), name_parts(typed));
        !parts.is_empty() && parts.iter().all(|part| words.iter().any(|word| word.starts_with(part)))
    }

    #[test]
    fn somebody_is_found_by_the_words_of_her_name_in_any_order() {
        let name = Localized::one(Lang::En, "Xiaoming Wáng".to_owned()).with(Lang::ZhCn, "王小明".to_owned());
        for typed in ["wang", "WANG xiaoming", "xiaom", "王小明", "小明", "王", "wang 小明"] {
            assert!(found(&name, typed), "{typed}");
        }
        for typed in ["ang", "wang li", "明王", "明", "w", "", "。", "李"] {
            assert!(!found(&name, typed), "{typed}");
        }
    }

    #[test]
    fn a_point_is_found_by_a_part_of_what_it_is_called() {
        let name = Localized::one(Lang::ZhCn, "广州天河服务店".to_owned());
        assert!(found(&name, "天河"));
        assert!(!found(&name, "河天"));
        assert!(found(&Localized::one(Lang::En, "تهران مرکز".to_owned()), "مركز"));
    }

    #[test]
    fn the_rarest_part_is_asked_first_and_there_are_few() {
        assert_eq!(name_parts("li wang xiuying li"), ["xiuying", "wang", "li"]);
        assert_eq!(name_parts(&"多".repeat(1_000)), ["多多"]);
        assert_eq!(name_parts("a b c d e f").len(), 0);
        assert!(name_parts(&"word ".repeat(50)).len() <= PARTS_MAX);
    }
}
