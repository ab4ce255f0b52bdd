//! What a word that is being typed may become.

use crate::{
    place::{Gazetteer, Place},
    text::fold,
};

use super::{Lexicon, Meaning, QUERY_MAX, TOGETHER_MAX, one_script, tokens};

/// Letters after which a word is completed: before, everything begins like it. A
/// Chinese sign is a word by itself.
const LETTERS_MIN: usize = 2;

#[derive(Debug, Default)]
pub struct Completions<'g> {
    /// What was typed before that word, with the space behind it.
    pub before: String,
    pub meanings: Vec<Meaning>,
    pub places: Vec<&'g Place>,
}

/// Completes the end of the query: the longest that is the beginning of something.
/// At most `limit` words and as many places, the likeliest first.
pub fn complete<'g>(query: &str, lexicon: &Lexicon, places: &'g Gazetteer, limit: usize) -> Completions<'g> {
    let tokens = tokens(query);
    let is_whole = query.chars().count() <= QUERY_MAX && !query.ends_with(char::is_whitespace);
    let ends = (0..tokens.len()).map(|at| &tokens[at..]).filter(|end| is_whole && end.len() <= TOGETHER_MAX);
    let completed = ends.filter(|end| one_script(end)).find_map(|end| {
        let (first, key) = (end.first()?, end.iter().map(|token| fold(&token.text)).collect::<String>());
        if !first.is_sign && key.chars().count() < LETTERS_MIN {
            return None;
        }
        let (meanings, places) = (lexicon.beginning(&key, limit), places.suggest(&key, limit));
        let before = query[..first.start].to_owned();
        (!meanings.is_empty() || !places.is_empty()).then_some(Completions { before, meanings, places })
    });
    completed.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::{lexicon, places};

    #[track_caller]
    fn completes(query: &str, before: &str, meaning: Option<Meaning>, place: Option<&str>) {
        let (lexicon, places) = (lexicon(), places());
        let found = complete(query, &lexicon, &places, 5);
        assert_eq!(found.before, before, "{query}");
        assert_eq!(found.meanings.first().copied(), meaning, "{query}");
        assert_eq!(found.places.first().map(|place| place.name), place, "{query}");
    }

    #[test]
    fn the_word_at_the_end_is_completed_in_every_script() {
        completes("lapt", "", Some(Meaning::Product("laptop")), None);
        completes("laptop batt", "laptop ", Some(Meaning::Need("battery")), None);
        completes("phone Gua", "phone ", None, Some("Guangzhou"));
        completes("手机换", "手机", Some(Meaning::Need("screen")), None);
        completes("手机 武", "手机 ", Some(Meaning::Language("cmn-wuhan")), Some("Wuhan"));
        completes("New Y", "", None, Some("New York"));
    }

    #[test]
    fn what_is_finished_or_too_short_is_left_alone() {
        for query in ["", " ", "l", "laptop ", "xyzzy", "💥", &"x".repeat(10_000), &"电".repeat(10_000)] {
            completes(query, "", None, None);
        }
    }
}
