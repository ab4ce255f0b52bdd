//! What people look for, counted in memory: answering costs no write. A job of the
//! server saves the counts every minute.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher as _,
    sync::{Mutex, MutexGuard, PoisonError},
};

use handpick::{
    account::Role,
    engineer::Total,
    insight::{Asked, Question, Tally, day_of},
};
use jiff::civil::Date;

use crate::{
    limits::{Limit, network},
    web::{SearchQuery, Visit},
};

/// So many askings of a day are known again: 1 MB.
const KNOWN_MAX: usize = 65_536;

/// The questions of this process that are not saved yet.
#[derive(Default)]
pub struct Questions {
    tally: Mutex<Tally>,
    known: Mutex<HashSet<u64>>,
    /// Made by chance when the program starts: what it hashes tells nobody anything.
    salt: RandomState,
}

impl Questions {
    /// Counts what somebody looked for and how many were found. Operators look at what
    /// their customers see, and are not counted; a place that we do not know is no
    /// question that was answered. What is asked again on the same day from the same
    /// network counts once: with and without an account, somebody is one.
    pub fn count(&self, visit: &Visit, query: &SearchQuery, found: Total) {
        if query.located.is_unknown() || visit.may(Role::Operator) {
            return;
        }
        let place = query.located.spot.as_ref().map(|spot| spot.place.id);
        let Some(question) = Question::of(&query.search, place) else { return };
        let day = day_of(visit.now);
        let is_new = self.is_new(self.salt.hash_one((network(visit.ip), day, question)));
        if is_new && visit.take(Limit::Question).is_ok() {
            self.tally().count(day, question, found.people);
        }
    }

    fn is_new(&self, asking: u64) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(asking)
    }

    pub fn unsaved(&self) -> Vec<Asked> {
        self.tally().unsaved()
    }

    pub fn saved(&self, asked: &[Asked], today: Date) {
        self.tally().saved(asked, today);
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        // Every count is sound at any moment.
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
