//! Names among the words of a search: of people, and of service points.

use handpick::{
    point::ServicePoint,
    search::{Understood, name_parts},
    store::StoreResult,
};

use super::Visit;

/// Most words of which it is asked whether they are names.
const WORDS_MAX: usize = 4;
/// What more points than this are called is no place, but a word of their trade.
const NAMESAKES_MAX: u32 = 5;

/// What was said, with its names told apart.
pub struct Said<'g> {
    pub understood: Understood<'g>,
    /// What people are called whom she looks for.
    pub name: Option<String>,
    /// The service point that was named.
    pub point: Option<ServicePoint>,
    /// The word for the place, where people are called so, too.
    pub namesake: Option<String>,
}

/// Looks for names among the words that are nothing else. What is no name may still
/// be a word with a typo.
pub async fn names_in<'g>(
    visit: &'g Visit,
    typed: &str,
    mut understood: Understood<'g>,
) -> StoreResult<Said<'g>> {
    let (mut names, mut rest, mut point) = (Vec::new(), Vec::new(), None);
    for (number, word) in std::mem::take(&mut understood.unknown).into_iter().enumerate() {
        if number >= WORDS_MAX {
            rest.push(word);
        } else if is_name(visit, &word).await? {
            names.push(word);
        } else if let Some(called) = point_called(visit, &word).await? {
            point = point.or(Some(called));
        } else {
            rest.push(word);
        }
    }
    let mut namesake = None;
    if !understood.place_word.is_empty() {
        let whole = format!("{} {}", understood.place_word, names.join(" "));
        if is_name(visit, &whole).await? {
            if names.is_empty() {
                namesake = Some(std::mem::take(&mut understood.place_word));
            } else {
                // "David Miller" is not somebody called Miller in David.
                understood.place = None;
                names.push(std::mem::take(&mut understood.place_word));
                names.sort_by_key(|name| typed.find(name.as_str()));
            }
        }
    }
    understood.unknown = rest;
    understood.forgive(&visit.app.lexicon, &visit.app.places);
    let name = (!names.is_empty()).then(|| names.join(" "));
    Ok(Said { understood, name, point, namesake })
}

async fn is_name(visit: &Visit, words: &str) -> StoreResult<bool> {
    visit.app.store.is_name(&name_parts(words)).await
}

async fn point_called(visit: &Visit, word: &str) -> StoreResult<Option<ServicePoint>> {
    let points = visit.app.store.points_named(&name_parts(word), NAMESAKES_MAX + 1).await?;
    Ok(if points.len() > NAMESAKES_MAX as usize { None } else { points.into_iter().next() })
}
