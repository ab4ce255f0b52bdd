//! The moves of a leg: who may do what, when, and where it leads. One pure
//! function decides; the store applies it by compare-and-swap.

use jiff::{SignedDuration, Timestamp};

use crate::{
    booking::CHANGE_NOTICE_HOURS,
    engineer::Mode,
    id::{AccountId, BayId},
    schedule::FreeTime,
};

use super::{EventKind, LegState};

/// Which side of the counter somebody acts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    Customer,
    Engineer,
    Desk,
    /// The clock.
    System,
}

impl ActorKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            ActorKind::Customer => "customer",
            ActorKind::Engineer => "engineer",
            ActorKind::Desk => "desk",
            ActorKind::System => "system",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Customer, Self::Engineer, Self::Desk, Self::System]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Who moves a leg.
#[derive(Debug, Clone)]
pub struct Actor {
    pub kind: ActorKind,
    /// `None` for the clock.
    pub account: Option<AccountId>,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Confirm,
    /// Offers another time, which is taken at once beside the first.
    Propose {
        time: FreeTime,
        bays: Vec<BayId>,
    },
    AcceptProposal,
    Decline {
        reason: String,
    },
    Cancel {
        reason: Option<String>,
    },
    /// Asks for another time; it has to be confirmed anew.
    Reschedule {
        time: FreeTime,
        bays: Vec<BayId>,
    },
    AssignBay {
        bay: BayId,
    },
    CheckIn,
    NoShow,
    /// The customer says that what counts as missed took place.
    Attest,
    Start,
    Finish {
        done: String,
        next: Option<String>,
    },
    /// The clock finishes what nobody finished, and calls a no-show whom nobody checked in.
    Close,
    Lapse,
}

impl Move {
    pub const fn event(&self) -> EventKind {
        match self {
            Move::Confirm => EventKind::Confirmed,
            Move::Propose { .. } => EventKind::Proposed,
            Move::AcceptProposal => EventKind::ProposalAccepted,
            Move::Decline { .. } => EventKind::Declined,
            Move::Cancel { .. } => EventKind::Cancelled,
            Move::Reschedule { .. } => EventKind::Rescheduled,
            Move::AssignBay { .. } => EventKind::BayAssigned,
            Move::CheckIn => EventKind::Arrived,
            Move::NoShow => EventKind::NoShow,
            Move::Attest => EventKind::Attested,
            Move::Start => EventKind::Started,
            Move::Finish { .. } => EventKind::Finished,
            Move::Close => EventKind::Closed,
            Move::Lapse => EventKind::Lapsed,
        }
    }
}

/// Why a move was not made. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefusal {
    #[error("there is no such leg")]
    Unknown,
    #[error("this is not yours to do")]
    NotYours,
    /// Somebody else was faster, or the page was old.
    #[error("the appointment is {0:?} by now")]
    WrongState(LegState),
    #[error("it is too late to change the appointment")]
    TooLate,
    #[error("it is too early for that")]
    TooEarly,
    #[error("the time is taken")]
    TimeTaken,
}

/// Where a leg stands, as far as rules care.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub state: LegState,
    pub mode: Mode,
    pub start: Timestamp,
    pub end: Timestamp,
    /// Start of the other time on offer.
    pub proposed_start: Option<Timestamp>,
    /// Whether the desk let somebody in who has no account.
    pub walk_in: bool,
}

/// How long before its start a leg can be checked in or started.
pub const EARLY_MINUTES: i64 = 60;
/// How long after its start it can be said that nobody came.
pub const NO_SHOW_AFTER_MINUTES: i64 = 15;
/// For how many days after its planned end the customer can say that what counts as missed
/// took place: whoever serves must not decide alone whether there is something to review.
pub const ATTEST_DAYS: u32 = 7;
/// How long after its planned end a service is over, whether somebody says so or not:
/// else it could never be reviewed, and the address of a home call be seen for ever.
pub const CLOSE_AFTER_HOURS: i64 = 12;

/// Until when a customer can say that an appointment which should have ended then took place.
pub fn attest_until(end: Timestamp) -> Timestamp {
    end + SignedDuration::from_hours(24 * i64::from(ATTEST_DAYS))
}

