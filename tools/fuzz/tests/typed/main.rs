//! Whatever may be typed or altered, something is understood and nothing breaks.
//!
//! Inputs that once broke something stand in `__fuzz__`; after them chance makes
//! others, for two seconds or `BOLERO_RANDOM_TEST_TIME_MS`.

mod cursor;
mod search;
