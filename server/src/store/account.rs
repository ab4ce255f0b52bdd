use async_trait::async_trait;
use handpick::{
    account::{Account, Accounts, Admission, Email, EmailTaken, NewAccount, Viewer},
    id::{AccountId, EngineerId, PointId},
    lang::Lang,
    link::TokenUse,
    mail::NewMail,
    store::StoreResult,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    engine::{Connection, LOCK, SqlStore, Writes},
    mail::insert_mail,
    people::account_from,
    row::Columns as _,
    search::rewrite_reach,
};

#[async_trait]
impl Accounts for SqlStore {
    async fn create_account(
        &self,
        new: NewAccount,
        mail: Option<NewMail>,
    ) -> StoreResult<Result<(), EmailTaken>> {
        let mut tx = self.begin().await?;
        let now = new.now.as_millisecond();
        let inserted = sqlx::query(
            "INSERT INTO accounts
                 (id, email, name, password_hash, lang, operator, email_confirmed_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (email) DO NOTHING",
        )
        .bind(new.id.to_string())
        .bind(new.email.as_str())
        .bind(new.name)
        .bind(new.password_hash)
        .bind(new.lang.tag())
        .bind(i64::from(new.operator))
        .bind(new.email_confirmed.then_some(now))
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() == 0 {
            return Ok(Err(EmailTaken));
        }
        let mut writes = Writes::default();
        if let Some(mail) = mail {
            insert_mail(&mut writes, &mail)?;
        }
        self.commit_with(tx, writes, &[]).await?;
        Ok(Ok(()))
    }

    async fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        let row = sqlx::query("SELECT * FROM accounts WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.as_ref().map(account_from).transpose()
    }

    async fn account_by_email(&self, email: &Email) -> StoreResult<Option<Account>> {
        let row = sqlx::query("SELECT * FROM accounts WHERE email = $1")
            .bind(email.as_str())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.as_ref().map(account_from).transpose()
    }

    async fn credentials(&self, email: &Email) -> StoreResult<Option<(Admission, String)>> {
        let row = sqlx::query(
            "SELECT id, password_hash, generation FROM accounts WHERE email = $1 AND deactivated_at IS NULL",
        )
        .bind(email.as_str())
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let admission = Admission { account: row.id("id")?, generation: row.int("generation")? };
        Ok(Some((admission, row.text("password_hash")?)))
    }

    async fn viewer(&self, id: AccountId) -> StoreResult<Option<Viewer>> {
        self.person(id).await
    }

    async fn save_account(
        &self,
        id: AccountId,
        name: &str,
        phone: Option<&str>,
        lang: Lang,
    ) -> StoreResult<()> {
        self.execute(
            sqlx::query("UPDATE accounts SET name = $2, phone = $3, lang = $4 WHERE id = $1")
                .bind(id.to_string())
                .bind(name)
                .bind(phone)
                .bind(lang.tag()),
        )
        .await?;
        Ok(())
    }

    async fn set_password(&self, old: Admission, password_hash: &str) -> StoreResult<Option<Admission>> {
        let mut tx = self.begin().await?;
        let select = format!("SELECT generation FROM accounts WHERE id = $1 {LOCK}");
        let row = sqlx::query(AssertSqlSafe(select)).bind(old.account.to_string());
        if row.fetch_one(&mut *tx).await?.int("generation")? != old.generation {
            return Ok(None);
        }
        let new = write_password(&mut tx, old.account, password_hash).await?;
        self.commit(tx).await?;
        Ok(Some(new))
    }

    async fn deactivate_account(&self, id: AccountId, now: Timestamp) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        show_profile(&mut tx, id, false).await?;
        sqlx::query(
            "UPDATE accounts SET deactivated_at = COALESCE(deactivated_at, $2), generation = generation + 1
             WHERE id = $1",
        )
        .bind(id.to_string())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM sessions WHERE account_id = $1")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn reactivate_account(&self, id: AccountId) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        show_profile(&mut tx, id, true).await?;
        sqlx::query("UPDATE accounts SET deactivated_at = NULL WHERE id = $1")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn people(&self, asked: &str, page: u32, page_size: u32) -> StoreResult<(Vec<Viewer>, u64)> {
        self.page_of_people(asked, page, page_size).await
    }

    async fn staff_of(&self, point: PointId) -> StoreResult<Vec<Viewer>> {
        self.people_at(point).await
    }

    async fn add_staff(&self, account: AccountId, point: PointId) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        write_staff(&mut tx, account, point).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn remove_staff(&self, account: AccountId, point: PointId) -> StoreResult<()> {
        self.execute(
            sqlx::query("DELETE FROM staff WHERE account_id = $1 AND point_id = $2")
                .bind(account.to_string())
                .bind(point.to_string()),
        )
        .await?;
        Ok(())
    }

    async fn make_operator(&self, account: AccountId) -> StoreResult<()> {
        let mut tx = self.begin().await?;
        write_operator(&mut tx, account).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn favourites(&self, customer: AccountId) -> StoreResult<Vec<EngineerId>> {
        let rows = sqlx::query(
            "SELECT engineer_id FROM favourites WHERE account_id = $1 ORDER BY created_at DESC, engineer_id",
        )
        .bind(customer.to_string())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter().map(|row| row.id("engineer_id")).collect()
    }

    async fn set_favourite(
        &self,
        customer: AccountId,
        engineer: EngineerId,
        on: bool,
        now: Timestamp,
    ) -> StoreResult<()> {
        let query = if on {
            sqlx::query(
                "INSERT INTO favourites (account_id, engineer_id, created_at) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
            )
            .bind(customer.to_string())
            .bind(engineer.to_string())
            .bind(now.as_millisecond())
        } else {
            sqlx::query("DELETE FROM favourites WHERE account_id = $1 AND engineer_id = $2")
                .bind(customer.to_string())
                .bind(engineer.to_string())
        };
        self.execute(query).await?;
        Ok(())
    }

    async fn save_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<()> {
        self.execute(
            sqlx::query("UPDATE sessions SET data = $2, account_id = $3, expires_at = $4 WHERE id = $1")
                .bind(id)
                .bind(data)
                .bind(account.map(|id| id.to_string()))
                .bind(expires_at.as_millisecond()),
        )
        .await?;
        Ok(())
    }

    async fn create_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<bool> {
        let inserted = self
            .execute(
                sqlx::query(
                    "INSERT INTO sessions (id, data, account_id, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING",
                )
                .bind(id)
                .bind(data)
                .bind(account.map(|id| id.to_string()))
                .bind(expires_at.as_millisecond()),
            )
            .await?;
        Ok(inserted == 1)
    }

    async fn session(&self, id: &str, now: Timestamp) -> StoreResult<Option<(String, Timestamp)>> {
        let row = sqlx::query("SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2")
            .bind(id)
            .bind(now.as_millisecond())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.map(|row| Ok((row.text("data")?, row.at("expires_at")?))).transpose()
    }

    async fn delete_session(&self, id: &str) -> StoreResult<()> {
        self.execute(sqlx::query("DELETE FROM sessions WHERE id = $1").bind(id)).await?;
        Ok(())
    }

    async fn delete_expired_sessions(&self, now: Timestamp) -> StoreResult<u64> {
        let deleted = self
            .execute(sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now.as_millisecond()))
            .await?;
        Ok(deleted)
    }
}

/// Sets the password, and ends every session and every link that could set it again.
pub async fn write_password(
    conn: &mut Connection,
    id: AccountId,
    password_hash: &str,
) -> StoreResult<Admission> {
    let row = sqlx::query(
        "UPDATE accounts SET password_hash = $2, generation = generation + 1 WHERE id = $1
         RETURNING generation",
    )
    .bind(id.to_string())
    .bind(password_hash)
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE account_id = $1")
        .bind(id.to_string())
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM tokens WHERE account_id = $1 AND usage = $2")
        .bind(id.to_string())
        .bind(TokenUse::ResetPassword.as_str())
        .execute(conn)
        .await?;
    Ok(Admission { account: id, generation: row.int("generation")? })
}

pub async fn write_staff(conn: &mut Connection, account: AccountId, point: PointId) -> StoreResult<()> {
    sqlx::query("INSERT INTO staff (account_id, point_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(account.to_string())
        .bind(point.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn write_operator(conn: &mut Connection, account: AccountId) -> StoreResult<()> {
    let update = sqlx::query("UPDATE accounts SET operator = 1 WHERE id = $1").bind(account.to_string());
    update.execute(conn).await?;
    Ok(())
}

async fn show_profile(conn: &mut Connection, account: AccountId, shown: bool) -> StoreResult<()> {
    let shown = sqlx::query("UPDATE engineers SET active = $2 WHERE account_id = $1 RETURNING id")
        .bind(account.to_string())
        .bind(i64::from(shown))
        .fetch_optional(&mut *conn)
        .await?;
    match shown {
        Some(engineer) => rewrite_reach(conn, engineer.id("id")?).await,
        None => Ok(()),
    }
}
