//! The case as a story: what has happened, and what comes next.

use handpick::{
    case::{ActorKind, Event, EventKind, Leg, LegState},
    engineer::Mode,
    id::LegId,
};
use jiff::Timestamp;

use crate::{
    components::timeline::{Line, Progress},
    web::Visit,
};

use super::dossier::Dossier;

pub fn lines(visit: &Visit, dossier: &Dossier) -> Vec<Line> {
    let happened = dossier.case.events.iter().map(|event| happened(visit, dossier, event));
    happened.chain(ahead(visit, dossier)).collect()
}

/// The latest event in one sentence.
pub fn news(visit: &Visit, dossier: &Dossier) -> String {
    latest(dossier).map(|event| title(visit, dossier, event)).unwrap_or_default()
}

pub fn latest(dossier: &Dossier) -> Option<&Event> {
    dossier.case.events.last()
}

/// How the leg came to be done, and when.
pub fn finish(dossier: &Dossier, leg: LegId) -> Option<&Event> {
    let is_end = |kind| matches!(kind, EventKind::Finished | EventKind::Closed | EventKind::Attested);
    dossier.case.events.iter().rfind(|event| event.leg == leg && is_end(event.kind))
}

fn happened(visit: &Visit, dossier: &Dossier, event: &Event) -> Line {
    let when = &dossier.when;
    let progress = match event.kind {
        EventKind::Declined | EventKind::Cancelled | EventKind::NoShow | EventKind::Lapsed => {
            Progress::Stopped
        }
        EventKind::Closed if missed(dossier, event.leg) => Progress::Stopped,
        _ => Progress::Done,
    };
    Line {
        progress,
        title: title(visit, dossier, event),
        notes: note(visit, dossier, event).into_iter().collect(),
        at: Some((when.machine(event.at), when.at(event.at))),
    }
}

/// Whether the clock found that nobody had come, rather than that nobody had finished.
fn missed(dossier: &Dossier, leg: LegId) -> bool {
    let is_missed = |one: &Leg| one.id == leg && one.state == LegState::NoShow;
    let is_attested = |event: &Event| event.leg == leg && event.kind == EventKind::Attested;
    dossier.case.legs.iter().any(is_missed) || dossier.case.events.iter().any(is_attested)
}

fn title(visit: &Visit, dossier: &Dossier, event: &Event) -> String {
    let t = visit.t;
    let name = actor(visit, dossier, event);
    let at = event.start.map(|at| dossier.when.at(at)).unwrap_or_default();
    match event.kind {
        EventKind::Requested => t.case_event_requested(name),
        EventKind::Confirmed => t.case_event_confirmed(name),
        EventKind::Proposed => t.case_event_proposed(at, name),
        EventKind::ProposalAccepted => t.case_event_accepted(at, name),
        EventKind::Declined => t.case_event_declined(name),
        EventKind::Cancelled => t.case_event_cancelled(name),
        EventKind::Rescheduled => t.case_event_moved(at, name),
        EventKind::BayAssigned => t.case_event_bay(event.note.clone().unwrap_or_default(), name),
        EventKind::Arrived => t.case_event_arrived(name),
        EventKind::NoShow => t.case_event_no_show(name),
        EventKind::Attested => t.case_event_attested(name),
        EventKind::Started => t.case_event_started(name),
        EventKind::Finished => t.case_event_finished(name),
        EventKind::Closed => t.case_event_closed().to_owned(),
        EventKind::Lapsed => t.case_event_lapsed().to_owned(),
        EventKind::Reviewed => t.case_event_reviewed(name),
        EventKind::Replied => t.case_event_replied(name),
    }
}

fn actor(visit: &Visit, dossier: &Dossier, event: &Event) -> String {
    match event.actor {
        ActorKind::Customer if dossier.is_customer() => visit.t.case_you().to_owned(),
        ActorKind::Engineer => dossier.engineer_of(visit, event.leg),
        _ => event.actor_name.clone(),
    }
}

fn note(visit: &Visit, dossier: &Dossier, event: &Event) -> Option<String> {
    let t = visit.t;
    match event.kind {
        EventKind::Declined | EventKind::Cancelled => event.note.clone().map(|note| t.common_quote(note)),
        EventKind::Requested => event.start.map(|at| t.case_for(dossier.when.at(at))),
        _ => None,
    }
}

/// What has still to come, the next step first.
fn ahead(visit: &Visit, dossier: &Dossier) -> Vec<Line> {
    let mut steps = steps(visit, dossier, &dossier.leg);
    for line in steps.iter_mut().skip(1) {
        line.progress = Progress::Todo;
    }
    steps
}

fn steps(visit: &Visit, dossier: &Dossier, leg: &Leg) -> Vec<Line> {
    let t = visit.t;
    let when = &dossier.when;
    let step = |title: String, at: Option<Timestamp>| Line {
        progress: Progress::Now,
        title,
        notes: Vec::new(),
        at: at.map(|at| (when.machine(at), when.at(at))),
    };
    let answer = || match leg.state {
        LegState::Proposed if dossier.is_customer() => step(t.case_step_you_choose().to_owned(), None),
        LegState::Proposed => step(t.case_step_choose(dossier.case.customer_name.clone()), None),
        _ => step(t.case_step_answer(dossier.host(visit)), Some(leg.answer_by)),
    };
    let arrive = || step(t.case_step_arrive(dossier.host(visit)), Some(leg.start));
    let name = dossier.engineer(visit);
    let service = || {
        let start = (leg.mode == Mode::Home).then_some(leg.start);
        step(t.case_step_service(name.clone()), start)
    };
    let review = || step(t.case_step_review().to_owned(), None);
    let visits = leg.mode == Mode::Visit;
    match leg.state {
        LegState::Requested | LegState::Proposed if visits => vec![answer(), arrive(), service(), review()],
        LegState::Requested | LegState::Proposed => vec![answer(), service(), review()],
        LegState::Confirmed if visits => vec![arrive(), service(), review()],
        LegState::Confirmed | LegState::Arrived => vec![service(), review()],
        LegState::InService => vec![step(t.case_step_end().to_owned(), Some(leg.end)), review()],
        LegState::Done if !leg.reviewed && dossier.case.customer.is_some() => vec![review()],
        _ => Vec::new(),
    }
}
