use async_trait::async_trait;
use handpick::{id::*, mail::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Outbox for SqlStore {
    async fn queue_mail(&self, mail: NewMail) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn take_mail(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<QueuedMail>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn mail_sent(&self, id: MailId, now: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn mail_failed(&self, id: MailId, error: &str, next_try: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn mail_waiting(&self) -> StoreResult<u64> {
        Err(std::io::Error::other("unwritten").into())
    }
}
