//! Fresh databases, copied from one that was migrated once per process.

use std::{
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use handpick_server::store::{self, EngineStore};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::SeededRandom;

/// A database of one test, gone when it is done.
pub enum Database {
    Sqlite(TempDir),
    Postgres { name: String },
}

impl Database {
    pub async fn sqlite() -> Self {
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(async || {
                let dir = temporary_directory();
                migrate(&sqlite_url(&dir)).await;
                std::fs::read(sqlite_file(&dir)).expect("read the template")
            })
            .await;
        let dir = temporary_directory();
        std::fs::write(sqlite_file(&dir), template).expect("copy the template");
        Self::Sqlite(dir)
    }

    /// # Panics
    /// When there is no PostgreSQL: a test that cannot run has failed.
    pub async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let template = TEMPLATE
            .get_or_init(async || {
                let name = format!("handpick_template_{}", process::id());
                administer(&format!("CREATE DATABASE {name}")).await;
                migrate(&postgres_url(&name)).await;
                name
            })
            .await;
        let name = format!("handpick_test_{}_{}", process::id(), COPIES.fetch_add(1, Ordering::Relaxed));
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self::Postgres { name }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(dir) => sqlite_url(dir),
            Self::Postgres { name } => postgres_url(name),
        }
    }

    pub async fn remove(self) {
        match self {
            Self::Sqlite(dir) => dir.close().expect("remove the directory"),
            Self::Postgres { name } => administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

/// Opens the database as the program does, which migrates it, and leaves it.
async fn migrate(url: &str) {
    let random = Arc::new(SeededRandom::new(0));
    let store = store::open(url, random).await.expect("migrate the template");
    close(&store.engine).await;
}

pub async fn close(engine: &EngineStore) {
    match engine {
        EngineStore::Sqlite(store) => store.close().await,
        EngineStore::Postgres(store) => store.close().await,
    }
}

fn temporary_directory() -> TempDir {
    TempDir::with_prefix("handpick-test-").expect("make a directory")
}

fn sqlite_file(dir: &TempDir) -> PathBuf {
    dir.path().join("handpick.db")
}

fn sqlite_url(dir: &TempDir) -> String {
    format!("sqlite:{}", sqlite_file(dir).display())
}

fn postgres_url(database: &str) -> String {
    let server = server();
    let (server, _) = server.rsplit_once('/').expect("HANDPICK_TEST_POSTGRES ends with a database");
    format!("{server}/{database}")
}

fn server() -> String {
    std::env::var("HANDPICK_TEST_POSTGRES")
        .expect("this test needs PostgreSQL: run it with `tools/with-postgres cargo test`")
}

async fn administer(statement: &str) {
    let mut connection = PgConnection::connect(&server()).await.expect("reach PostgreSQL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.expect(statement);
    connection.close().await.expect("leave PostgreSQL");
}
