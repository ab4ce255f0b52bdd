use handpick::{
    booking::WalkIn,
    case::{ActorKind, EventKind, LegState, Move, MoveRefusal},
    engineer::Mode,
    id::DraftId,
    schedule::FreeTime,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, first_leg, letters, moved, tomorrow, try_move},
    support::{Fixture, NOW, hours_later},
};

use super::finish;

contract! {
    async fn a_visit_goes_from_request_to_done(store: &Fixture) {
        let scene = Scene::new(store).await;
        store.execute(&format!(
            "INSERT INTO engineer_tags (engineer_id, kind, key, count)
             VALUES ('{0}', 'product', 'laptop', 3), ('{0}', 'product', 'phone', 3)", scene.engineer
        )).await;
        let time = tomorrow(10, 0);
        let leg = scene.request(store, Mode::Visit, time).await;
        assert_eq!(letters(store).await, ["requested to Ada Lovelace"]);
        let steps = [
            (Move::Confirm, scene.desk(), NOW, LegState::Confirmed),
            (Move::CheckIn, scene.desk(), time.start, LegState::Arrived),
            (Move::Start, scene.engineer(), time.start, LegState::InService),
            (finish(), scene.engineer(), time.end, LegState::Done),
        ];
        for (number, (step, by, now, state)) in (2..).zip(steps) {
            let moved = moved(store, leg.id, step, by, now).await;
            assert_eq!((moved.case, moved.state, moved.event), (leg.case, state, number));
            assert_occupancy_sound(store, NOW).await;
        }
        let case = store.case(leg.case).await.expect("read").expect("there");
        let done = &case.legs[0];
        assert_eq!(done.state, LegState::Done);
        assert_eq!(done.done_note.as_deref(), Some("New panel."));
        assert_eq!(done.next_note.as_deref(), Some("Charge it overnight."));
        let timeline: Vec<_> =
            case.events.iter().map(|event| (event.number, event.kind, event.actor, event.at)).collect();
        assert_eq!(timeline, [
            (1, EventKind::Requested, ActorKind::Customer, NOW),
            (2, EventKind::Confirmed, ActorKind::Desk, NOW),
            (3, EventKind::Arrived, ActorKind::Desk, time.start),
            (4, EventKind::Started, ActorKind::Engineer, time.start),
            (5, EventKind::Finished, ActorKind::Engineer, time.end),
        ]);
        assert_eq!(case.events[4].note.as_deref(), Some("New panel."));
        assert_eq!(letters(store).await, ["confirmed to Ada Lovelace", "invite_review to Ada Lovelace"]);

        let engineer = store.engineer(scene.engineer).await.expect("read").expect("there");
        assert_eq!(engineer.served, 1);
        let mut counts: Vec<_> = engineer.tags.iter().map(|tag| (tag.key, tag.count)).collect();
        counts.sort_unstable();
        assert_eq!(counts, [("laptop", 4), ("phone", 3)]);
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
    }

    async fn a_home_call_is_answered_by_the_engineer(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let leg = scene.request(store, Mode::Home, time).await;
        assert_eq!(try_move(store, leg.id, Move::Confirm, scene.desk(), NOW).await, Err(MoveRefusal::NotYours));
        for (step, now) in [(Move::Confirm, NOW), (Move::Start, time.start), (finish(), time.end)] {
            moved(store, leg.id, step, scene.engineer(), now).await;
            assert_occupancy_sound(store, NOW).await;
        }
        assert_eq!(letters(store).await, [
            "confirmed to Ada Lovelace", "invite_review to Ada Lovelace",
            "requested to Ada Lovelace", "work_requested to Chen Wei",
        ]);
    }

    async fn nobody_writes_to_who_walked_in(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        store.execute("UPDATE cases SET customer_id = NULL").await;
        letters(store).await;
        moved(store, leg.id, Move::CheckIn, scene.desk(), leg.start).await;
        moved(store, leg.id, Move::Start, scene.engineer(), leg.start).await;
        moved(store, leg.id, finish(), scene.engineer(), leg.end).await;
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_walk_in_is_finished_like_any_other(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = FreeTime { start: NOW, end: hours_later(1), busy_until: hours_later(1) };
        let walk_in = WalkIn {
            draft: DraftId::mint(NOW, &*store.random),
            engineer: scene.engineer,
            point: scene.point,
            bay: scene.bays[1],
            time,
            customer_name: "Mrs Wang".to_owned(),
            product: None,
            need: None,
            by: scene.desk,
            now: NOW,
        };
        let case = store.walk_in(walk_in).await.expect("answered").expect("free");
        let leg = first_leg(store, case).await;
        assert_occupancy_sound(store, NOW).await;
        moved(store, leg.id, Move::Start, scene.engineer(), NOW).await;
        moved(store, leg.id, finish(), scene.engineer(), NOW + SignedDuration::from_mins(20)).await;
        // The rest of the hour is free for the next one.
        scene.hold(store, Mode::Visit, time).await;
        assert_occupancy_sound(store, NOW).await;
    }
}
