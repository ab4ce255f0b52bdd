//! What people see. Pages are whole without JavaScript: a handler loads its data
//! first and then renders a view; forms are plain. Islands make some of it better
//! live, and are all of this crate that is compiled for the browser.

// The types of views are as deep as the pages.
#![recursion_limit = "256"]

pub mod islands;

/// The sprite with every icon. Its address changes with its content, see `build.rs`.
pub const ICONS: &str = env!("ICONS");

#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod limits;
#[cfg(feature = "ssr")]
pub mod offer;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod ports;
#[cfg(feature = "ssr")]
pub mod questions;
#[cfg(feature = "ssr")]
pub mod relaxed;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod seats;
#[cfg(feature = "ssr")]
pub mod token;
#[cfg(feature = "ssr")]
pub mod web;
#[cfg(feature = "ssr")]
pub mod when;
