//! The port `case` on both engines.
