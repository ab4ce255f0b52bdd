//! Cases: the lists they stand in, and their moves.

use handpick::{
    case::{Actor, Leg, Move},
    engineer::Mode,
    live::Topic,
    schedule::Span,
};
use jiff::Timestamp;

use crate::{
    record::{Recorder, call},
    scene::{Scene, clock, tomorrow},
    support::{NOW, hours_later},
};

pub async fn tour(recorder: &Recorder<'_>, scene: &Scene) {
    moves_of_a_visit(recorder, scene).await;
    moves_of_a_home_call(recorder, scene).await;
    ends(recorder, scene).await;
    lists(recorder, scene).await;
}

async fn moves_of_a_visit(recorder: &Recorder<'_>, scene: &Scene) {
    let leg = scene.request(recorder.store, Mode::Visit, tomorrow(15, 0)).await;
    let moved = async |step, by, now| {
        call!(recorder, move_leg(leg.id, step, by, now)).expect("moved");
    };
    let bays = scene.bays.clone();
    moved(Move::Propose { time: tomorrow(16, 0), bays: bays.clone() }, scene.desk(), NOW).await;
    moved(Move::AcceptProposal, scene.customer(), NOW).await;
    moved(Move::Reschedule { time: tomorrow(15, 0), bays }, scene.customer(), NOW).await;
    moved(Move::Confirm, scene.desk(), NOW).await;
    moved(Move::AssignBay { bay: scene.bays[1] }, scene.desk(), NOW).await;
    moved(Move::CheckIn, scene.desk(), leg.start).await;
    moved(Move::Start, scene.engineer(), leg.start).await;
    let finish = Move::Finish { done: "A new screen.".to_owned(), next: None };
    moved(finish, scene.engineer(), leg.end).await;
}

async fn moves_of_a_home_call(recorder: &Recorder<'_>, scene: &Scene) {
    let leg = scene.request(recorder.store, Mode::Home, tomorrow(17, 0)).await;
    let decline = Move::Decline { reason: "Too far.".to_owned() };
    call!(recorder, move_leg(leg.id, decline, scene.engineer(), NOW)).expect("moved");
    let leg = scene.confirmed(recorder.store, Mode::Home, tomorrow(20, 0)).await;
    let finish = Move::Finish { done: "A new screen.".to_owned(), next: None };
    for step in [Move::Start, finish] {
        call!(recorder, move_leg(leg.id, step, scene.engineer(), leg.start)).expect("moved");
    }
}

async fn ends(recorder: &Recorder<'_>, scene: &Scene) {
    let end = async |leg: Leg, step, by: Actor, now: Timestamp| {
        call!(recorder, move_leg(leg.id, step, by, now)).expect("moved");
    };
    let leg = async || scene.request(recorder.store, Mode::Visit, tomorrow(17, 0)).await;
    end(leg().await, Move::Cancel { reason: None }, scene.customer(), NOW).await;
    let lapsed = leg().await;
    let after = lapsed.end;
    end(lapsed, Move::Lapse, clock(), after).await;
    let missed = scene.confirmed(recorder.store, Mode::Visit, tomorrow(18, 0)).await;
    let after = missed.end;
    end(missed.clone(), Move::NoShow, scene.desk(), after).await;
    end(missed, Move::Attest, scene.customer(), after).await;
}

async fn lists(recorder: &Recorder<'_>, scene: &Scene) {
    let leg = scene.confirmed(recorder.store, Mode::Home, tomorrow(19, 0)).await;
    let week = Span { start: NOW, end: hours_later(24 * 7) };
    call!(recorder, case(leg.case)).expect("there");
    call!(recorder, leg(leg.id)).expect("there");
    call!(recorder, legs_of_customer(scene.customer));
    call!(recorder, next_leg_of_customer(scene.customer, NOW)).expect("one");
    call!(recorder, desk_requests(scene.point));
    call!(recorder, desk_board(scene.point, week));
    call!(recorder, work(scene.engineer, week));
    call!(recorder, work_requests(scene.engineer));
    call!(recorder, doorsteps(&[leg.id]));
    call!(recorder, photo_counts(&[leg.case]));
    call!(recorder, remembered(scene.customer));
    call!(recorder, overdue_legs(NOW));
    call!(recorder, forgotten_legs(NOW));
    for topic in [Topic::Case(leg.case), Topic::Desk(scene.point), Topic::Work(scene.engineer)] {
        call!(recorder, last_event(topic));
    }
}
