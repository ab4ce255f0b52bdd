use jiff::Timestamp;

use crate::review::whole_percent;

/// How far back answers and beginnings are looked at, in days: long enough for a
/// sample, short enough to be how she works now.
pub const RECENT_DAYS: i64 = 90;
/// A service that begins at most so many minutes after the agreed time, or after a
/// customer who was late arrived, is on time.
pub const ON_TIME_MINUTES: i64 = 15;
/// The fewest promises of which a rate is shown.
pub const TELLING: u32 = 5;

/// What a customer may know of an engineer's service so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    pub served: u32,
    pub served_visit: u32,
    pub served_home: u32,
    /// Customers who came more than once.
    pub returning_customers: u32,
    pub since: Option<Timestamp>,
    /// Requests for visits, which the desk answers.
    pub visits: Answers,
    /// Requests for home calls, which she answers herself.
    pub home_calls: Answers,
    /// Services that began on time.
    pub on_time: Kept,
}

/// How many promises of the last [`RECENT_DAYS`] days were kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    pub kept: u32,
    pub of: u32,
}

impl Kept {
    /// As [`whole_percent`]; `None` of fewer than [`TELLING`].
    pub fn percent(self) -> Option<u32> {
        (self.of >= TELLING).then(|| whole_percent(self.kept, self.of))
    }
}

/// How requests of the last [`RECENT_DAYS`] days were answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answered by the promised time. Asked is what was answered, or what nobody
    /// answered in time; a request that was withdrawn before is neither.
    pub in_time: Kept,
    /// Half of those who asked had their answer within so many minutes, at least 1;
    /// `None` where most had none.
    pub half_within: Option<u32>,
}

impl Answers {
    /// `waits` are those of the answered requests, in minutes.
    pub fn new(in_time: Kept, waits: &mut [u32]) -> Self {
        Self { in_time, half_within: half_within(waits, in_time.of) }
    }
}

/// The lower median of the waits of all who asked: who had no answer waited longest.
fn half_within(waits: &mut [u32], asked: u32) -> Option<u32> {
    let half = usize::try_from(asked.div_ceil(2)).ok()?.checked_sub(1)?;
    if half >= waits.len() {
        return None;
    }
    let (_, wait, _) = waits.select_nth_unstable(half);
    Some((*wait).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_promises_say_nothing_and_one_broken_one_is_not_forgotten() {
        let percent = |kept, of| Kept { kept, of }.percent();
        assert_eq!([percent(0, 0), percent(4, 4), percent(5, 5)], [None, None, Some(100)]);
        assert_eq!([percent(999, 1000), percent(29, 30), percent(0, 7)], [Some(99), Some(97), Some(0)]);
    }

    #[test]
    fn half_of_those_who_asked_waited_no_longer() {
        assert_eq!(half_within(&mut [90, 5, 40], 3), Some(40));
        assert_eq!(half_within(&mut [90, 5, 40, 7], 4), Some(7));
        assert_eq!(half_within(&mut [0], 1), Some(1));
    }

    #[test]
    fn who_had_no_answer_waited_longest() {
        assert_eq!(half_within(&mut [10, 20], 4), Some(20));
        assert_eq!(half_within(&mut [10, 20], 5), None);
        assert_eq!(half_within(&mut [], 0), None);
    }
}
