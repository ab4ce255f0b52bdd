//! Links sent by mail: each is good for one thing, once, for a while.

mod port;

pub use port::{Links, OpenInvitation};

use serde::{Deserialize, Serialize};

use crate::{account::Email, id::PointId};

/// What a link is good for. Opening it only shows a form: mail scanners open links
/// too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUse {
    ConfirmEmail,
    ResetPassword,
    /// Join as staff of a service point, as an engineer or as an operator.
    Invitation,
}

impl TokenUse {
    pub const fn as_str(self) -> &'static str {
        match self {
            TokenUse::ConfirmEmail => "confirm_email",
            TokenUse::ResetPassword => "reset_password",
            TokenUse::Invitation => "invitation",
        }
    }
}

/// What accepting an invitation makes of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "lowercase")]
pub enum Invitation {
    Engineer { name: String },
    Staff { point: PointId },
    Operator,
}

/// An invitation with the person it was meant for: what an operator has to know to
/// take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub what: Invitation,
    pub name: String,
    pub email: Email,
}
