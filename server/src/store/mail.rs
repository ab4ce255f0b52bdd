use async_trait::async_trait;
use handpick::{
    id::MailId,
    mail::{NewMail, Outbox, QueuedMail},
    store::{StoreError, StoreResult},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;

use super::{
    engine::{LOCK_UNLOCKED, Row, SqlStore, Writes},
    row::{Columns, Unreadable},
    sql::Binds,
};

/// For how long a taken mail belongs to who took it.
const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(5);

#[async_trait]
impl Outbox for SqlStore {
    async fn queue_mail(&self, mail: NewMail) -> StoreResult<()> {
        let mut writes = Writes::default();
        insert_mail(&mut writes, &mail)?;
        self.commit_with(self.begin().await?, writes, &[]).await?;
        Ok(())
    }

    async fn take_mail(&self, now: Timestamp, limit: u32) -> StoreResult<Vec<QueuedMail>> {
        let mut tx = self.begin().await?;
        let rows = sqlx::query(AssertSqlSafe(format!(
            "UPDATE mails SET attempts = attempts + 1, next_try_at = $2
             WHERE id IN (SELECT id FROM mails WHERE sent_at IS NULL AND next_try_at <= $1
                          ORDER BY next_try_at, id LIMIT $3 {LOCK_UNLOCKED})
             RETURNING id, address, name, lang, letter, attempts, created_at"
        )))
        .bind(now.as_millisecond())
        .bind((now + TAKEN_FOR).as_millisecond())
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        self.commit(tx).await?;
        let mut mails = rows.iter().map(queued).collect::<Result<Vec<_>, _>>()?;
        // RETURNING promises no order.
        mails.sort_unstable_by_key(|mail| mail.id);
        Ok(mails)
    }

    async fn mails_sent(&self, ids: &[MailId], now: Timestamp) -> StoreResult<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut binds = Binds::default();
        let now = binds.add(now.as_millisecond());
        let list = binds.list(ids.iter().map(ToString::to_string));
        // The letter goes: it may hold a link that still works.
        let update = format!(
            "UPDATE mails SET sent_at = {now}, next_try_at = NULL, last_error = NULL, letter = ''
             WHERE id IN ({list})"
        );
        self.execute(binds.query(update)).await?;
        Ok(())
    }

    async fn mail_failed(&self, id: MailId, error: &str, next_try: Timestamp) -> StoreResult<()> {
        self.execute(
            sqlx::query(
                "UPDATE mails SET last_error = $2, next_try_at = $3 WHERE id = $1 AND sent_at IS NULL",
            )
            .bind(id.to_string())
            .bind(error)
            .bind(next_try.as_millisecond()),
        )
        .await?;
        Ok(())
    }

    async fn give_up_mail(&self, id: MailId, error: &str) -> StoreResult<()> {
        // As with one that was sent.
        self.execute(
            sqlx::query(
                "UPDATE mails SET last_error = $2, next_try_at = NULL, letter = ''
                 WHERE id = $1 AND sent_at IS NULL",
            )
            .bind(id.to_string())
            .bind(error),
        )
        .await?;
        Ok(())
    }

    async fn mail_waiting(&self) -> StoreResult<u64> {
        let waiting: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM mails WHERE sent_at IS NULL AND next_try_at IS NOT NULL",
        )
        .fetch_one(&mut *self.reader().await?)
        .await?;
        Ok(u64::try_from(waiting)?)
    }
}

/// Queues a mail within a transaction, so that it is sent exactly when that commits.
pub fn insert_mail(writes: &mut Writes, mail: &NewMail) -> StoreResult<()> {
    let insert = writes.add(
        "INSERT INTO mails (id, address, name, lang, letter, created_at, next_try_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    );
    insert
        .bind(mail.id.to_string())
        .bind(mail.to.as_str())
        .bind(&mail.name)
        .bind(mail.lang.tag())
        .bind(serde_json::to_string(&mail.letter)?)
        .bind(mail.now.as_millisecond());
    Ok(())
}

fn queued(row: &Row) -> Result<QueuedMail, StoreError> {
    let address = row.text("address")?;
    let lang = row.text("lang")?;
    Ok(QueuedMail {
        id: row.id("id")?,
        to: address.parse().map_err(|_| Unreadable::new("address", address))?,
        name: row.text("name")?,
        lang: lang.parse().map_err(|()| Unreadable::new("lang", lang))?,
        letter: row.json("letter")?,
        attempts: row.int("attempts")?,
        created_at: row.at("created_at")?,
    })
}
