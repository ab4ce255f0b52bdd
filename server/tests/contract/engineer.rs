//! The port `engineer` on both engines.
