//! What only SQLite does: one writer, many readers, one flush for many commits,
//! changes told within the process.

use std::{
    fs::OpenOptions,
    future::{Ready, ready},
    io::{self, ErrorKind},
    num::NonZero,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    str::FromStr,
    sync::Arc,
    thread::available_parallelism,
    time::Duration,
};

use handpick::{clock::Random, live::Topic, store::StoreError};
use sqlx::{
    Arguments as _, AssertSqlSafe, ConnectOptions as _, Encode, Sqlite, SqliteConnection, Type,
    query::Query,
    sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};
use tokio::sync::broadcast;
use tracing::Instrument as _;

use crate::store::OpenError;

pub use super::writer::Tx;
use super::{
    connections::{Connections, Lease},
    log::Log,
    writer::Writer,
};

pub type Db = Sqlite;
pub type Row = SqliteRow;
pub type Connection = SqliteConnection;
pub type Statement<'q> = Query<'q, Db, SqliteArguments>;

/// Ends a SELECT whose rows stay as read until the transaction ends. Nothing to
/// say: there is one writer.
pub const LOCK: &str = "";
/// As [`LOCK`].
pub const LOCK_SHARED: &str = "";
/// As [`LOCK`].
pub const LOCK_UNLOCKED: &str = "";
/// After very many rows at once, for whoever plans statements.
pub const SETTLE: &str = "ANALYZE";

/// One of several selects whose rows are merged in an order: SQLite sees by itself that they
/// stand in it in an index, and reads no more than are wanted.
pub fn merged(select: &str, _order: &str, _wanted: usize) -> String {
    select.to_owned()
}

/// As [`LOCK`].
pub fn lock_row(_: &mut Connection, _: &'static str, _: &str) -> Ready<sqlx::Result<()>> {
    ready(Ok(()))
}

/// Whether a transaction was ended because it met another one: never, there is one
/// writer.
pub fn met_another(_: &StoreError) -> bool {
    false
}

pub struct SqlStore {
    /// For reading.
    read: Connections,
    /// What it commits is not yet on the disk: see [`Self::commit`] and [`Self::execute`].
    write: Writer,
    /// For new identifiers.
    pub random: Arc<dyn Random>,
    log: Log,
    changes: broadcast::Sender<Topic>,
}

/// One for each core, and one more while another's rows become a page: others only add
/// memory, and so do more than these of a large machine.
fn readers() -> usize {
    available_parallelism().map_or(1, NonZero::get).saturating_add(1).min(16)
}

/// How the names of SQLite's threads begin.
pub const THREAD: &str = "sqlite-";

/// Statements that each connection keeps prepared. Pages ask some sixty; a search with
/// every filter is another one, and large.
const STATEMENTS: usize = 96;

impl SqlStore {
    pub async fn open(
        url: &str,
        changes: broadcast::Sender<Topic>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // The log is flushed by us, once for all who commit meanwhile.
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .thread_name(|number| format!("{THREAD}{number}"))
            .statement_cache_capacity(STATEMENTS);
        make(options.get_filename()).map_err(sqlx::Error::Io)?;
        let mut write = options.connect().await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut write).await?;
        if !is_sound(&version) {
            return Err(OpenError::OldSqlite(version));
        }
        sqlx::migrate!("../migrations/sqlite").run(&mut write).await?;
        let reading = options.clone().read_only(true);
        let mut read = Vec::new();
        for _ in 0..readers() {
            read.push(reading.connect().await?);
        }
        let log = Log::of(options.get_filename());
        Ok(Self { read: Connections::of(read), write: Writer::of(write), random, log, changes })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// A connection to read from.
    pub async fn reader(&self) -> sqlx::Result<Lease> {
        self.read.lease().await
    }

