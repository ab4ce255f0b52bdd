//! Cases: one customer problem from first word to satisfied end, its legs and its
//! timeline.

mod access;
mod event;
mod moves;
mod port;
#[cfg(test)]
mod tests;

pub use access::{Access, access, may_see_address, may_see_phone};
pub use event::{Event, EventKind};
pub use moves::{
    ATTEST_DAYS, Actor, ActorKind, CLOSE_AFTER_HOURS, EARLY_MINUTES, Move, MoveRefusal,
    NO_SHOW_AFTER_MINUTES, Standing, attest_until, check_move,
};
pub use port::{Cases, Moved};

use jiff::Timestamp;

use crate::{
    booking::HomeAddress,
    engineer::{Mode, Portrait},
    geo::Position,
    id::{AccountId, BayId, CaseId, EngineerId, LegId, PhotoId, PointId},
    lang::Localized,
};

/// Most characters of a note or a reason.
pub const NOTE_MAX: usize = 1_000;

/// Where a leg stands. Everything up to `InService` occupies its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LegState {
    /// Waiting for the service point or the engineer to answer.
    Requested,
    /// Another time was offered; waiting for the customer.
    Proposed,
    Confirmed,
    /// The customer is at the service point.
    Arrived,
    InService,
    Done,
    Declined,
    Cancelled,
    NoShow,
    /// Nobody answered before the time came.
    Lapsed,
}

impl LegState {
    pub const ALL: [LegState; 10] = [
        LegState::Requested,
        LegState::Proposed,
        LegState::Confirmed,
        LegState::Arrived,
        LegState::InService,
        LegState::Done,
        LegState::Declined,
        LegState::Cancelled,
        LegState::NoShow,
        LegState::Lapsed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            LegState::Requested => "requested",
            LegState::Proposed => "proposed",
            LegState::Confirmed => "confirmed",
            LegState::Arrived => "arrived",
            LegState::InService => "in_service",
            LegState::Done => "done",
            LegState::Declined => "declined",
            LegState::Cancelled => "cancelled",
            LegState::NoShow => "no_show",
            LegState::Lapsed => "lapsed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the leg still goes on.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            LegState::Requested
                | LegState::Proposed
                | LegState::Confirmed
                | LegState::Arrived
                | LegState::InService
        )
    }
}

/// The engineer as named on a leg.
#[derive(Debug, Clone)]
pub struct EngineerRef {
    pub id: EngineerId,
    pub slug: String,
    pub name: Localized<String>,
    pub portrait: Portrait,
}

/// The service point as named on a leg.
#[derive(Debug, Clone)]
pub struct PointRef {
    pub id: PointId,
    pub slug: String,
    pub name: Localized<String>,
    pub address: String,
    pub position: Position,
}

/// One step of a case served by one named person in one mode.
#[derive(Debug, Clone)]
pub struct Leg {
    pub id: LegId,
    pub case: CaseId,
    /// 1 for the first leg of the case.
    pub number: i64,
    pub engineer: EngineerRef,
    pub mode: Mode,
    /// For a visit.
    pub point: Option<PointRef>,
    /// Bay and its label, for a visit.
    pub bay: Option<(BayId, String)>,
    pub start: Timestamp,
    pub end: Timestamp,
    pub busy_until: Timestamp,
    /// IANA zone of the place: the point's, else the engineer's.
    pub zone: String,
    pub state: LegState,
    /// The other time on offer, while `Proposed`.
    pub proposed: Option<(Timestamp, Timestamp)>,
    /// When it was last asked for.
    pub requested_at: Timestamp,
    /// The promise: an answer by then.
    pub answer_by: Timestamp,
    /// Why it was declined or cancelled.
    pub reason: Option<String>,
    /// What was done.
    pub done_note: Option<String>,
    /// What to do next.
    pub next_note: Option<String>,
    pub reviewed: bool,

    pub customer: Option<AccountId>,
    pub customer_name: String,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub description: String,
}

impl Leg {
    /// Whether the move would be made now, as far as rules can tell: a time may
    /// still be taken meanwhile.
    pub fn allows(&self, by: ActorKind, step: &Move, now: Timestamp) -> bool {
        check_move(self.standing(), by, step, now).is_ok()
    }

    /// Whether the desk let somebody in who has no account.
    pub fn is_walk_in(&self) -> bool {
        self.customer.is_none()
    }

    fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            mode: self.mode,
            start: self.start,
            end: self.end,
            proposed_start: self.proposed.map(|(start, _)| start),
            walk_in: self.is_walk_in(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Case {
    pub id: CaseId,
    pub customer: Option<AccountId>,
    pub customer_name: String,
    pub customer_phone: Option<String>,
    /// Of whoever serves the last leg.
    pub engineer_phone: Option<String>,
    pub product: Option<&'static str>,
    pub need: Option<&'static str>,
    pub description: String,
    pub created_at: Timestamp,
    pub photos: Vec<PhotoId>,
    /// In order; never empty.
    pub legs: Vec<Leg>,
    pub events: Vec<Event>,
}

impl Case {
    /// The leg that goes on, or the last one.
    pub fn current(&self) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.state.is_open()).or_else(|| self.legs.last())
    }
}

/// Where a home call leads, and how to reach who waits there.
#[derive(Debug, Clone, PartialEq)]
pub struct Doorstep {
    pub address: HomeAddress,
    /// The number the customer's account has now.
    pub phone: Option<String>,
}

/// What a customer said before, so that nobody asks twice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remembered {
    pub product: Option<&'static str>,
    pub home: Option<HomeAddress>,
}
