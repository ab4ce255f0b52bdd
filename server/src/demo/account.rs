//! Accounts of demo people. They share one password, which is no secret.

use handpick::{id::AccountId, lang::Lang};
use jiff::Timestamp;

use super::{dice::Ids, tables::ACCOUNTS};
use crate::store::bulk::{Batch, text};

pub const PASSWORD: &str = "handpick-demo";
/// The host of every demo address: `.example` never receives mail (RFC 2606).
pub const HOST: &str = "demo.handpick.example";

/// Somebody who does things in the demo.
#[derive(Debug, Clone)]
pub struct Actor {
    pub account: AccountId,
    pub name: String,
}

pub struct Account<'a> {
    /// The part before the @.
    pub user: &'a str,
    pub name: &'a str,
    pub lang: Lang,
    pub operator: bool,
    pub created_at: Timestamp,
}

pub fn email(user: &str) -> String {
    format!("{user}@{HOST}")
}

/// Opens accounts, all with the same password.
pub struct Registrar {
    pub password_hash: String,
}

impl Registrar {
    pub fn open(&self, account: Account<'_>, ids: &mut Ids, batch: &mut Batch) -> Actor {
        let id = ids.next(AccountId::mint);
        let since = account.created_at.as_millisecond();
        batch.push(
            &ACCOUNTS,
            [
                text(id),
                email(account.user).into(),
                account.name.to_owned().into(),
                None::<String>.into(),
                self.password_hash.clone().into(),
                account.lang.tag().into(),
                i64::from(account.operator).into(),
                since.into(),
                since.into(),
            ],
        );
        Actor { account: id, name: account.name.to_owned() }
    }
}
