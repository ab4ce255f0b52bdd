//! What runs in the browser. Every island enhances something that works without it.

pub mod hold;
pub mod live;
