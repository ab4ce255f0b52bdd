//! What a live page watches.

use std::{fmt, str::FromStr};

use crate::id::{BadId, CaseId, EngineerId, PointId};

/// As a last event: nothing has happened yet. Differs from every id.
pub const BEFORE_ALL: &str = "0";

/// A page that wants to know when something it shows has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    Case(CaseId),
    /// The desk of a service point.
    Desk(PointId),
    /// An engineer's day.
    Work(EngineerId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Case(id) => write!(f, "case:{id}"),
            Topic::Desk(id) => write!(f, "desk:{id}"),
            Topic::Work(id) => write!(f, "work:{id}"),
        }
    }
}

impl FromStr for Topic {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        match text.split_once(':').ok_or(BadId)? {
            ("case", id) => id.parse().map(Topic::Case),
            ("desk", id) => id.parse().map(Topic::Desk),
            ("work", id) => id.parse().map(Topic::Work),
            _ => Err(BadId),
        }
    }
}
