//! Connections that are leased, one to one.
//!
//! Not one of the library's pools: those ask a connection, each time it comes back,
//! whether it is still there, which is a way to SQLite's thread and back, as long as most
//! statements take; and all who wait for the connection wait for the answer too.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

/// `None` once it was closed.
type Shared = Arc<Mutex<Option<SqliteConnection>>>;

#[derive(Clone)]
pub struct Connections {
    connections: Arc<[Shared]>,
    /// As many as there are connections.
    free: Arc<Semaphore>,
}

/// A connection of one's own, until it is dropped. Whoever waits for a second one while
/// holding it may wait for ever.
pub struct Lease {
    connection: OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>,
    /// Behind the connection, for fields are dropped in their order.
    _free: OwnedSemaphorePermit,
}

impl Connections {
    pub fn of(connections: Vec<SqliteConnection>) -> Self {
        let free = Arc::new(Semaphore::new(connections.len()));
        let shared = connections.into_iter().map(|connection| Arc::new(Mutex::new(Some(connection))));
        Self { connections: shared.collect(), free }
    }

    /// Waits, behind those who came before, until a connection is free.
    pub async fn lease(&self) -> sqlx::Result<Lease> {
        let free = self.free.clone().acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let unlocked = self.connections.iter().find_map(|shared| shared.clone().try_lock_owned().ok());
        let connection = unlocked.and_then(|shared| OwnedMutexGuard::try_map(shared, Option::as_mut).ok());
        // Whoever has one of the permits finds a connection, for all look in the same order.
        Ok(Lease { connection: connection.ok_or(sqlx::Error::PoolClosed)?, _free: free })
    }

    /// Closes every connection when who has it gives it back; nobody is given one any more.
    pub async fn close(&self) {
        self.free.close();
        for shared in &*self.connections {
            let connection = shared.lock().await.take();
            if let Some(connection) = connection
                && let Err(error) = connection.close().await
            {
                tracing::warn!(%error, "the database was not closed in order");
            }
        }
    }
}

impl Deref for Lease {
    type Target = SqliteConnection;

    fn deref(&self) -> &Self::Target {
        &self.connection
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.connection
    }
}
