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
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::sync::Mutex;

pub struct Log {
    file: PathBuf,
    /// How many have asked for a flush; each takes a number, counted from 1.
    asked: AtomicU64,
    /// Up to which number all is on the disk. Whoever holds it flushes.
    flushed: Mutex<u64>,
    /// A flush failed. The system tells that once and forgets what it could not write, so
    /// no later flush proves anything: nothing is acknowledged until the next start.
    broken: Arc<AtomicBool>,
}

impl Log {
    /// Of the database in that file.
    pub fn of(database: &Path) -> Self {
        let mut file = database.as_os_str().to_owned();
        file.push("-wal");
        Self { file: file.into(), asked: AtomicU64::new(0), flushed: Mutex::new(0), broken: Arc::default() }
    }

    /// Answers when everything that was committed before is on the disk.
    pub async fn flush(&self) -> io::Result<()> {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut flushed = self.flushed.lock().await;
        if *flushed >= mine {
            return Ok(());
        }
        // These have committed before they asked, so this flush is for them too.
        let everybody = self.asked.load(Ordering::SeqCst);
        let (file, broken) = (self.file.clone(), self.broken.clone());
        tokio::task::spawn_blocking(move || flush(&file, &broken)).await.map_err(io::Error::other)??;
        *flushed = everybody;
        Ok(())
    }
}

/// Opened anew each time, for SQLite may have put another file in its place. Without
/// one there is nothing to flush: SQLite removes the log only after it has flushed the
/// database.
fn flush(log: &Path, broken: &AtomicBool) -> io::Result<()> {
    if broken.load(Ordering::SeqCst) {
        return Err(io::Error::other("an earlier flush of the log failed; start again"));
    }
    match File::open(log) {
        Ok(file) => file.sync_data().inspect_err(|_| broken.store(true, Ordering::SeqCst)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("handpick-log-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        folder
    }

    #[tokio::test]
    async fn after_a_flush_that_failed_nothing_is_acknowledged() {
        let folder = folder("flush");
        let log = Log::of(&folder.join("handpick.db"));
        // Opens, and cannot be flushed.
        let file = folder.join("handpick.db-wal");
        std::os::unix::fs::symlink("/dev/null", &file).expect("a link");
        log.flush().await.expect_err("no disk");
        std::fs::remove_file(&file).expect("removed");
        std::fs::write(&file, "").expect("a file");
        log.flush().await.expect_err("what was lost is still lost");
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
