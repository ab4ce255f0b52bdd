//! `handpick migrate`: the tables of this version.

use std::process::ExitCode;

use super::{Ended, open_store, tell};
use crate::config::Config;

/// Opening migrates, under the engine's lock.
pub async fn run(config: &Config) -> Ended {
    open_store(config).await?;
    tell("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
