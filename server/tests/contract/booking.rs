//! The port `booking` on both engines.
