use async_trait::async_trait;
use jiff::Timestamp;

use crate::{id::MailId, store::StoreResult};

use super::{NewMail, QueuedMail};

#[async_trait]
pub trait Outbox: Send + Sync {
    async fn queue_mail(&self, mail: NewMail) -> StoreResult<()>;
    /// Takes up to `limit` due mails for five minutes, so that no other process
    /// sends them at the same time.
    async fn take_mail(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<QueuedMail>>;
    async fn mails_sent(&self, ids: &[MailId], now: Timestamp) -> StoreResult<()>;
    /// Notes the failure and tries again at `next_try`.
    async fn mail_failed(&self, id: MailId, error: &str, next_try: Timestamp) -> StoreResult<()>;
    /// Notes the failure and never tries again.
    async fn give_up_mail(&self, id: MailId, error: &str) -> StoreResult<()>;
    /// Mails that are still to be sent.
    async fn mail_waiting(&self) -> StoreResult<u64>;
}
