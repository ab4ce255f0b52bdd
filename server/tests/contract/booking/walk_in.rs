use handpick::{
    booking::{TimeTaken, WalkIn},
    case::{EventKind, LegState, Move, MoveRefusal},
    id::DraftId,
    schedule::FreeTime,
};

use crate::{
    scene::{Scene, assert_occupancy_sound, at_once, letters, moved, tomorrow, try_move},
    support::{Fixture, NOW, hours_later},
};

fn walk_in(scene: &Scene, draft: DraftId, time: FreeTime) -> WalkIn {
    WalkIn {
        draft,
        engineer: scene.engineer,
        point: scene.point,
        bay: scene.bays[0],
        time,
        customer_name: "Mrs Wang".to_owned(),
        product: Some("phone"),
        need: None,
        by: scene.desk,
        now: NOW,
    }
}

contract! {
    async fn who_walks_in_is_served_at_once(store: &Fixture) {
        let scene = Scene::new(store).await;
        let draft = DraftId::mint(NOW, &*store.random);
        let end = hours_later(1);
        let time = FreeTime { start: NOW, end, busy_until: end };
        let submits = (0..4).map(|_| {
            let (store, walk_in) = (store.shared(), walk_in(&scene, draft, time));
            async move { store.walk_in(walk_in).await.expect("answered") }
        });
        let cases = at_once(submits).await;
        assert!(cases.iter().all(|case| *case == cases[0]), "{cases:?}");
        let case = store.case(cases[0].expect("free")).await.expect("read").expect("there");
        assert_eq!((case.customer, case.customer_name.as_str()), (None, "Mrs Wang"));
        assert_eq!(case.legs[0].state, LegState::Arrived);
        let events: Vec<_> = case.events.iter().map(|event| (event.kind, event.actor_name.as_str())).collect();
        assert_eq!(events, [(EventKind::Arrived, "Desk")]);
        assert!(letters(store).await.is_empty());

        let next = walk_in(&scene, DraftId::mint(NOW, &*store.random), time);
        assert_eq!(store.walk_in(next).await.expect("answered"), Err(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn what_was_a_slip_is_taken_back(store: &Fixture) {
        let scene = Scene::new(store).await;
        let end = hours_later(1);
        let time = FreeTime { start: NOW, end, busy_until: end };
        let enter = walk_in(&scene, DraftId::mint(NOW, &*store.random), time);
        let case = store.walk_in(enter).await.expect("answered").expect("free");
        let leg = store.case(case).await.expect("read").expect("there").legs[0].id;
        let cancel = Move::Cancel { reason: None };
        let hers = try_move(store, leg, cancel.clone(), scene.engineer(), NOW).await;
        assert_eq!(hers, Err(MoveRefusal::NotYours));
        assert_eq!(try_move(store, leg, cancel.clone(), scene.desk(), NOW).await, Ok(LegState::Cancelled));
        assert!(letters(store).await.is_empty(), "nobody was told, so nobody is");
        assert_occupancy_sound(store, NOW).await;

        // The time is free again, and what has begun stays.
        let again = walk_in(&scene, DraftId::mint(NOW, &*store.random), time);
        let case = store.walk_in(again).await.expect("answered").expect("free");
        let leg = store.case(case).await.expect("read").expect("there").legs[0].id;
        moved(store, leg, Move::Start, scene.engineer(), NOW).await;
        let late = try_move(store, leg, cancel, scene.desk(), NOW).await;
        assert_eq!(late, Err(MoveRefusal::WrongState(LegState::InService)));
    }

    async fn only_its_own_desk_lets_somebody_in(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut stranger = walk_in(&scene, DraftId::mint(NOW, &*store.random), tomorrow(10, 0));
        stranger.by = scene.customer;
        assert!(store.walk_in(stranger).await.is_err());
        assert_eq!(store.number("SELECT COUNT(*) FROM cases").await, 0);
        assert_occupancy_sound(store, NOW).await;
    }
}
