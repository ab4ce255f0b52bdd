//! Pieces that several pages share.

pub mod answer;
pub mod appointment;
pub mod card;
pub mod choice;
pub mod days;
pub mod distribution;
pub mod filter;
pub mod form;
pub mod heart;
pub mod hold;
pub mod icon;
pub mod live;
pub mod notice;
pub mod pages;
pub mod people;
pub mod photos;
pub mod pick;
pub mod place_field;
pub mod point_card;
pub mod rating;
pub mod review;
pub mod review_form;
pub mod schedule_editor;
pub mod shell;
pub mod timeline;
pub mod times;
