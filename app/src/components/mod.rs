//! Pieces that several pages share.

pub mod card;
pub mod form;
pub mod icon;
pub mod notice;
pub mod rating;
pub mod shell;
