//! Looking at a database without changing it: opening a store would migrate it.

use std::{collections::BTreeSet, str::FromStr};

use sqlx::{
    Connection as _, PgConnection, SqlSafeStr, SqliteConnection, migrate::Migrator,
    sqlite::SqliteConnectOptions,
};

use super::OpenError;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// A connection for reading.
pub enum Inspection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// How the tables of a database differ from those of this version.
#[derive(Debug, PartialEq, Eq)]
pub struct Steps {
    /// Steps that are still to be taken.
    pub behind: usize,
    /// Steps of a later version.
    pub ahead: usize,
}

impl Inspection {
    /// `None` when there is no SQLite file yet.
    pub async fn open(url: &str) -> Result<Option<Self>, OpenError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?.read_only(true);
            if !options.get_filename().exists() {
                return Ok(None);
            }
            Ok(Some(Self::Sqlite(SqliteConnection::connect_with(&options).await?)))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Some(Self::Postgres(PgConnection::connect(url).await?)))
        } else {
            Err(OpenError::UnknownScheme)
        }
    }

    pub async fn version(&mut self) -> sqlx::Result<String> {
        match self {
            Self::Sqlite(_) => Ok(format!("SQLite {}", self.text("SELECT sqlite_version()").await?)),
            Self::Postgres(_) => Ok(format!("PostgreSQL {}", self.text("SHOW server_version").await?)),
        }
    }

    pub async fn text(&mut self, sql: &'static str) -> sqlx::Result<String> {
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
        }
    }

    pub async fn number(&mut self, sql: impl SqlSafeStr) -> sqlx::Result<i64> {
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
        }
    }

    pub async fn steps(&mut self) -> sqlx::Result<Steps> {
        let known = match self {
            Self::Sqlite(_) => &SQLITE,
            Self::Postgres(_) => &POSTGRES,
        };
        let known: BTreeSet<i64> = known.iter().map(|step| step.version).collect();
        let taken = self.taken().await?;
        Ok(Steps { behind: known.difference(&taken).count(), ahead: taken.difference(&known).count() })
    }

    async fn taken(&mut self) -> sqlx::Result<BTreeSet<i64>> {
        const TAKEN: &str = "SELECT version FROM _sqlx_migrations WHERE success";
        let tables = match self {
            Self::Sqlite(_) => "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'",
            Self::Postgres(_) => "SELECT COUNT(*) FROM pg_tables WHERE tablename = '_sqlx_migrations'",
        };
        if self.number(tables).await? == 0 {
            return Ok(BTreeSet::new());
        }
        let taken: Vec<i64> = match self {
            Self::Sqlite(connection) => sqlx::query_scalar(TAKEN).fetch_all(connection).await?,
            Self::Postgres(connection) => sqlx::query_scalar(TAKEN).fetch_all(connection).await?,
        };
        Ok(taken.into_iter().collect())
    }
}
