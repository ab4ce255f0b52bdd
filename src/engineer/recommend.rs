//! Who is recommended for a need, and why: a pure function of facts, so that the
//! same question has the same answer and every pick can explain itself.

use jiff::{Timestamp, ToSpan};

use crate::tag::TagKind;

use super::{Candidate, Search};

/// How many are recommended.
pub const PICKS: usize = 3;

/// A newcomer has fewer reviews than this.
pub const NEWCOMER_REVIEWS: u32 = 15;

/// Why somebody is recommended. Each is shown in words on the card.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    YourExpert,
    ServedYou {
        at: Timestamp,
    },
    /// Cases of this need served before.
    Similar {
        need: &'static str,
        count: u32,
    },
    Favourable {
        percent: u32,
        reviews: u32,
    },
    Near {
        km: f64,
    },
    Speaks {
        language: &'static str,
    },
    FreeSoon {
        at: Timestamp,
    },
    /// New here; one place in turn is kept for somebody without many reviews.
    Newcomer,
}

#[derive(Debug, Clone)]
pub struct Pick {
    pub candidate: Candidate,
    pub reasons: Vec<Reason>,
}

/// The customer's side of the question.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub search: &'a Search,
    /// Languages that match the customer's region or wish, the most local first.
    pub languages: &'a [&'static str],
    pub now: Timestamp,
}

/// The best [`PICKS`] of the candidates, the best first. One of the three places
/// goes to the best newcomer when no pick is one anyway; no favourite has to go for it.
pub fn recommend(asker: Asker<'_>, mut candidates: Vec<Candidate>) -> Vec<Pick> {
    let key = |c: &Candidate| (score(asker, c), c.engineer.id);
    candidates.sort_by(|a, b| {
        let ((x, a), (y, b)) = (key(a), key(b));
        y.total_cmp(&x).then(a.cmp(&b))
    });
    let newcomer = candidates.iter().skip(PICKS).position(is_newcomer).map(|at| at + PICKS);
    let picks = candidates.get(..PICKS).unwrap_or_default();
    let room = picks.last().is_some_and(|last| !last.favourite) && !picks.iter().any(is_newcomer);
    if let (Some(at), true) = (newcomer, room) {
        candidates.swap(PICKS - 1, at);
    }
    candidates.truncate(PICKS);
    candidates.into_iter().map(|candidate| Pick { reasons: reasons(asker, &candidate), candidate }).collect()
}

pub fn is_newcomer(candidate: &Candidate) -> bool {
    candidate.engineer.rating.count() < NEWCOMER_REVIEWS
}

/// Higher is better. The favourable rate is shrunk towards the mean (see
/// [`crate::review::Rating::shrunk`]); every other part adds at most a bounded
/// amount, so that no single fact decides alone but for "your expert".
fn score(asker: Asker<'_>, candidate: &Candidate) -> f64 {
    let engineer = &candidate.engineer;
    let similar = f64::from(similar(asker, candidate));
    let near = candidate.distance_km.map_or(0.0, |km| 1.0 / (1.0 + km / 8.0));
    let soon = engineer.next_free(asker.search.mode).map_or(0.0, |at| {
        let hours = at.duration_since(asker.now).as_secs_f64().max(0.0) / 3600.0;
        1.0 / (1.0 + hours / 24.0)
    });
    let speaks = if spoken(asker, candidate).is_some() { 1.0 } else { 0.0 };
    let known = if candidate.favourite { 10.0 } else { 0.0 }
        + if candidate.served_you_at.is_some() { 0.5 } else { 0.0 };
    3.0 * engineer.rating.shrunk()
        + 0.5 * (similar / (similar + 20.0))
        + 0.8 * near
        + 0.4 * soon
        + 0.3 * speaks
        + known
}

fn reasons(asker: Asker<'_>, candidate: &Candidate) -> Vec<Reason> {
    let engineer = &candidate.engineer;
    let rating = engineer.rating;
    let mut reasons = Vec::new();
    if candidate.favourite {
        reasons.push(Reason::YourExpert);
    }
    if let Some(at) = candidate.served_you_at {
        reasons.push(Reason::ServedYou { at });
    }
    let count = similar(asker, candidate);
    if let (Some(need), true) = (asker.search.need, count > 0) {
        reasons.push(Reason::Similar { need, count });
    }
    if let Some(km) = candidate.distance_km {
        reasons.push(Reason::Near { km });
    }
    if let Some(language) = spoken(asker, candidate) {
        reasons.push(Reason::Speaks { language });
    }
    if is_newcomer(candidate) {
        reasons.push(Reason::Newcomer);
    } else {
        reasons.push(Reason::Favourable { percent: rating.favourable_percent(), reviews: rating.count() });
    }
    let in_two_days = asker.now.checked_add(48.hours()).unwrap_or(asker.now);
    if let Some(at) = engineer.next_free(asker.search.mode).filter(|at| *at <= in_two_days) {
        reasons.push(Reason::FreeSoon { at });
    }
    reasons.truncate(4);
    reasons
}

fn similar(asker: Asker<'_>, candidate: &Candidate) -> u32 {
    let Some(need) = asker.search.need else { return 0 };
    let tags = &candidate.engineer.tags;
    tags.iter().find(|tag| tag.kind == TagKind::Need && tag.key == need).map_or(0, |tag| tag.count)
}

fn spoken(asker: Asker<'_>, candidate: &Candidate) -> Option<&'static str> {
    let tags = &candidate.engineer.tags;
    let speaks = |key: &str| tags.iter().any(|tag| tag.kind == TagKind::Language && tag.key == key);
    asker.languages.iter().copied().find(|key| speaks(key))
}

#[cfg(test)]
mod tests;