/// The state a move leads to. Visits are answered by the desk, home calls by the
/// engineer; only the engineer starts and finishes; only the customer accepts a
/// proposal, reschedules or cancels; what is confirmed until [`CHANGE_NOTICE_HOURS`] before
/// its start, though a home call can be cancelled until it begins.
/// A walk-in has no account, so only the desk can take it back, until the service begins.
/// An engineer can also call off a home call that she confirmed, until it begins: people
/// fall ill, roads are shut. At a desk, where several answer, a late "no" must not undo a "yes".
/// What counts as missed the customer can say took place, for [`ATTEST_DAYS`].
/// The clock ends what nobody answered, what nobody finished, and what nobody came to.
pub fn check_move(
    standing: Standing,
    by: ActorKind,
    step: &Move,
    now: Timestamp,
) -> Result<LegState, MoveRefusal> {
    use ActorKind::{Customer, Desk, Engineer, System};
    use LegState as S;

    let Standing { state, mode, start, end, proposed_start, walk_in } = standing;
    let host = if mode == Mode::Visit { Desk } else { Engineer };
    let (who, from, to): (ActorKind, &[LegState], LegState) = match step {
        Move::Confirm => (host, &[S::Requested], S::Confirmed),
        Move::Propose { .. } => (host, &[S::Requested, S::Proposed], S::Proposed),
        Move::AcceptProposal => (Customer, &[S::Proposed], S::Confirmed),
        Move::Decline { .. } if mode == Mode::Visit => (host, &[S::Requested, S::Proposed], S::Declined),
        Move::Decline { .. } => (host, &[S::Requested, S::Proposed, S::Confirmed], S::Declined),
        Move::Cancel { .. } if walk_in => (Desk, &[S::Arrived], S::Cancelled),
        Move::Cancel { .. } => (Customer, &[S::Requested, S::Proposed, S::Confirmed], S::Cancelled),
        Move::Reschedule { .. } => (Customer, &[S::Requested, S::Proposed, S::Confirmed], S::Requested),
        Move::AssignBay { .. } => (Desk, &[S::Requested, S::Confirmed, S::Arrived], state),
        Move::CheckIn => (Desk, &[S::Confirmed], S::Arrived),
        Move::NoShow => (host, &[S::Confirmed], S::NoShow),
        Move::Attest => (Customer, &[S::NoShow], S::Done),
        Move::Start if mode == Mode::Visit => (Engineer, &[S::Arrived], S::InService),
        Move::Start => (Engineer, &[S::Confirmed], S::InService),
        Move::Finish { .. } => (Engineer, &[S::InService], S::Done),
        // Nobody was seen at the counter.
        Move::Close if mode == Mode::Visit && state == S::Confirmed => (System, &[S::Confirmed], S::NoShow),
        // Nobody checks in at home: what was confirmed there counts as having taken place.
        Move::Close if mode == Mode::Visit => (System, &[S::Arrived, S::InService], S::Done),
        Move::Close => (System, &[S::Confirmed, S::InService], S::Done),
        Move::Lapse => (System, &[S::Requested, S::Proposed], S::Lapsed),
    };
    let elsewhere = mode != Mode::Visit && matches!(step, Move::AssignBay { .. } | Move::CheckIn);
    if by != who || elsewhere {
        return Err(MoveRefusal::NotYours);
    }
    if !from.contains(&state) {
        return Err(MoveRefusal::WrongState(state));
    }
    let notice = SignedDuration::from_hours(CHANGE_NOTICE_HOURS);
    let early = SignedDuration::from_mins(EARLY_MINUTES);
    let no_show_after = SignedDuration::from_mins(NO_SHOW_AFTER_MINUTES);
    let close_after = SignedDuration::from_hours(CLOSE_AFTER_HOURS);
    match step {
        Move::Confirm if now >= start => Err(MoveRefusal::TooLate),
        // What has begun can be reviewed, whoever would rather it could not.
        Move::Decline { .. } if state == S::Confirmed && now >= start => Err(MoveRefusal::TooLate),
        Move::Propose { time, .. } | Move::Reschedule { time, .. } if now >= time.start => {
            Err(MoveRefusal::TooLate)
        }
        Move::AcceptProposal if proposed_start.is_none_or(|at| now >= at) => Err(MoveRefusal::TooLate),
        // Who waits at home can call no counter, and must be able to say so to the last.
        Move::Cancel { .. } if mode != Mode::Visit => Ok(to),
        Move::Cancel { .. } | Move::Reschedule { .. } if state == S::Confirmed && now > start - notice => {
            Err(MoveRefusal::TooLate)
        }
        Move::CheckIn | Move::Start if state == S::Confirmed && now < start - early => {
            Err(MoveRefusal::TooEarly)
        }
        // A proposal may be accepted until the proposed time, whenever the first one was.
        Move::Lapse if now < proposed_start.unwrap_or(start) => Err(MoveRefusal::TooEarly),
        Move::NoShow if now < start + no_show_after => Err(MoveRefusal::TooEarly),
        Move::Attest if now > attest_until(end) => Err(MoveRefusal::TooLate),
        Move::Close if now < end + close_after => Err(MoveRefusal::TooEarly),
        _ => Ok(to),
    }
}
