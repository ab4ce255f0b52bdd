//! The one connection that writes: SQLite has one writer at a time, and the others wait
//! here, in their order, instead of failing.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Execute as _, SqliteConnection};
use tokio::runtime::Handle;

use super::{
    connections::{Connections, Lease},
    engine::{Row, Statement, Writes},
};

/// Takes SQLite's write lock at once: a transaction that begins by reading could not be
/// tried again.
const BEGIN: &str = "BEGIN IMMEDIATE";

#[derive(Clone)]
pub struct Writer {
    connection: Connections,
    /// A transaction was dropped without a commit. Only who has the connection looks at it.
    abandoned: Arc<AtomicBool>,
}

impl Writer {
    pub fn of(connection: SqliteConnection) -> Self {
        Self { connection: Connections::of(vec![connection]), abandoned: Arc::default() }
    }

    /// Answers when everybody before has written.
    pub async fn lease(&self) -> sqlx::Result<Lease> {
        let mut lease = self.connection.lease().await?;
        if self.abandoned.load(Ordering::Relaxed) {
            // Fails only when nothing is open: nobody waited for the commit's answer.
            let _ = sqlx::query("ROLLBACK").execute(&mut *lease).await;
            self.abandoned.store(false, Ordering::Relaxed);
        }
        Ok(lease)
    }

    /// A transaction.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        let mut tx = self.tx().await?;
        sqlx::query(BEGIN).execute(&mut *tx).await?;
        Ok(tx)
    }

    /// As [`Self::begin`], with the first row of a select in the same message.
    pub async fn begin_with(&self, mut select: Statement<'_>) -> sqlx::Result<(Tx, Option<Row>)> {
        let values = select.take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
        let text = format!("{BEGIN};\n{}", select.sql().as_str());
        let mut tx = self.tx().await?;
        let row = sqlx::query_with(AssertSqlSafe(text), values).fetch_optional(&mut *tx).await?;
        Ok((tx, row))
    }

    async fn tx(&self) -> sqlx::Result<Tx> {
        Ok(Tx { lease: self.lease().await?, writer: self.clone(), open: true })
    }

    /// Closes the connection when the transaction under way is over.
    pub async fn close(&self) {
        self.connection.close().await;
    }
}

/// A transaction that writes. Dropped before it was committed, it changes nothing.
pub struct Tx {
    lease: Lease,
    writer: Writer,
    open: bool,
}

impl Tx {
    /// Carries out what is left to write and commits, in one message.
    pub async fn commit(mut self, mut writes: Writes) -> sqlx::Result<()> {
        writes.add("COMMIT");
        writes.run(&mut self).await?;
        self.open = false;
        Ok(())
    }
}

impl Deref for Tx {
    type Target = SqliteConnection;

    fn deref(&self) -> &Self::Target {
        &self.lease
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.lease
    }
}

impl Drop for Tx {
    /// Whoever writes next takes back what was done; if nobody waits, somebody is sent,
    /// for another process may.
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        self.writer.abandoned.store(true, Ordering::Relaxed);
        if let Ok(runtime) = Handle::try_current() {
            let writer = self.writer.clone();
            runtime.spawn(async move { writer.lease().await.map(drop) });
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

    use super::*;

    /// Of a database in memory with a table `told`.
    async fn writer() -> Writer {
        let mut connection = SqliteConnectOptions::new().connect().await.expect("a database");
        sqlx::query("CREATE TABLE told (word TEXT)").execute(&mut connection).await.expect("a table");
        Writer::of(connection)
    }

    async fn tell(tx: &mut Tx, word: &str) {
        sqlx::query("INSERT INTO told VALUES ($1)").bind(word).execute(&mut **tx).await.expect("told");
    }

    async fn told(writer: &Writer) -> Vec<String> {
        let mut lease = writer.lease().await.expect("the connection");
        sqlx::query_scalar("SELECT word FROM told").fetch_all(&mut *lease).await.expect("words")
    }

    #[tokio::test]
    async fn what_is_left_without_a_commit_never_was() {
        let writer = writer().await;
        let mut tx = writer.begin().await.expect("begun");
        tell(&mut tx, "left").await;
        drop(tx);
        let mut tx = writer.begin().await.expect("begun, though another was left");
        tell(&mut tx, "kept").await;
        tx.commit(Writes::default()).await.expect("committed");
        assert_eq!(told(&writer).await, ["kept"]);
    }

    #[tokio::test]
    async fn another_process_writes_though_nobody_here_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let options =
            SqliteConnectOptions::new().filename(folder.path().join("told.db")).create_if_missing(true);
        let writer = Writer::of(options.connect().await.expect("a database"));
        let mut other = options.connect().await.expect("a second connection");
        drop(writer.begin().await.expect("begun"));
        // Waits as long as a connection does, and then fails.
        sqlx::query(BEGIN).execute(&mut other).await.expect("the lock is given back");
    }

    #[tokio::test]
    async fn what_nobody_waited_for_is_taken_back_too() {
        let writer = writer().await;
        {
            let mut begin = Box::pin(writer.begin());
            // Sends BEGIN, and is gone before the answer.
            let _ = futures::poll!(&mut begin);
        }
        assert_eq!(told(&writer).await, Vec::<String>::new());
        writer.begin().await.expect("nothing is open");
    }

    #[tokio::test]
    async fn after_the_end_nobody_writes() {
        let writer = writer().await;
        writer.close().await;
        assert!(matches!(writer.lease().await, Err(sqlx::Error::PoolClosed)));
    }
}
