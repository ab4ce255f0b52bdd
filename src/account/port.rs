use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    id::{AccountId, EngineerId, PointId},
    lang::Lang,
    mail::NewMail,
    store::StoreResult,
};

use super::{Account, Admission, Email, Viewer};

pub struct NewAccount {
    pub id: AccountId,
    pub email: Email,
    pub name: String,
    /// A PHC string; the store never sees a password.
    pub password_hash: String,
    pub lang: Lang,
    pub operator: bool,
    pub email_confirmed: bool,
    pub now: Timestamp,
}

/// Another account has this address already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the e-mail address is taken")]
pub struct EmailTaken;

#[async_trait]
pub trait Accounts: Send + Sync {
    /// Creates the account and queues its mail.
    async fn create_account(
        &self,
        new: NewAccount,
        mail: Option<NewMail>,
    ) -> StoreResult<Result<(), EmailTaken>>;
    async fn account(&self, id: AccountId) -> StoreResult<Option<Account>>;
    async fn account_by_email(&self, email: &Email) -> StoreResult<Option<Account>>;
    /// What the right password admits to, and its hash. `None` also when deactivated.
    async fn credentials(&self, email: &Email) -> StoreResult<Option<(Admission, String)>>;
    /// The account with its roles. `None` when deactivated.
    async fn viewer(&self, id: AccountId) -> StoreResult<Option<Viewer>>;
    async fn save_account(
        &self,
        id: AccountId,
        name: &str,
        phone: Option<&str>,
        lang: Lang,
    ) -> StoreResult<()>;
    /// Changes the password, and ends every session of the account and every link
    /// that could change it again. `None` when that happened since `old` was checked.
    async fn set_password(&self, old: Admission, password_hash: &str) -> StoreResult<Option<Admission>>;
    /// Ends every session and lets nobody in any more. Whoever cannot sign in must not
    /// be booked either: an engineer's profile is hidden with the account.
    async fn deactivate_account(&self, id: AccountId, now: Timestamp) -> StoreResult<()>;
    /// Lets the person in again, and shows the profile.
    async fn reactivate_account(&self, id: AccountId) -> StoreResult<()>;
    /// A page (from 0) of the accounts that are more than customers and have `asked` in
    /// their name or address, by name, and how many there are; also of those that are
    /// deactivated. For the operator.
    async fn people(&self, asked: &str, page: u32, page_size: u32) -> StoreResult<(Vec<Viewer>, u64)>;
    /// The people at the desk of a point, by name.
    async fn staff_of(&self, point: PointId) -> StoreResult<Vec<Viewer>>;
    async fn add_staff(&self, account: AccountId, point: PointId) -> StoreResult<()>;
    async fn remove_staff(&self, account: AccountId, point: PointId) -> StoreResult<()>;
    async fn make_operator(&self, account: AccountId) -> StoreResult<()>;

    /// The customer's favourites ("My experts"), latest first.
    async fn favourites(&self, customer: AccountId) -> StoreResult<Vec<EngineerId>>;
    /// Adds or removes a favourite; saying it twice changes nothing.
    async fn set_favourite(
        &self,
        customer: AccountId,
        engineer: EngineerId,
        on: bool,
        now: Timestamp,
    ) -> StoreResult<()>;

    /// Saves a session that is still there: one that was ended meanwhile stays ended.
    async fn save_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<()>;
    /// Inserts; `false` when the id exists.
    async fn create_session(
        &self,
        id: &str,
        data: &str,
        account: Option<AccountId>,
        expires_at: Timestamp,
    ) -> StoreResult<bool>;
    async fn session(&self, id: &str, now: Timestamp) -> StoreResult<Option<(String, Timestamp)>>;
    async fn delete_session(&self, id: &str) -> StoreResult<()>;
    async fn delete_expired_sessions(&self, now: Timestamp) -> StoreResult<u64>;
}
