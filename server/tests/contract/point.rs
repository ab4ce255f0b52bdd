//! The port `point` on both engines.
