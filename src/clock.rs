//! Time and chance are passed in, so that every rule can be tested.

use jiff::Timestamp;

/// Tells the current instant. The real one reads the system clock; tests set it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Gives unpredictable bytes. The real one asks the operating system; demo data
/// and tests use a seeded one.
pub trait Random: Send + Sync {
    fn bits(&self) -> u128;
}
