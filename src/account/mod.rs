//! Accounts: who can sign in. Everyone is a customer; some also are an engineer,
//! staff of service points, or an operator.

mod email;
mod port;
mod role;

pub use email::{Email, NotAnEmail};
pub use port::{Accounts, EmailTaken, NewAccount};
pub use role::{Role, Viewer};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{id::AccountId, lang::Lang, text};

/// Fewest characters of a password (NIST SP 800-63B asks for at least 8).
pub const PASSWORD_MIN: usize = 10;
/// Most characters of a password: bounds the work of hashing.
pub const PASSWORD_MAX: usize = 200;
/// Most characters of a telephone number, with spaces and an extension.
pub const PHONE_MAX: usize = 40;
/// Fewest digits of a telephone number: shorter ones reach nobody at home.
pub const PHONE_DIGITS_MIN: usize = 5;
/// Most characters of a person's name.
pub const NAME_MAX: usize = 80;
/// How long a link to choose a new password works.
pub const RESET_HOURS: u32 = 1;
/// How long an invitation can be accepted.
pub const INVITATION_DAYS: u32 = 14;

/// A telephone number as it was typed, in whatever notation; `None` when nothing was.
///
/// # Errors
///
/// What is longer than [`PHONE_MAX`] or has fewer digits than [`PHONE_DIGITS_MIN`].
pub fn phone(typed: &str) -> Result<Option<String>, NotAPhone> {
    let phone = text::optional_line(typed, PHONE_MAX).map_err(|_| NotAPhone)?;
    let can_be_called = |phone: &String| dialled(phone).trim_start_matches('+').len() >= PHONE_DIGITS_MIN;
    if phone.as_ref().is_none_or(can_be_called) { Ok(phone) } else { Err(NotAPhone) }
}

/// What a telephone dials: a plus sign in front, if there is one, and the digits up to an
/// extension, which begins with a letter, a comma, a semicolon or `#`. Digits may be
/// full-width (`１２３`), Arabic or Persian too.
pub fn dialled(phone: &str) -> String {
    let begins = |c: char| c == '+' || c == '＋' || ascii_digit(c).is_some();
    let number = phone.find(begins).map_or("", |at| &phone[at..]);
    let number =
        number.split(|c: char| c.is_alphabetic() || ",;#，；＃".contains(c)).next().unwrap_or_default();
    let plus = number.starts_with(['+', '＋']).then_some('+');
    plus.into_iter().chain(number.chars().filter_map(ascii_digit)).collect()
}

/// Where Unicode begins a row of digits that people here type: Latin, full-width,
/// Arabic and Persian.
const ZEROS: [char; 4] = ['0', '０', '٠', '۰'];

fn ascii_digit(c: char) -> Option<char> {
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    char::from_digit(ZEROS.into_iter().find_map(value)?, 10)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPhone;

/// What mail calls somebody: nothing before the address is confirmed. Anybody can
/// sign up with any address, and put into the name whatever they want its owner to
/// read.
pub fn greeted_as(name: String, email_confirmed_at: Option<Timestamp>) -> String {
    if email_confirmed_at.is_some() { name } else { String::new() }
}

/// Who may come in, shown by a password or a link. A session is one of these, and is over
/// when its generation is: a new password begins another, and so does deactivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    pub account: AccountId,
    pub generation: i64,
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
    /// Of its sessions: see [`Admission`].
    pub generation: i64,
    pub email_confirmed_at: Option<Timestamp>,
    pub deactivated_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_can_be_called() {
        for sound in ["138 0013 8000", "+86 (27) 8765-4321", "10086", "１３８００１３８０００", "۰۲۱۱۲۳۴۵"]
        {
            assert_eq!(phone(sound), Ok(Some(sound.to_owned())));
        }
        assert_eq!(phone("  "), Ok(None));
        for wrong in ["abc", "12", "110", "12 ext. 34567", &"1".repeat(PHONE_MAX + 1)] {
            assert_eq!(phone(wrong), Err(NotAPhone), "{wrong}");
        }
    }

    #[test]
    fn an_extension_is_not_dialled() {
        let same = |typed: &str, number: &str| assert_eq!(dialled(typed), number, "{typed}");
        same("+86 (27) 1234-5678", "+862712345678");
        same("8765-4321 ext. 12", "87654321");
        same("8765 4321 转12", "87654321");
        same("电话：８７６５４３２１#12", "87654321");
        same("۰۲۱ ۱۲۳۴", "0211234");
        same("none", "");
    }
}
