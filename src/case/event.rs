use jiff::Timestamp;

use crate::id::{CaseId, LegId};

use super::ActorKind;

/// What happened, as a line of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    Requested,
    Confirmed,
    Proposed,
    ProposalAccepted,
    Declined,
    Cancelled,
    Rescheduled,
    BayAssigned,
    Arrived,
    NoShow,
    Attested,
    Started,
    Finished,
    Closed,
    Lapsed,
    Reviewed,
    Replied,
}

impl EventKind {
    pub const ALL: [EventKind; 17] = [
        EventKind::Requested,
        EventKind::Confirmed,
        EventKind::Proposed,
        EventKind::ProposalAccepted,
        EventKind::Declined,
        EventKind::Cancelled,
        EventKind::Rescheduled,
        EventKind::BayAssigned,
        EventKind::Arrived,
        EventKind::NoShow,
        EventKind::Attested,
        EventKind::Started,
        EventKind::Finished,
        EventKind::Closed,
        EventKind::Lapsed,
        EventKind::Reviewed,
        EventKind::Replied,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            EventKind::Requested => "requested",
            EventKind::Confirmed => "confirmed",
            EventKind::Proposed => "proposed",
            EventKind::ProposalAccepted => "proposal_accepted",
            EventKind::Declined => "declined",
            EventKind::Cancelled => "cancelled",
            EventKind::Rescheduled => "rescheduled",
            EventKind::BayAssigned => "bay_assigned",
            EventKind::Arrived => "arrived",
            EventKind::NoShow => "no_show",
            EventKind::Attested => "attested",
            EventKind::Started => "started",
            EventKind::Finished => "finished",
            EventKind::Closed => "closed",
            EventKind::Lapsed => "lapsed",
            EventKind::Reviewed => "reviewed",
            EventKind::Replied => "replied",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One line of a case's append-only timeline.
#[derive(Debug, Clone)]
pub struct Event {
    pub case: CaseId,
    /// 1, 2, 3 … within the case.
    pub number: i64,
    pub leg: LegId,
    pub at: Timestamp,
    pub kind: EventKind,
    pub actor: ActorKind,
    /// The actor's name as it was then.
    pub actor_name: String,
    /// A reason, a note or a bay's label, by kind.
    pub note: Option<String>,
    /// The time it is about, for requests, proposals and moves.
    pub start: Option<Timestamp>,
}
