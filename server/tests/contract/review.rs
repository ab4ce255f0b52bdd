//! The port `review` on both engines.
