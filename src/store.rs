//! The port as a whole: what the pages may ask of a database.

use crate::{
    account::Accounts, booking::Bookings, case::Cases, engineer::Engineers, insight::Insights, link::Links,
    mail::Outbox, photo::Photos, point::Points, review::Reviews, schedule::Schedules, search::Names,
};

/// The database failed. What happened goes into the log; people are told only that
/// nothing was changed. Like `anyhow::Error` it is made from any error by `?`, and
/// for that does not implement `Error` itself.
pub struct StoreError(Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// What it was made from, where that is an `E`.
    pub fn cause<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

pub type StoreResult<T> = Result<T, StoreError>;

impl<E: std::error::Error + Send + Sync + 'static> From<E> for StoreError {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl std::fmt::Debug for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the store failed: {}", self.0)
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

pub trait Store:
    Accounts
    + Bookings
    + Cases
    + Engineers
    + Insights
    + Links
    + Names
    + Outbox
    + Photos
    + Points
    + Reviews
    + Schedules
{
}

impl<T> Store for T where
    T: Accounts
        + Bookings
        + Cases
        + Engineers
        + Insights
        + Links
        + Names
        + Outbox
        + Photos
        + Points
        + Reviews
        + Schedules
{
}
