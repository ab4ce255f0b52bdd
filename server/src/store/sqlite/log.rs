//! SQLite's write-ahead log, flushed for everybody who waits.
//!
//! With `synchronous=FULL` SQLite flushes within each commit, while the next writer
//! waits: a disk that flushes in a millisecond then takes less than a thousand
//! commits a second. With `NORMAL` a commit is in the log file but not yet on the
//! disk; we flush the file afterwards, once for all who have committed by then, and
//! the next writer goes on meanwhile. Nobody is answered before the flush, so what
//! was acknowledged survives a power cut just the same.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::Mutex;

#[derive(Clone)]
pub struct Log(Arc<Shared>);

struct Shared {
    file: PathBuf,
    /// How many have asked for a flush; each takes a number, counted from 1.
    asked: AtomicU64,
    /// Up to which number all is on the disk. Whoever holds it flushes.
    flushed: Mutex<u64>,
}

impl Log {
    /// Of the database in that file.
    pub fn of(database: &Path) -> Self {
        let mut file = database.as_os_str().to_owned();
        file.push("-wal");
        Self(Arc::new(Shared { file: file.into(), asked: AtomicU64::new(0), flushed: Mutex::new(0) }))
    }

    /// Answers when everything that was committed before is on the disk.
    pub async fn flush(&self) -> io::Result<()> {
        let Shared { asked, flushed, .. } = &*self.0;
        let mine = asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut flushed = flushed.lock().await;
        if *flushed >= mine {
            return Ok(());
        }
        // These have committed before they asked, so this flush is for them too.
        let everybody = asked.load(Ordering::SeqCst);
        let shared = self.0.clone();
        tokio::task::spawn_blocking(move || flush(&shared.file)).await.map_err(io::Error::other)??;
        *flushed = everybody;
        Ok(())
    }
}

/// Opened anew each time, for SQLite may have put another file in its place. Without
/// one there is nothing to flush: SQLite removes the log only after it has flushed the
/// database.
fn flush(log: &Path) -> io::Result<()> {
    match File::open(log) {
        Ok(file) => {
            file.sync_data().unwrap_or_else(|error| end(&error));
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// The system tells once that it could not write, and forgets what: no later flush would
/// prove anything, and readers see what may not be on the disk. Only a new start knows.
fn end(error: &io::Error) -> ! {
    tracing::error!(%error, "the disk did not take the log of the database: the program ends");
    process::abort();
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("handpick-log-{name}-{}", process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        folder
    }

    /// Set for the copy of this test that ends.
    const DOOMED: &str = "HANDPICK_TEST_LOG";

    #[tokio::test]
    async fn a_flush_that_fails_ends_the_program() {
        if let Some(database) = std::env::var_os(DOOMED) {
            let _ = Log::of(Path::new(&database)).flush().await;
            return;
        }
        let folder = folder("flush");
        let database = folder.join("handpick.db");
        // Opens, and cannot be flushed.
        std::os::unix::fs::symlink("/dev/null", folder.join("handpick.db-wal")).expect("a link");
        let mut copy = process::Command::new(std::env::current_exe().expect("this program"));
        let test = "store::sqlite::log::tests::a_flush_that_fails_ends_the_program";
        let ended = copy.args(["--exact", test]).env(DOOMED, database).output().expect("it ran");
        assert_eq!(ended.status.signal(), Some(6), "aborted, not: {ended:?}");
        std::fs::remove_dir_all(&folder).expect("removed");
    }

    #[tokio::test]
    async fn a_log_that_cannot_be_opened_is_told_and_tried_again_by_the_next() {
        let folder = folder("open");
        let log = Log::of(&folder.join("file").join("handpick.db"));
        log.flush().await.expect("no log, nothing to flush");
        std::fs::write(folder.join("file"), "not a folder").expect("a file");
        log.flush().await.expect_err("this log cannot be opened");
        std::fs::remove_file(folder.join("file")).expect("removed");
        log.flush().await.expect("as before");
        std::fs::remove_dir(&folder).expect("removed");
    }
}
