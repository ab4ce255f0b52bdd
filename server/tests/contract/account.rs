//! The port `account` on both engines.
