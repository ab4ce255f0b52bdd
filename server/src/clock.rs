//! The real clock and real chance: the only place that asks the machine for them.

use handpick::clock::{Clock, Random};
use jiff::Timestamp;

pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock that everybody else asks")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

pub struct SystemRandom;

impl Random for SystemRandom {
    /// An operating system without chance could only hand out guessable
    /// identifiers: stopping is right.
    fn bits(&self) -> u128 {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        u128::from_le_bytes(bytes)
    }
}
