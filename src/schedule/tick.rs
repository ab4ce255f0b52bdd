//! Ticks: the grain of booking.

use std::fmt;

use jiff::Timestamp;

use crate::id::{BayId, EngineerId};

/// Minutes in a tick.
pub const TICK_MINUTES: i64 = 15;
const TICK_MS: i64 = TICK_MINUTES * 60_000;

/// A quarter of an hour, counted from 1970-01-01T00:00Z. Every zone in use today
/// is offset by whole quarters, so local quarters are ticks everywhere.
pub type Tick = i64;

/// From an instant up to, not including, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: Timestamp,
    pub end: Timestamp,
}

/// The ticks that a span touches, in ascending order.
pub fn ticks(span: Span) -> std::ops::Range<Tick> {
    let start = span.start.as_millisecond().div_euclid(TICK_MS);
    let end = (span.end.as_millisecond() + TICK_MS - 1).div_euclid(TICK_MS);
    start..end
}

/// What an appointment occupies: one thing that is in one place at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    Engineer(EngineerId),
    Bay(BayId),
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Engineer(id) => id.fmt(f),
            Resource::Bay(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_touches_whole_ticks() {
        let at = |minute: i64| Timestamp::from_second(minute * 60).expect("in range");
        assert_eq!(ticks(Span { start: at(0), end: at(45) }), 0..3);
        assert_eq!(ticks(Span { start: at(10), end: at(16) }), 0..2);
        assert_eq!(ticks(Span { start: at(-15), end: at(0) }), -1..0);
    }
}
