//! Engineers: the people who serve, as the public sees them.

mod crowd;
mod cursor;
mod history;
mod port;
pub mod recommend;
mod search;

pub use crowd::{Crowd, Total, Traits};
pub use cursor::{Cursor, Edge};
pub use history::{Answers, History, Kept, ON_TIME_MINUTES, RECENT_DAYS, TELLING};
pub use port::{Engineers, NewEngineer, ProfileEdit};
pub use search::{
    CANDIDATES_MAX, COUNTED_MAX, Candidate, FREE_DAYS_HORIZON, Found, FoundEngineer, Near, Search, Sort,
    free_days_mask,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    geo::Position,
    id::{AccountId, AreaId, EngineerId, PhotoId},
    lang::Localized,
    review::Rating,
    tag::CountedTag,
};

/// Most characters of a headline and of a text about oneself.
pub const HEADLINE_MAX: usize = 120;
pub const BIO_MAX: usize = 2_000;
/// Most years in the trade.
pub const YEARS_MAX: u32 = 70;
/// Most areas for home calls.
pub const AREAS_MAX: usize = 5;

/// How a leg is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// By call or chat.
    Online,
    /// At a service point.
    Visit,
    /// At the customer's.
    Home,
}

impl Mode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::Online => "online",
            Mode::Visit => "visit",
            Mode::Home => "home",
        }
    }

    /// What customers can book so far.
    pub const BOOKABLE: [Mode; 2] = [Mode::Visit, Mode::Home];

    pub fn parse(text: &str) -> Option<Mode> {
        [Mode::Online, Mode::Visit, Mode::Home].into_iter().find(|mode| mode.as_str() == text)
    }

    /// This mode's bit in `engineers.modes`.
    pub const fn bit(self) -> i64 {
        match self {
            Mode::Online => 1,
            Mode::Visit => 2,
            Mode::Home => 4,
        }
    }
}

/// The modes an engineer serves in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes(pub i64);

impl Modes {
    pub fn of(modes: impl IntoIterator<Item = Mode>) -> Self {
        Self(modes.into_iter().fold(0, |bits, mode| bits | mode.bit()))
    }

    pub const fn has(self, mode: Mode) -> bool {
        self.0 & mode.bit() != 0
    }
}

/// Where a photo is served from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Portrait {
    /// A drawn face shipped with the program: the file's stem under `/portraits/`.
    Drawn(String),
    Photo(PhotoId),
}

impl Portrait {
    /// The form kept in the database: `drawn:f001` or `photo:<id>`.
    pub fn parse(text: &str) -> Option<Portrait> {
        match text.split_once(':')? {
            ("drawn", stem) if stem.chars().all(|c| c.is_ascii_alphanumeric()) => {
                Some(Self::Drawn(stem.to_owned()))
            }
            ("photo", id) => id.parse().ok().map(Self::Photo),
            _ => None,
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Drawn(stem) => format!("/portraits/{stem}.webp"),
            Self::Photo(id) => format!("/photos/{id}"),
        }
    }
}

impl std::fmt::Display for Portrait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Drawn(stem) => write!(f, "drawn:{stem}"),
            Self::Photo(id) => write!(f, "photo:{id}"),
        }
    }
}

/// What an engineer says of herself, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// One line under the name.
    pub headline: String,
    pub bio: String,
}

/// The public face: everything a card needs, and the head of the profile.
#[derive(Debug, Clone)]
pub struct Engineer {
    pub id: EngineerId,
    pub slug: String,
    pub name: Localized<String>,
    pub words: Localized<Words>,
    pub portrait: Portrait,
    /// Years in the trade.
    pub years: u32,
    /// GeoNames id of the home town.
    pub place: u32,
    pub position: Position,
    /// IANA zone of her schedule.
    pub zone: String,
    pub modes: Modes,
    pub rating: Rating,
    /// Legs served to the end.
    pub served: u32,
    /// Soonest free start per mode as of the last refresh; the booking page is exact.
    pub next_visit: Option<Timestamp>,
    pub next_home: Option<Timestamp>,
    pub active: bool,
    pub account: Option<AccountId>,
    pub created_at: Timestamp,
    /// Products, needs and languages; praise counted from reviews.
    pub tags: Vec<CountedTag>,
}

impl Engineer {
    /// Soonest free start in `mode`, or in any.
    pub fn next_free(&self, mode: Option<Mode>) -> Option<Timestamp> {
        match mode {
            Some(Mode::Visit) => self.next_visit,
            Some(Mode::Home) => self.next_home,
            _ => self.next_visit.into_iter().chain(self.next_home).min(),
        }
    }
}

/// Most kilometres an engineer goes for a home call: bounds where search looks.
pub const AREA_RADIUS_MAX_KM: f64 = 100.0;

/// A circle in which an engineer takes home calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    pub id: AreaId,
    /// GeoNames id of the town it is named after.
    pub place: u32,
    pub centre: Position,
    pub radius_km: f64,
}
