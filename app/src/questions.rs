//! What people look for, counted in memory: answering costs no write. A job of the
//! server saves the counts every minute.

use std::sync::{Mutex, MutexGuard, PoisonError};

use handpick::{
    account::Role,
    engineer::Found,
    insight::{Asked, Question, Tally, day_of},
};
use jiff::civil::Date;

use crate::web::{SearchQuery, Visit};

/// The questions of this process that are not saved yet.
#[derive(Default)]
pub struct Questions(Mutex<Tally>);

impl Questions {
    /// Counts what somebody looked for and how many were found. Operators look at what
    /// their customers see, and are not counted; a place that we do not know is no
    /// question that was answered. What a stranger asks again within a second is
    /// answered from memory (`server/src/http/remembered.rs`) and counts once.
    pub fn count(&self, visit: &Visit, query: &SearchQuery, found: &Found) {
        if query.located.is_unknown() || visit.may(Role::Operator) {
            return;
        }
        let place = query.located.spot.as_ref().map(|spot| spot.place.id);
        if let Some(question) = Question::of(&query.search, place) {
            self.tally().count(day_of(visit.now), question, found.total);
        }
    }

    pub fn unsaved(&self) -> Vec<Asked> {
        self.tally().unsaved()
    }

    pub fn saved(&self, asked: &[Asked], today: Date) {
        self.tally().saved(asked, today);
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        // Every count is sound at any moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
