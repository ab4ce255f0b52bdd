use async_trait::async_trait;
use handpick::{account::*, id::*, lang::Lang, mail::NewMail, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Accounts for SqlStore {
    async fn create_account(
        &self,
        new: NewAccount,
        mail: Option<NewMail>,
    ) -> StoreResult<Result<(), EmailTaken>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn account_by_email(&self, email: &Email) -> StoreResult<Option<Account>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn credentials(&self, email: &Email) -> StoreResult<Option<(AccountId, String)>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn viewer(&self, id: AccountId) -> StoreResult<Option<Viewer>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_account(
        &self,
        id: AccountId,
        name: &str,
        phone: Option<&str>,
        lang: Lang,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn set_password(&self, id: AccountId, password_hash: &str) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn deactivate_account(&self, id: AccountId, now: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn reactivate_account(&self, id: AccountId) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn people(&self) -> StoreResult<Vec<Viewer>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn add_staff(&self, account: AccountId, point: PointId) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn remove_staff(&self, account: AccountId, point: PointId) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn make_operator(&self, account: AccountId) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn issue_token(
        &self,
        hash: &str,
        usage: TokenUse,
        account: Option<AccountId>,
        payload: &str,
        expires_at: Timestamp,
        mail: Option<NewMail>,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn token(
        &self,
        hash: &str,
        usage: TokenUse,
        now: Timestamp,
    ) -> StoreResult<Option<(Option<AccountId>, String)>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn use_token(&self, hash: &str, now: Timestamp) -> StoreResult<bool> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn confirm_email(&self, account: AccountId, now: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn favourites(&self, customer: AccountId) -> StoreResult<Vec<EngineerId>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn set_favourite(
        &self,
        customer: AccountId,
        engineer: EngineerId,
        on: bool,
        now: Timestamp,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn create_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<bool> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn session(&self, id: &str, now: Timestamp) -> StoreResult<Option<(String, Timestamp)>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn delete_session(&self, id: &str) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn delete_expired_sessions(&self, now: Timestamp) -> StoreResult<u64> {
        Err(std::io::Error::other("unwritten").into())
    }
}
