//! Mail: what is sent to whom, as facts. The words come from the catalogue when it
//! is sent, in the reader's language.

mod port;

pub use port::Outbox;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    account::Email,
    engineer::Mode,
    id::{CaseId, MailId},
    lang::{Lang, Localized},
};

/// A snapshot of an appointment, so that the mail says what was true then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    pub case: CaseId,
    pub engineer: Localized<String>,
    pub mode: Mode,
    /// Name and address of the service point, for a visit.
    pub point: Option<(Localized<String>, String)>,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA zone, named in the mail.
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// `path` begins with `/`; the mailer puts the public URL before it.
    ConfirmEmail {
        path: String,
    },
    /// Somebody registered with an address that has an account.
    AlreadyRegistered,
    ResetPassword {
        path: String,
    },
    Invitation {
        path: String,
        point: Option<Localized<String>>,
    },
    Requested {
        appointment: Appointment,
    },
    Confirmed {
        appointment: Appointment,
    },
    Proposed {
        appointment: Appointment,
        start: Timestamp,
    },
    Declined {
        appointment: Appointment,
        reason: String,
    },
    /// Her own wish for another time, which waits for an answer again.
    Moved {
        appointment: Appointment,
    },
    Cancelled {
        appointment: Appointment,
    },
    Lapsed {
        appointment: Appointment,
    },
    /// It counts as missed: nobody was seen to come.
    Missed {
        appointment: Appointment,
    },
    InviteReview {
        appointment: Appointment,
    },
    /// To the engineer: a customer asks, by when she is promised an answer.
    WorkRequested {
        appointment: Appointment,
        customer: String,
        answer_by: Timestamp,
    },
    /// To the engineer: a customer asks for another time.
    WorkMoved {
        appointment: Appointment,
        customer: String,
    },
    /// To the engineer: a customer takes the time that was proposed.
    WorkAccepted {
        appointment: Appointment,
        customer: String,
    },
    WorkCancelled {
        appointment: Appointment,
        customer: String,
    },
    /// To the engineer, who can reply.
    Reviewed {
        appointment: Appointment,
        customer: String,
        stars: u8,
    },
}

impl Letter {
    /// Whether it is for a customer, about an appointment of hers: accounts nobody confirmed
    /// cause such letters too. Links are counted where they are asked for, and whoever
    /// serves must hear of every request.
    pub const fn is_of_booking(&self) -> bool {
        matches!(
            self,
            Letter::Requested { .. }
                | Letter::Confirmed { .. }
                | Letter::Proposed { .. }
                | Letter::Declined { .. }
                | Letter::Moved { .. }
                | Letter::Cancelled { .. }
                | Letter::Lapsed { .. }
                | Letter::Missed { .. }
                | Letter::InviteReview { .. }
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewMail {
    pub id: MailId,
    pub to: Email,
    /// As the greeting calls the reader: see [`crate::account::greeted_as`]. Without
    /// one the greeting is neutral.
    pub name: String,
    pub lang: Lang,
    pub letter: Letter,
    pub now: Timestamp,
}

/// A mail waiting to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuedMail {
    pub id: MailId,
    pub to: Email,
    pub name: String,
    pub lang: Lang,
    pub letter: Letter,
    /// With the one under way.
    pub attempts: i64,
    pub created_at: Timestamp,
}
