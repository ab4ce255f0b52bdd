//! Accounts: who can sign in. Everyone is a customer; some also are an engineer,
//! staff of service points, or an operator.

mod email;
mod port;
mod role;

pub use email::{Email, NotAnEmail};
pub use port::{Accounts, EmailTaken, NewAccount};
pub use role::{Role, Viewer};

use jiff::Timestamp;

use crate::{id::AccountId, lang::Lang};

/// Fewest characters of a password (NIST SP 800-63B asks for at least 8).
pub const PASSWORD_MIN: usize = 10;
/// Most characters of a password: bounds the work of hashing.
pub const PASSWORD_MAX: usize = 200;
/// Most characters of a telephone number, with spaces and an extension.
pub const PHONE_MAX: usize = 40;
/// Most characters of a person's name.
pub const NAME_MAX: usize = 80;
/// How long a link to choose a new password works.
pub const RESET_HOURS: u32 = 1;
/// How long an invitation can be accepted.
pub const INVITATION_DAYS: u32 = 14;

/// What mail calls somebody: nothing before the address is confirmed. Anybody can
/// sign up with any address, and put into the name whatever they want its owner to
/// read.
pub fn greeted_as(name: String, email_confirmed_at: Option<Timestamp>) -> String {
    if email_confirmed_at.is_some() { name } else { String::new() }
}

#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub email: Email,
    pub name: String,
    pub phone: Option<String>,
    /// The language of pages and mail, unless a request asks for another.
    pub lang: Lang,
    pub operator: bool,
    pub email_confirmed_at: Option<Timestamp>,
    pub deactivated_at: Option<Timestamp>,
    pub created_at: Timestamp,
}
