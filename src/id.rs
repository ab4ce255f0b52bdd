//! Identifiers: ULIDs, 48 bits of time and 80 bits of chance. They sort by
//! creation and cannot be guessed, so they may stand in URLs.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::clock::Random;

/// The text is not an identifier of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Ulid);

        impl $name {
            /// A new identifier, made at `now`.
            pub fn mint(now: Timestamp, random: &dyn Random) -> Self {
                let ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
                Self(Ulid::from_parts(ms, random.bits()))
            }

            /// This identifier when it sorts after `last`, else the next one after `last`:
            /// two of one millisecond sort by chance, and so do clocks that differ.
            pub fn after(self, last: Option<Self>) -> Self {
                match last {
                    Some(last) if self <= last => Self(last.0.increment().unwrap_or_else(|last| last)),
                    _ => self,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(s: &str) -> Result<Self, BadId> {
                Ulid::from_string(s).map(Self).map_err(|_| BadId)
            }
        }
    )*};
}

ids! {
    AccountId,
    EngineerId,
    PointId,
    BayId,
    /// A booking being filled in; its time, once chosen, is held for it.
    DraftId,
    CaseId,
    LegId,
    EventId,
    ReviewId,
    PhotoId,
    MailId,
    AreaId,
    DayOffId,
}
