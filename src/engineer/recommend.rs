//! Who is recommended for a need, and why: a pure function of facts, so that the
//! same question has the same answer and every pick can explain itself.

use jiff::{Timestamp, ToSpan};

use crate::{id::EngineerId, review::Outcome, tag::TagKind};

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
    /// Cases like this one served before, and how they were rated, once that is known.
    Similar {
        kind: TagKind,
        key: &'static str,
        count: u32,
        outcome: Option<Outcome>,
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

impl Pick {
    /// Tells how cases like this one were rated: asked for those who are picked only.
    pub fn add_outcome(&mut self, outcomes: &[(EngineerId, Outcome)]) {
        let id = self.candidate.engineer.id;
        let found = outcomes.iter().find(|(engineer, _)| *engineer == id).map(|(_, outcome)| *outcome);
        for reason in &mut self.reasons {
            if let Reason::Similar { outcome, .. } = reason {
                *outcome = found;
            }
        }
    }
}

/// The customer's side of the question.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub search: &'a Search,
    /// Languages that match the customer's region or wish, the most local first.
    pub languages: &'a [&'static str],
    pub now: Timestamp,
}

/// What counts beside "your expert", who always comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The favourable rate, shrunk towards the mean: see [`crate::review::Rating::shrunk`].
    Reviews,
    /// How near she is: half of it at [`HALF_KM`].
    Near,
    /// She served this customer before.
    ServedYou,
    /// How many cases like this one she served: half of it at [`HALF_CASES`].
    Similar,
    /// How soon she is free: half of it at [`HALF_HOURS`].
    Soon,
    /// She speaks a language that matters to the customer: half of it when the customer
    /// did not ask for that one.
    Language,
}

pub const HALF_KM: f64 = 8.0;
pub const HALF_CASES: f64 = 20.0;
pub const HALF_HOURS: f64 = 24.0;

impl Part {
    /// In the order of what they weigh.
    pub const ALL: [Part; 6] =
        [Part::Reviews, Part::Near, Part::ServedYou, Part::Similar, Part::Soon, Part::Language];

    /// The most it can add, in points: reviews more than all others together, each of
    /// which adds only a little. Chosen by hand, for there is no history yet to learn
    /// them from.
    pub const fn most(self) -> f64 {
        match self {
            Part::Reviews => 3.0,
            Part::Near => 0.8,
            Part::ServedYou | Part::Similar => 0.5,
            Part::Soon => 0.4,
            Part::Language => 0.3,
        }
    }

    /// How much of it the candidate has, 0 to 1. What is not known is nothing.
    fn share(self, asker: Asker<'_>, candidate: &Candidate) -> f64 {
        let engineer = &candidate.engineer;
        match self {
            Part::Reviews => engineer.rating.shrunk(),
            Part::Near => candidate.distance_km.map_or(0.0, |km| falling(km, HALF_KM)),
            Part::ServedYou => f64::from(candidate.served_you_at.is_some()),
            Part::Similar => 1.0 - falling(similar(asker, candidate).into(), HALF_CASES),
            Part::Soon => engineer.next_free(asker.search.mode).map_or(0.0, |at| {
                let hours = at.duration_since(asker.now).as_secs_f64().max(0.0) / 3600.0;
                falling(hours, HALF_HOURS)
            }),
            Part::Language => match spoken(asker, candidate) {
                Some(language) if asker.search.language == Some(language) => 1.0,
                Some(_) => 0.5,
                None => 0.0,
            },
        }
    }
}

/// From 1 at nothing towards 0, a half of it at `half`.
fn falling(amount: f64, half: f64) -> f64 {
    half / (half + amount)
}

/// The points of all parts together: higher is better.
fn score(asker: Asker<'_>, candidate: &Candidate) -> f64 {
    Part::ALL.into_iter().map(|part| part.most() * part.share(asker, candidate)).sum()
}

/// The best [`PICKS`] of the candidates, the best first, favourites before others. One
/// of the three places goes in turn to a newcomer when no pick is one anyway; no
/// favourite has to go for it.
pub fn recommend(asker: Asker<'_>, mut candidates: Vec<Candidate>) -> Vec<Pick> {
    let key = |c: &Candidate| (c.favourite, score(asker, c), c.engineer.id);
    candidates.sort_by(|a, b| {
        let ((x, p, a), (y, q, b)) = (key(a), key(b));
        y.cmp(&x).then(q.total_cmp(&p)).then(a.cmp(&b))
    });
    let picks = candidates.get(..PICKS).unwrap_or_default();
    let room = picks.last().is_some_and(|last| !last.favourite) && !picks.iter().any(is_newcomer);
    if let (Some(at), true) = (whose_turn(asker.now, &candidates), room) {
        candidates.swap(PICKS - 1, at);
    }
    candidates.truncate(PICKS);
    candidates.into_iter().map(|candidate| Pick { reasons: reasons(asker, &candidate), candidate }).collect()
}

/// The newcomer whose day it is (UTC), among those whom nobody rates badly: another
/// one each day, the same one all day.
fn whose_turn(now: Timestamp, candidates: &[Candidate]) -> Option<usize> {
    let new = |(_, candidate): &(usize, &Candidate)| is_newcomer(candidate) && is_liked(candidate);
    let mut newcomers: Vec<_> = candidates.iter().enumerate().filter(new).collect();
    newcomers.sort_by_key(|(_, candidate)| candidate.engineer.id);
    let day = usize::try_from(now.as_second().div_euclid(24 * 60 * 60)).unwrap_or(0);
    let (at, _) = newcomers.get(day.checked_rem(newcomers.len())?)?;
    Some(*at)
}

pub fn is_newcomer(candidate: &Candidate) -> bool {
    candidate.engineer.rating.count() < NEWCOMER_REVIEWS
}

/// Nobody has judged her yet, or nearly all were pleased.
fn is_liked(candidate: &Candidate) -> bool {
    let rating = candidate.engineer.rating;
    rating.count() == 0 || rating.favourable_percent() >= LIKED_PERCENT
}

/// A newcomer with a lower favourable rate waits for better reviews; and a lower one is no
/// reason to choose anybody.
pub const LIKED_PERCENT: u32 = 80;

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
    if let (Some((kind, key)), true) = (asker.search.case(), count > 0) {
        reasons.push(Reason::Similar { kind, key, count, outcome: None });
    }
    if let Some(km) = candidate.distance_km {
        reasons.push(Reason::Near { km });
    }
    if let Some(language) = spoken(asker, candidate) {
        reasons.push(Reason::Speaks { language });
    }
    if is_newcomer(candidate) {
        reasons.push(Reason::Newcomer);
    } else if rating.favourable_percent() >= LIKED_PERCENT {
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
    let Some(case) = asker.search.case() else { return 0 };
    let tags = &candidate.engineer.tags;
    tags.iter().find(|tag| (tag.kind, tag.key) == case).map_or(0, |tag| tag.count)
}

fn spoken(asker: Asker<'_>, candidate: &Candidate) -> Option<&'static str> {
    let tags = &candidate.engineer.tags;
    let speaks = |key: &str| tags.iter().any(|tag| tag.kind == TagKind::Language && tag.key == key);
    asker.languages.iter().copied().find(|key| speaks(key))
}

#[cfg(test)]
mod tests;
