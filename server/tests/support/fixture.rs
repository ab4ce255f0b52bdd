use std::{ops::Deref, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use handpick::store::Store;
use handpick_server::store::{self, AnyStore, EngineStore};
use sqlx::AssertSqlSafe;

use super::{
    SeededRandom,
    database::{self, Database},
};

/// A store on a fresh database, for one test. Every method of the store can be
/// called on it; builders are in `build.rs`.
pub struct Fixture {
    pub any: AnyStore,
    /// For identifiers that a test mints itself.
    pub random: Arc<SeededRandom>,
    database: Database,
}

impl Fixture {
    pub async fn sqlite() -> Self {
        Self::on(Database::sqlite().await).await
    }

    pub async fn postgres() -> Self {
        Self::on(Database::postgres().await).await
    }

    async fn on(database: Database) -> Self {
        let any = store::open(&database.url(), Arc::new(SeededRandom::new(1))).await.expect("open the store");
        Self { any, random: Arc::new(SeededRandom::new(2)), database }
    }

    /// Runs the body of a test and removes the database, also when it fails.
    pub async fn run(self, body: impl AsyncFnOnce(&Fixture)) {
        let outcome = AssertUnwindSafe(body(&self)).catch_unwind().await;
        database::close(&self.any.engine).await;
        self.database.remove().await;
        if let Err(failure) = outcome {
            std::panic::resume_unwind(failure);
        }
    }

    /// For a second store on the same database.
    pub fn url(&self) -> String {
        self.database.url()
    }

    /// For tasks of their own.
    pub fn shared(&self) -> Arc<dyn Store> {
        self.any.store.clone()
    }

    /// What a query of one number says: for what no method of the store tells.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql);
        let answer = match &self.any.engine {
            EngineStore::Sqlite(store) => {
                sqlx::query_scalar(sql).fetch_one(&mut *store.reader().await.expect("a connection")).await
            }
            EngineStore::Postgres(store) => {
                sqlx::query_scalar(sql).fetch_one(&mut *store.reader().await.expect("a connection")).await
            }
        };
        answer.expect("a number")
    }

    /// What a query of one text column says.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        let answer = match &self.any.engine {
            EngineStore::Sqlite(store) => {
                sqlx::query_scalar(sql).fetch_all(&mut *store.reader().await.expect("a connection")).await
            }
            EngineStore::Postgres(store) => {
                sqlx::query_scalar(sql).fetch_all(&mut *store.reader().await.expect("a connection")).await
            }
        };
        answer.expect("texts")
    }

    /// Changes rows behind the store's back: to break what it should notice.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match &self.any.engine {
            EngineStore::Sqlite(store) => store.execute(sqlx::query(sql)).await,
            EngineStore::Postgres(store) => store.execute(sqlx::query(sql)).await,
        }
        .expect("change rows");
    }
}

impl Deref for Fixture {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.any.store
    }
}
