mod access;
mod moves;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{engineer::Mode, schedule::FreeTime};

/// When the appointment starts.
const START: Timestamp = Timestamp::constant(1_795_392_000, 0);
const MS: SignedDuration = SignedDuration::from_millis(1);

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn time(start: Timestamp) -> FreeTime {
    let end = start + minutes(45);
    FreeTime { start, end, busy_until: end }
}
