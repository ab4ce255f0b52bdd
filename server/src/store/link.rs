use async_trait::async_trait;
use handpick::{
    account::Admission,
    engineer::NewEngineer,
    id::AccountId,
    link::{Invitation, Invited, Links, OpenInvitation, TokenUse},
    mail::NewMail,
    store::StoreResult,
};
use jiff::Timestamp;

use super::{
    account::{write_operator, write_password, write_staff},
    engine::{Connection, Row, SqlStore, Writes},
    engineer::profile,
    mail::insert_mail,
    row::Columns as _,
};

#[async_trait]
impl Links for SqlStore {
    async fn issue_token(
        &self,
        hash: &str,
        usage: TokenUse,
        account: Option<AccountId>,
        payload: &str,
        expires_at: Timestamp,
        mail: Option<NewMail>,
    ) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        let issued = sqlx::query(
            "INSERT INTO tokens (hash, usage, account_id, payload, expires_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (hash) DO NOTHING",
        )
        .bind(hash)
        .bind(usage.as_str())
        .bind(account.map(|id| id.to_string()))
        .bind(payload)
        .bind(expires_at.as_millisecond())
        .execute(&mut *tx)
        .await?;
        let mut writes = Writes::default();
        if let (1, Some(mail)) = (issued.rows_affected(), mail) {
            insert_mail(&mut writes, &mail)?;
        }
        self.commit_with(tx, writes, &[]).await?;
        Ok(())
    }

    async fn token(
        &self,
        hash: &str,
        usage: TokenUse,
        now: Timestamp,
    ) -> StoreResult<Option<(Option<AccountId>, String)>> {
        let row = sqlx::query(
            "SELECT account_id, payload FROM tokens
             WHERE hash = $1 AND usage = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(hash)
        .bind(usage.as_str())
        .bind(now.as_millisecond())
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        row.map(|row| Ok((row.maybe_id("account_id")?, row.text("payload")?))).transpose()
    }

    async fn confirm_email(&self, hash: &str, account: AccountId, now: Timestamp) -> StoreResult<bool> {
        let mut tx = self.begin().await?;
        let used = use_up(&mut tx, hash, TokenUse::ConfirmEmail, now).await?;
        if used.is_none_or(|(owner, _)| owner != Some(account)) {
            return Ok(false);
        }
        write_confirmed(&mut tx, account, now).await?;
        self.commit(tx).await?;
        Ok(true)
    }

    async fn reset_password(
        &self,
        hash: &str,
        password_hash: &str,
        now: Timestamp,
    ) -> StoreResult<Option<Admission>> {
        let mut tx = self.begin().await?;
        let used = use_up(&mut tx, hash, TokenUse::ResetPassword, now).await?;
        let Some(account) = used.and_then(|(owner, _)| owner) else { return Ok(None) };
        let admission = write_password(&mut tx, account, password_hash).await?;
        write_confirmed(&mut tx, account, now).await?;
        self.commit(tx).await?;
        Ok(Some(admission))
    }

    async fn accept_invitation(
        &self,
        hash: &str,
        account: AccountId,
        newcomer: Option<NewEngineer>,
        now: Timestamp,
    ) -> StoreResult<Option<Invitation>> {
        let mut tx = self.begin().await?;
        let Some((_, payload)) = use_up(&mut tx, hash, TokenUse::Invitation, now).await? else {
            return Ok(None);
        };
        let Invited { what, .. } = serde_json::from_str(&payload)?;
        match &what {
            Invitation::Staff { point } => write_staff(&mut tx, account, *point).await?,
            Invitation::Operator => write_operator(&mut tx, account).await?,
            Invitation::Engineer { .. } => write_newcomer(&mut tx, account, newcomer).await?,
        }
        self.commit(tx).await?;
        Ok(Some(what))
    }

    async fn open_invitations(&self, now: Timestamp) -> StoreResult<Vec<OpenInvitation>> {
        let rows = sqlx::query(
            "SELECT hash, payload, expires_at FROM tokens
             WHERE usage = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY expires_at DESC, hash",
        )
        .bind(TokenUse::Invitation.as_str())
        .bind(now.as_millisecond())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let open = |row: &Row| {
            Ok(OpenInvitation {
                hash: row.text("hash")?,
                invited: row.json("payload")?,
                expires_at: row.at("expires_at")?,
            })
        };
        rows.iter().map(open).collect()
    }

    async fn revoke_invitation(&self, hash: &str, now: Timestamp) -> StoreResult<()> {
        // Used up, not deleted: the form that made it cannot make it again.
        self.execute(
            sqlx::query("UPDATE tokens SET used_at = $3 WHERE hash = $1 AND usage = $2 AND used_at IS NULL")
                .bind(hash)
                .bind(TokenUse::Invitation.as_str())
                .bind(now.as_millisecond()),
        )
        .await?;
        Ok(())
    }

    async fn forget_old_links(&self, now: Timestamp) -> StoreResult<u64> {
        let deleted = self
            .execute(sqlx::query("DELETE FROM tokens WHERE expires_at <= $1").bind(now.as_millisecond()))
            .await?;
        Ok(deleted)
    }
}

/// Uses the link up and tells whose it is and what it carries; `None` when somebody
/// was faster, or it is too old. Two at once wait here for each other.
async fn use_up(
    conn: &mut Connection,
    hash: &str,
    usage: TokenUse,
    now: Timestamp,
) -> StoreResult<Option<(Option<AccountId>, String)>> {
    let row = sqlx::query(
        "UPDATE tokens SET used_at = $3
         WHERE hash = $1 AND usage = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING account_id, payload",
    )
    .bind(hash)
    .bind(usage.as_str())
    .bind(now.as_millisecond())
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((row.maybe_id("account_id")?, row.text("payload")?))).transpose()
}

async fn write_confirmed(conn: &mut Connection, account: AccountId, now: Timestamp) -> StoreResult<()> {
    sqlx::query("UPDATE accounts SET email_confirmed_at = COALESCE(email_confirmed_at, $2) WHERE id = $1")
        .bind(account.to_string())
        .bind(now.as_millisecond())
        .execute(conn)
        .await?;
    Ok(())
}

/// Nobody is an engineer twice.
async fn write_newcomer(
    conn: &mut Connection,
    account: AccountId,
    newcomer: Option<NewEngineer>,
) -> StoreResult<()> {
    let known = sqlx::query("SELECT 1 FROM engineers WHERE account_id = $1")
        .bind(account.to_string())
        .fetch_optional(&mut *conn)
        .await?;
    if let (None, Some(newcomer)) = (known, newcomer) {
        profile::insert_with_free_slug(conn, &newcomer).await?;
    }
    Ok(())
}
