//! Who may see a case, and who may see the address in it.

use crate::{account::Viewer, engineer::Mode};

use super::{Case, Event, EventKind, Leg, LegState};

/// As whom a person looks at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Customer,
    Engineer,
    Desk,
}

/// `None` for everybody who has no part in the case; they are told it does not
/// exist. The customer always has one. An engineer or a desk has one by a leg of
/// theirs that was not turned down: who declined it, or had not agreed to it when it lapsed
/// or was called off, has nothing to do with the customer's problem any more.
pub fn access(viewer: &Viewer, case: &Case) -> Option<Access> {
    let kept = |leg: &Leg| match leg.state {
        LegState::Declined => false,
        LegState::Cancelled | LegState::Lapsed => was_agreed(case, leg),
        _ => true,
    };
    let serves = |leg: &Leg| viewer.engineer == Some(leg.engineer.id) && kept(leg);
    let hosts = |leg: &Leg| leg.point.as_ref().is_some_and(|point| viewer.staffs(point.id)) && kept(leg);
    if case.customer == Some(viewer.id()) {
        Some(Access::Customer)
    } else if case.legs.iter().any(serves) {
        Some(Access::Engineer)
    } else if case.legs.iter().any(hosts) {
        Some(Access::Desk)
    } else {
        None
    }
}

/// Whether it was more than a request: somebody agreed to it, or came without one.
fn was_agreed(case: &Case, leg: &Leg) -> bool {
    use EventKind::{Arrived, Confirmed, ProposalAccepted};
    let agrees = |event: &Event| matches!(event.kind, Confirmed | ProposalAccepted | Arrived);
    case.events.iter().any(|event| event.leg == leg.id && agrees(event))
}

/// The customer sees her own address; the engineer of a home leg sees it from
/// confirmation until the leg ends; nobody else ever does.
pub fn may_see_address(viewer: &Viewer, leg: &Leg) -> bool {
    let mine = leg.customer == Some(viewer.id());
    let assigned = viewer.engineer == Some(leg.engineer.id);
    let under_way = matches!(leg.state, LegState::Confirmed | LegState::InService);
    leg.mode == Mode::Home && (mine || (assigned && under_way))
}

/// Those who serve see the customer's number: at a service point while the appointment is
/// open, at home as long as they see the address.
pub fn may_see_phone(viewer: &Viewer, leg: &Leg) -> bool {
    match leg.mode {
        Mode::Home => may_see_address(viewer, leg),
        Mode::Visit | Mode::Online => {
            let staffs = leg.point.as_ref().is_some_and(|point| viewer.staffs(point.id));
            leg.state.is_open() && (viewer.engineer == Some(leg.engineer.id) || staffs)
        }
    }
}
