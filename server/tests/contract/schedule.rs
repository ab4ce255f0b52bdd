//! The port `schedule` on both engines.
