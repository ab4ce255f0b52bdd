//! The port `mail` on both engines.