    /// A transaction that writes.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        self.write.begin().await
    }

    /// A transaction that writes what a row says. The rows of these tables and ids are
    /// its own until it ends: nothing to do, as with [`LOCK`].
    pub async fn begin_with(
        &self,
        _: &[(&'static str, String)],
        select: Statement<'_>,
    ) -> sqlx::Result<(Tx, Option<Row>)> {
        self.write.begin_with(select).await
    }

    /// Commits what changed; see [`Self::commit_with`].
    pub async fn commit(&self, tx: Tx) -> sqlx::Result<()> {
        self.commit_with(tx, Writes::default(), &[]).await
    }

    /// Commits, after what is left to write, and answers when it is on the disk and who
    /// watches is told. All of it happens, though whoever asked may be gone by then.
    pub async fn commit_with(&self, tx: Tx, writes: Writes, topics: &[Topic]) -> sqlx::Result<()> {
        let (log, changes, topics) = (self.log.clone(), self.changes.clone(), topics.to_vec());
        let all_of_it = async move {
            tx.commit(writes).await?;
            log.flush().await?;
            for topic in topics {
                // Nobody watching is fine.
                let _ = changes.send(topic);
            }
            Ok(())
        };
        tokio::spawn(all_of_it.in_current_span()).await.map_err(io::Error::other)?
    }

    /// A transaction of one statement: how many rows it changed.
    pub async fn execute(&self, statement: Statement<'_>) -> sqlx::Result<u64> {
        let changed = statement.execute(&mut *self.write.lease().await?).await?.rows_affected();
        self.log.flush().await?;
        Ok(changed)
    }
}

/// Statements that change something and of whose answers nobody needs more than that
/// they were carried out. Each numbers its parameters from `$1`. They go to SQLite's
/// thread in one message: the way there and back takes longer than most of them, and
/// meanwhile the next writer waits.
#[derive(Default)]
pub struct Writes {
    text: String,
    values: SqliteArguments,
    /// How many values belong to the statements before the last one.
    before: usize,
}

impl Writes {
    /// Begins the next statement; its values follow by [`Self::bind`].
    pub fn add(&mut self, statement: &'static str) -> &mut Self {
        self.before = self.values.len();
        if !self.text.is_empty() {
            self.text.push_str(";\n");
        }
        let mut pieces = statement.split('$');
        self.text.extend(pieces.next());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = piece.split_at(digits);
            // Ours are all numbered.
            let number = number.parse().map_or(0, |number: usize| number + self.before);
            self.text.extend(["$", &number.to_string(), rest]);
        }
        self
    }

    /// The value of the next parameter.
    pub fn bind<'t, T: Encode<'t, Db> + Type<Db> + 't>(&mut self, value: T) -> &mut Self {
        // Only values that cannot be encoded fail, which numbers and texts can.
        let added = self.values.add(value);
        debug_assert!(added.is_ok());
        self
    }

    /// Carries them out in their order, or fails with the first that does.
    pub async fn run(self, conn: &mut Connection) -> sqlx::Result<()> {
        if self.text.is_empty() {
            return Ok(());
        }
        sqlx::query_with(AssertSqlSafe(self.text), self.values).execute(conn).await?;
        Ok(())
    }
}

/// Makes the file where it is missing, for nobody else to read: SQLite's log has the
/// rights of its database. One that is there is not opened, for closing it again would
/// give up the locks of other connections of this process.
fn make(database: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(database) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// 3.51.3 fixed a WAL bug that could corrupt the database.
fn is_sound(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    parts.as_slice() >= [3, 51, 3].as_slice()
}

#[cfg(test)]
mod tests {
    use handpick::id::CaseId;

    use super::*;
    use crate::clock::SystemRandom;

    #[tokio::test]
    async fn who_watches_is_told_though_who_asked_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("handpick.db").display());
        let (changes, mut watching) = broadcast::channel(1);
        let store = SqlStore::open(&url, changes, Arc::new(SystemRandom)).await.expect("a store");
        let topic = Topic::Case(CaseId::mint(jiff::Timestamp::UNIX_EPOCH, &SystemRandom));
        let tx = store.begin().await.expect("begun");
        {
            let topics = [topic];
            let mut commit = Box::pin(store.commit_with(tx, Writes::default(), &topics));
            let _ = futures::poll!(&mut commit);
        }
        let told = tokio::time::timeout(Duration::from_secs(10), watching.recv()).await;
        assert_eq!(told.expect("in time").expect("told"), topic);
    }
}
