//! One file or folder per page: a handler that loads, and the view it shows.

pub mod about;
pub mod book;
pub mod case;
pub mod desk;
pub mod engineer;
pub mod engineers;
pub mod favourite;
pub mod home;
pub mod how_it_works;
mod leg;
pub mod live;
pub mod login;
pub mod me;
pub mod ops;
pub mod photo;
pub mod place;
pub mod point;
pub mod problem;
pub mod sitemap;
pub mod suggest;
pub mod work;
