//! The port `case` on both engines: moves, their traces, and the lists of legs.

mod assign_bay;
mod at_once;
mod end_early;
mod propose;
mod read;
mod refuse;
mod reschedule;
mod serve;

use handpick::{
    case::{EventKind, Move},
    id::{BayId, CaseId, LegId},
    schedule::FreeTime,
};

use crate::{
    scene::{Scene, read_leg},
    support::Fixture,
};

fn propose(scene: &Scene, time: FreeTime) -> Move {
    Move::Propose { time, bays: scene.bays.clone() }
}

fn reschedule(scene: &Scene, time: FreeTime) -> Move {
    Move::Reschedule { time, bays: scene.bays.clone() }
}

fn finish() -> Move {
    Move::Finish { done: "New panel.".to_owned(), next: Some("Charge it overnight.".to_owned()) }
}

fn decline() -> Move {
    Move::Decline { reason: "The part is out of stock.".to_owned() }
}

async fn kinds(store: &Fixture, case: CaseId) -> Vec<(i64, EventKind)> {
    let case = store.case(case).await.expect("read").expect("there");
    case.events.iter().map(|event| (event.number, event.kind)).collect()
}

async fn starts(store: &Fixture, leg: LegId) -> (FreeTime, Option<BayId>) {
    let leg = read_leg(store, leg).await;
    (FreeTime { start: leg.start, end: leg.end, busy_until: leg.busy_until }, leg.bay.map(|bay| bay.0))
}
