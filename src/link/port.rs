use async_trait::async_trait;
use jiff::Timestamp;

use crate::{account::Admission, engineer::NewEngineer, id::AccountId, mail::NewMail, store::StoreResult};

use super::{Invitation, Invited, TokenUse};

/// An invitation that nobody has accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Of its secret, which only the invited person knows.
    pub hash: String,
    pub invited: Invited,
    pub expires_at: Timestamp,
}

/// What a link is for is done in the transaction that uses it up: it is never used
/// for nothing, and never twice.
#[async_trait]
pub trait Links: Send + Sync {
    /// Remembers the hash of a link's secret. `payload` is an [`Invited`] as JSON or
    /// empty. Said twice, it is one link and one mail.
    async fn issue_token(
        &self,
        hash: &str,
        usage: TokenUse,
        account: Option<AccountId>,
        payload: &str,
        expires_at: Timestamp,
        mail: Option<NewMail>,
    ) -> StoreResult<()>;
    /// What an unused, unexpired token is for, without using it.
    async fn token(
        &self,
        hash: &str,
        usage: TokenUse,
        now: Timestamp,
    ) -> StoreResult<Option<(Option<AccountId>, String)>>;
    /// Confirms the account's address by a link that was sent to it; `false` when the
    /// link was used, is too old, or is another account's.
    async fn confirm_email(&self, hash: &str, account: AccountId, now: Timestamp) -> StoreResult<bool>;
    /// Sets a new password as [`crate::account::Accounts::set_password`] does, and
    /// confirms the address: whoever reads its mail owns it. `None` when the link was used or is too old.
    async fn reset_password(
        &self,
        hash: &str,
        password_hash: &str,
        now: Timestamp,
    ) -> StoreResult<Option<Admission>>;
    /// Makes of the account what the invitation says: an engineer `newcomer`, unless
    /// it is one already, staff, or an operator. `None` when the invitation was
    /// accepted, was revoked, or is too old.
    async fn accept_invitation(
        &self,
        hash: &str,
        account: AccountId,
        newcomer: Option<NewEngineer>,
        now: Timestamp,
    ) -> StoreResult<Option<Invitation>>;
    /// Invitations that can still be accepted, the youngest first.
    async fn open_invitations(&self, now: Timestamp) -> StoreResult<Vec<OpenInvitation>>;
    /// Takes an invitation back. One that was accepted meanwhile stays accepted.
    async fn revoke_invitation(&self, hash: &str, now: Timestamp) -> StoreResult<()>;
    /// Forgets links that are too old to be used.
    async fn forget_old_links(&self, now: Timestamp) -> StoreResult<u64>;
}
