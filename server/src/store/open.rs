use std::sync::Arc;

use handpick::{clock::Random, live::Topic, store::Store};
use tokio::sync::broadcast;

use super::{bulk::Loader, postgres, roster::Roster, sqlite};

/// A store on either engine, and the feed of what changes in it.
#[derive(Clone)]
pub struct AnyStore {
    pub store: Arc<dyn Store>,
    /// Topics that changed, also by other processes on the same PostgreSQL.
    pub changes: broadcast::Sender<Topic>,
    pub engine: EngineStore,
}

/// The concrete store, for what only one noun of `server` needs (demo, import, tests).
#[derive(Clone)]
pub enum EngineStore {
    Sqlite(Arc<sqlite::engine::SqlStore>),
    Postgres(Arc<postgres::engine::SqlStore>),
}

impl EngineStore {
    pub fn loader(&self) -> Arc<dyn Loader> {
        match self {
            Self::Sqlite(store) => store.clone(),
            Self::Postgres(store) => store.clone(),
        }
    }

    pub fn roster(&self) -> Arc<dyn Roster> {
        match self {
            Self::Sqlite(store) => store.clone(),
            Self::Postgres(store) => store.clone(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("HANDPICK_DATABASE_URL must begin with sqlite: or postgres://")]
    UnknownScheme,
    #[error("SQLite {0} has a known corruption bug; 3.51.3 or later is needed")]
    OldSqlite(String),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Opens the database and brings its tables up to date, under the engine's lock.
pub async fn open(url: &str, random: Arc<dyn Random>) -> Result<AnyStore, OpenError> {
    let (changes, _) = broadcast::channel(1024);
    if url.starts_with("sqlite:") {
        let store = Arc::new(sqlite::engine::SqlStore::open(url, changes.clone(), random).await?);
        Ok(AnyStore { store: store.clone(), changes, engine: EngineStore::Sqlite(store) })
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let store = Arc::new(postgres::engine::SqlStore::open(url, changes.clone(), random).await?);
        Ok(AnyStore { store: store.clone(), changes, engine: EngineStore::Postgres(store) })
    } else {
        Err(OpenError::UnknownScheme)
    }
}
