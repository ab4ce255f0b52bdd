//! What only PostgreSQL does: changes told across processes by LISTEN/NOTIFY.

use std::{str::FromStr, sync::Arc, time::Duration};

use handpick::{clock::Random, live::Topic, store::StoreError};
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Encode, PgConnection, PgPool, Postgres, Transaction,
    Type,
    pool::PoolConnection,
    postgres::{PgArguments, PgConnectOptions, PgListener, PgPoolOptions, PgRow},
    query::Query,
};
use tokio::sync::broadcast;

use crate::store::OpenError;

pub type Db = Postgres;
pub type Row = PgRow;
pub type Connection = PgConnection;
pub type Tx = Transaction<'static, Db>;
pub type Statement<'q> = Query<'q, Db, PgArguments>;

/// Ends a SELECT: its rows are locked until the transaction ends, while others may
/// still refer to them by foreign keys.
pub const LOCK: &str = "FOR NO KEY UPDATE";
/// As [`LOCK`], but others may lock them like this at the same time.
pub const LOCK_SHARED: &str = "FOR SHARE";
/// As [`LOCK`], but passes over rows that somebody else has locked.
pub const LOCK_UNLOCKED: &str = "FOR NO KEY UPDATE SKIP LOCKED";
/// After very many rows at once, for whoever plans statements; and so that what stands in
/// an index is read there alone. The server would do so by itself, minutes later.
pub const SETTLE: &str = "VACUUM (ANALYZE)";

/// One of several selects whose rows are merged in an order, of which so many are wanted:
/// that its own rows stand in that order in an index is seen only where it asks for it.
pub fn merged(select: &str, order: &str, wanted: usize) -> String {
    format!("SELECT * FROM ({select} ORDER BY {order} LIMIT {wanted}) part")
}

/// Locks a row as [`LOCK`] does, without reading it. One that is only about to be written
/// is nobody else's anyway.
pub async fn lock_row(conn: &mut Connection, table: &'static str, id: &str) -> sqlx::Result<()> {
    let select = format!("SELECT 1 FROM {table} WHERE id = $1 {LOCK}");
    sqlx::query(AssertSqlSafe(select)).bind(id).execute(conn).await?;
    Ok(())
}

/// Whether a transaction was ended because it met another one: it has changed
/// nothing and may be tried again.
pub fn met_another(error: &StoreError) -> bool {
    const SERIALIZATION_FAILURE: &str = "40001";
    const DEADLOCK_DETECTED: &str = "40P01";
    let code = error.cause::<sqlx::Error>().and_then(|error| error.as_database_error()?.code());
    code.is_some_and(|code| code == SERIALIZATION_FAILURE || code == DEADLOCK_DETECTED)
}

pub struct SqlStore {
    pool: PgPool,
    /// For new identifiers.
    pub random: Arc<dyn Random>,
}

const CONNECTIONS: u32 = 16;
/// A connection that was used within this time is taken to be there still; asking
/// would cost as much as most statements.
const TRUSTED_FOR: Duration = Duration::from_secs(1);
const CHANNEL: &str = "handpick";

impl SqlStore {
    pub async fn open(
        url: &str,
        changes: broadcast::Sender<Topic>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        // Compiling a statement takes longer than any statement here runs, and so does
        // planning one of many parts anew for the values of each question.
        let options = PgConnectOptions::from_str(url)?
            .options([("jit", "off"), ("plan_cache_mode", "force_generic_plan")]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .before_acquire(|connection, seen| {
                Box::pin(async move {
                    if seen.idle_for > TRUSTED_FOR {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!("../migrations/postgres").run(&pool).await?;
        tokio::spawn(forward(pool.clone(), changes));
        Ok(Self { pool, random })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A connection to read from.
    pub async fn reader(&self) -> sqlx::Result<PoolConnection<Db>> {
        self.pool.acquire().await
    }

    /// A transaction that writes.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        self.pool.begin().await
    }

    /// A transaction that writes what a row says. The rows of these tables and ids are
    /// its own until it ends, locked in this order before the row is read.
    pub async fn begin_with(
        &self,
        own: &[(&'static str, String)],
        select: Statement<'_>,
    ) -> sqlx::Result<(Tx, Option<Row>)> {
        let mut tx = self.begin().await?;
        for (table, id) in own {
            lock_row(&mut tx, table, id).await?;
        }
        let row = select.fetch_optional(&mut *tx).await?;
        Ok((tx, row))
    }

    /// Commits what changed; see [`Self::commit_with`].
    pub async fn commit(&self, tx: Tx) -> sqlx::Result<()> {
        self.commit_with(tx, Writes::default(), &[]).await
    }

    /// Commits, after what is left to write, and tells who watches, in every process:
    /// PostgreSQL delivers the notifications when the transaction commits, and not
    /// otherwise.
    pub async fn commit_with(&self, mut tx: Tx, writes: Writes, topics: &[Topic]) -> sqlx::Result<()> {
        writes.run(&mut tx).await?;
        for topic in topics {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(topic.to_string())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await
    }

    /// A transaction of one statement: how many rows it changed.
    pub async fn execute(&self, statement: Statement<'_>) -> sqlx::Result<u64> {
        Ok(statement.execute(&self.pool).await?.rows_affected())
    }
}

/// Statements that change something and of whose answers nobody needs more than that
/// they were carried out. Each numbers its parameters from `$1`. PostgreSQL takes one
/// after the other; it has other writers meanwhile.
#[derive(Default)]
pub struct Writes(Vec<(&'static str, PgArguments)>);

impl Writes {
    /// Begins the next statement; its values follow by [`Self::bind`].
    pub fn add(&mut self, statement: &'static str) -> &mut Self {
        self.0.push((statement, PgArguments::default()));
        self
    }

    /// The value of the next parameter.
    pub fn bind<'t, T: Encode<'t, Db> + Type<Db> + 't>(&mut self, value: T) -> &mut Self {
        // Only values that cannot be encoded fail, which numbers and texts can.
        let added = self.0.last_mut().map(|(_, values)| values.add(value));
        debug_assert!(added.is_some_and(|added| added.is_ok()));
        self
    }

    /// Carries them out in their order, or fails with the first that does.
    pub async fn run(self, conn: &mut Connection) -> sqlx::Result<()> {
        for (statement, values) in self.0 {
            sqlx::query_with(statement, values).execute(&mut *conn).await?;
        }
        Ok(())
    }
}

/// Forwards notifications to this process until the pool is closed. After a lost
/// connection pages catch up by the number of their last event.
async fn forward(pool: PgPool, changes: broadcast::Sender<Topic>) {
    while !pool.is_closed() {
        if let Err(error) = listen(&pool, &changes).await {
            tracing::warn!(%error, "listening for changes failed; trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn listen(pool: &PgPool, changes: &broadcast::Sender<Topic>) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        if let Ok(topic) = listener.recv().await?.payload().parse() {
            let _ = changes.send(topic);
        }
    }
}
