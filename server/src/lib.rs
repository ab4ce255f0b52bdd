//! How Handpick runs: http, sessions, the store, jobs and commands.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod http;
pub mod import;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod password;
pub mod site;
pub mod store;
pub mod tiles;

/// What is logged where `RUST_LOG` says nothing. Not that a session is unknown: anybody
/// can make one up, and could fill the disk so.
pub const LOGGED: &str = "info,sqlx=warn,tower_sessions=error,tower_sessions_core=error";

/// The towns of the world: see `handpick::place`.
pub static PLACES: &str = include_str!("../data/places.tsv");

/// The land and the borders of the world: see `handpick::map`.
pub static COAST: &[u8] = include_bytes!("../data/coast.bin");
