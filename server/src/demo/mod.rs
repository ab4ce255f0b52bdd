//! Demo data: a world of people, points and their past half year, drawn from a
//! seed. The same seed gives the same people, and at the same moment the same rows.

pub mod account;
mod case;
mod customer;
mod data;
mod diary;
mod dice;
mod engineer;
mod fill;
mod outlook;
mod person;
mod point;
mod profile;
mod region;
mod review;
pub mod sign_ins;
pub mod tables;
mod timeline;
mod week;
mod words;
mod world;

use account::PASSWORD;
pub use data::BadData;

use handpick::store::StoreError;
use jiff::Timestamp;
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{
    password::{self, PasswordError},
    store::bulk::Loader,
};

/// What to make up.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub engineers: u32,
    pub seed: u64,
    pub now: Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("there are people in this database already; demo data only goes into an empty one")]
    NotEmpty,
    #[error("the demo's files are faulty: {0}")]
    Data(#[from] BadData),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("{0}")]
    Store(StoreError),
    #[error("making people up ended early")]
    Stopped,
}

impl From<StoreError> for DemoError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Batches that wait while another one is being inserted.
const WAITING: usize = 1;

/// Fills an empty database and returns how many rows it took. People are made up
/// on a thread of their own while the database is busy with those before.
pub async fn fill(loader: &dyn Loader, plan: Plan) -> Result<u64, DemoError> {
    if !loader.is_empty().await? {
        return Err(DemoError::NotEmpty);
    }
    // The salt is no secret, for the password is none.
    let password_hash = password::hash_with_salt(PASSWORD, b"handpick's demo.")?;
    let (sender, mut batches) = mpsc::channel(WAITING);
    let making = spawn_blocking(move || {
        let mut send = |batch| sender.blocking_send(batch).map_err(|_| world::Stopped);
        world::populate(&plan, password_hash, &mut send)
    });
    let mut rows = 0;
    while let Some(batch) = batches.recv().await {
        rows += batch.rows();
        loader.load(batch).await?;
    }
    making.await.map_err(|_| DemoError::Stopped)??;
    loader.settle().await?;
    Ok(rows)
}
