//! What the program does besides serving: one file a command.

pub mod account;
pub mod backup;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod migrate;
mod progress;

use std::{
    fmt::Display,
    io::{ErrorKind, Write as _},
    process::ExitCode,
    sync::Arc,
};

use handpick::store::StoreError;

use crate::{
    clock::SystemRandom,
    config::Config,
    password::PasswordError,
    store::{AnyStore, OpenError, open},
};

/// Why a command ended early, in words for whoever typed it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// What was asked for cannot be done as asked.
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{0}")]
    Store(StoreError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("{what}: {why}")]
    File { what: String, why: std::io::Error },
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl CommandError {
    pub fn refused(why: impl Display) -> Self {
        Self::Refused(why.to_string())
    }

    /// 2 when asked for something else might help, 1 when something broke.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Refused(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

/// Tells whoever typed the command. Nobody may be listening any more, as behind
/// `| head`, and what was to be done is done.
pub fn tell(line: impl Display) {
    match writeln!(std::io::stdout().lock(), "{line}") {
        Err(why) if why.kind() != ErrorKind::BrokenPipe => tracing::warn!(%why, "standard output"),
        _ => {}
    }
}

/// How a command ended.
pub type Ended = Result<ExitCode, CommandError>;

/// Opens the configured database, creating it where it is missing.
pub async fn open_store(config: &Config) -> Result<AnyStore, CommandError> {
    let made = config.make_data_dir();
    made.map_err(|why| CommandError::File { what: config.data_dir.display().to_string(), why })?;
    Ok(open(&config.database_url, Arc::new(SystemRandom)).await?)
}
