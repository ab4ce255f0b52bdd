//! `handpick backup`: everything in one file, while the program goes on serving. Only
//! sessions are left out: whoever reads the file must not be signed in as somebody.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

use super::{CommandError, Ended, tell};
use crate::{config::Config, store::inspect::Inspection};

#[derive(Debug, clap::Args)]
pub struct Backup {
    /// Where the copy goes; it must not exist yet
    pub file: PathBuf,
}

pub async fn run(config: &Config, backup: Backup) -> Ended {
    let inspection = Inspection::open(&config.database_url).await?;
    let mut connection = match inspection {
        Some(Inspection::Sqlite(connection)) => connection,
        Some(Inspection::Postgres(_)) => {
            return Err(CommandError::refused(
                "PostgreSQL has its own tool, which can leave out sessions: \
                 pg_dump --format=custom --exclude-table-data=sessions --file=FILE URL",
            ));
        }
        None => {
            return Err(CommandError::refused(format!("there is no database at {}", config.database_url)));
        }
    };
    let file = backup.file.display();
    if backup.file.exists() {
        return Err(CommandError::refused(format!("{file} exists; name a new file")));
    }
    copy(&mut connection, &backup.file).await?;
    tell(format_args!(
        "Backed up to {file}, without sessions. To restore, stop Handpick and put it in the place \
         of the database; then everybody signs in anew."
    ));
    Ok(ExitCode::SUCCESS)
}

/// Under another name until it is whole, sound and on the disk: what has the name
/// that was asked for is a backup. Nobody else may read it at any time.
async fn copy(connection: &mut SqliteConnection, file: &Path) -> Result<(), CommandError> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let failed = |why| CommandError::File { what: file.display().to_string(), why };
    match fs::remove_file(&partial) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(failed(why)),
        _ => {}
    }
    // SQLite fills an empty file and leaves it to whom it belongs.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial).map_err(failed)?;
    let name = partial.display().to_string();
    sqlx::query("VACUUM INTO $1").bind(name).execute(connection).await?;
    forget_sessions(&partial).await?;
    check(&partial).await?;
    File::open(&partial).and_then(|copy| copy.sync_all()).map_err(failed)?;
    fs::rename(&partial, file).map_err(failed)
}

/// And every trace of them in pages that are free again.
async fn forget_sessions(copy: &Path) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        // What is cut short begins anew.
        .journal_mode(SqliteJournalMode::Off)
        .pragma("secure_delete", "ON");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("DELETE FROM sessions").execute(&mut connection).await?;
    connection.close().await
}

async fn check(copy: &Path) -> Result<(), CommandError> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
    connection.close().await?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(CommandError::refused(format!("the copy is not sound: {verdict}")))
    }
}
