//! How Handpick runs: http, sessions, the store, jobs and commands.

pub mod store;
