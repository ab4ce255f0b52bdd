//! Saving a listed engineer: account, profile and schedule in one transaction.

use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    account::Email,
    engineer::NewEngineer,
    id::{AccountId, EngineerId, PointId},
    store::StoreResult,
};
use jiff::Timestamp;

use crate::store::roster::{AddressTaken, Enlisted, Listed, Roster};

use super::{
    engine::{Connection, SqlStore},
    engineer::profile,
    row::Columns,
    schedule::write_schedule,
};
use crate::password::NOBODY;

#[async_trait]
impl Roster for SqlStore {
    async fn enlist(&self, listed: &Listed, now: Timestamp) -> StoreResult<Result<Enlisted, AddressTaken>> {
        let mut tx = self.begin().await?;
        let known = engineer_of(&mut tx, &listed.slug).await?;
        let account = match &listed.email {
            Some(email) => Some(self.account_for(&mut tx, email, listed, now).await?),
            None => None,
        };
        if is_anothers(&mut tx, account, known).await? {
            return Ok(Err(AddressTaken));
        }
        let id = match known {
            Some(id) => {
                identify(&mut tx, id, account, listed).await?;
                id
            }
            None => self.create(&mut tx, account, listed, now).await?,
        };
        profile::write_profile(&mut tx, id, &listed.profile, now).await?;
        write_schedule(&mut tx, id, &listed.windows, listed.lengths, now).await?;
        note(&mut tx, id, &listed.digest).await?;
        self.commit(tx).await?;
        Ok(Ok(if known.is_some() { Enlisted::Updated(id) } else { Enlisted::Created(id) }))
    }

    async fn listed_engineers(&self) -> StoreResult<HashMap<String, String>> {
        digests(self, "SELECT slug, listed_as FROM engineers WHERE listed_as IS NOT NULL").await
    }

    async fn listed_points(&self) -> StoreResult<HashMap<String, String>> {
        digests(self, "SELECT slug, listed_as FROM points WHERE listed_as IS NOT NULL").await
    }

    async fn note_point(&self, id: PointId, digest: &str) -> StoreResult<()> {
        let update = sqlx::query("UPDATE points SET listed_as = $2 WHERE id = $1");
        self.execute(update.bind(id.to_string()).bind(digest)).await?;
        Ok(())
    }
}

impl SqlStore {
    /// The account with this address, a new one if need be. Nobody can sign in to
    /// that before she has set a password by mail.
    async fn account_for(
        &self,
        conn: &mut Connection,
        email: &Email,
        listed: &Listed,
        now: Timestamp,
    ) -> StoreResult<AccountId> {
        sqlx::query(
            "INSERT INTO accounts (id, email, name, password_hash, lang, email_confirmed_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (email) DO NOTHING",
        )
        .bind(AccountId::mint(now, &*self.random).to_string())
        .bind(email.as_str())
        .bind(&listed.signature)
        .bind(NOBODY)
        .bind(listed.lang.tag())
        .bind(now.as_millisecond())
        .execute(&mut *conn)
        .await?;
        let account = sqlx::query("SELECT id FROM accounts WHERE email = $1").bind(email.as_str());
        account.fetch_one(&mut *conn).await?.id("id")
    }

    async fn create(
        &self,
        conn: &mut Connection,
        account: Option<AccountId>,
        listed: &Listed,
        now: Timestamp,
    ) -> StoreResult<EngineerId> {
        let id = EngineerId::mint(now, &*self.random);
        let profile = &listed.profile;
        let new = NewEngineer {
            id,
            account,
            slug: listed.slug.clone(),
            name: profile.name.clone(),
            place: profile.place,
            position: profile.position,
            zone: profile.zone.clone(),
            portrait: listed.portrait.clone(),
            now,
        };
        profile::insert(conn, &new, &listed.slug).await?;
        Ok(id)
    }
}

async fn note(conn: &mut Connection, id: EngineerId, digest: &str) -> StoreResult<()> {
    sqlx::query("UPDATE engineers SET listed_as = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(digest)
        .execute(conn)
        .await?;
    Ok(())
}

async fn digests(store: &SqlStore, select: &'static str) -> StoreResult<HashMap<String, String>> {
    let rows = sqlx::query(select).fetch_all(&mut *store.reader().await?).await?;
    rows.iter().map(|row| Ok((row.text("slug")?, row.text("listed_as")?))).collect()
}

async fn engineer_of(conn: &mut Connection, slug: &str) -> StoreResult<Option<EngineerId>> {
    let row = sqlx::query("SELECT id FROM engineers WHERE slug = $1").bind(slug).fetch_optional(conn).await?;
    row.map(|row| row.id("id")).transpose()
}

async fn is_anothers(
    conn: &mut Connection,
    account: Option<AccountId>,
    engineer: Option<EngineerId>,
) -> StoreResult<bool> {
    let Some(account) = account else { return Ok(false) };
    // Anybody can sign up with her address; only she can confirm it.
    let unproven = sqlx::query("SELECT 1 FROM accounts WHERE id = $1 AND email_confirmed_at IS NULL")
        .bind(account.to_string())
        .fetch_optional(&mut *conn)
        .await?;
    if unproven.is_some() {
        return Ok(true);
    }
    let row = sqlx::query("SELECT id FROM engineers WHERE account_id = $1")
        .bind(account.to_string())
        .fetch_optional(conn)
        .await?;
    let holder: Option<EngineerId> = row.map(|row| row.id("id")).transpose()?;
    Ok(holder.is_some() && holder != engineer)
}

/// A list without an address leaves the account that is there.
async fn identify(
    conn: &mut Connection,
    id: EngineerId,
    account: Option<AccountId>,
    listed: &Listed,
) -> StoreResult<()> {
    sqlx::query("UPDATE engineers SET account_id = COALESCE($2, account_id), portrait = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(account.map(|id| id.to_string()))
        .bind(listed.portrait.to_string())
        .execute(conn)
        .await?;
    Ok(())
}
