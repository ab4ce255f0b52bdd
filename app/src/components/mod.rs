//! Pieces that several pages share.

pub mod appointment;
pub mod card;
pub mod days;
pub mod form;
pub mod hold;
pub mod icon;
pub mod live;
pub mod notice;
pub mod rating;
pub mod schedule_editor;
pub mod shell;
pub mod times;
