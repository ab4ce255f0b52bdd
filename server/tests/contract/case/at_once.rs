use handpick::{
    case::{Move, MoveRefusal},
    engineer::Mode,
    live::Topic,
    schedule::FreeTime,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, at_once, read_leg, tomorrow},
    support::{Fixture, NOW},
};

use super::{decline, kinds};

contract! {
    async fn confirming_and_declining_at_once_is_one_of_them(store: &Fixture) {
        let scene = Scene::new(store).await;
        for hour in 9..17 {
            let leg = scene.request(store, Mode::Visit, tomorrow(hour, 0)).await;
            let moves = [Move::Confirm, decline()].map(|step| {
                let (store, desk) = (store.shared(), scene.desk());
                async move { store.move_leg(leg.id, step, desk, NOW).await.expect("answered") }
            });
            let answers = at_once(moves).await;
            let winners: Vec<_> = answers.iter().flatten().map(|moved| moved.state).collect();
            let state = read_leg(store, leg.id).await.state;
            assert_eq!(winners, [state]);
            assert!(answers.contains(&Err(MoveRefusal::WrongState(state))));
            assert_eq!(kinds(store, leg.case).await.len(), 2);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn confirming_and_cancelling_at_once_is_one_of_them(store: &Fixture) {
        let scene = Scene::new(store).await;
        // So soon that what is confirmed can no longer be cancelled.
        let start = NOW + SignedDuration::from_mins(90);
        for day in 0..6 {
            let start = start + SignedDuration::from_hours(24 * day);
            let time = FreeTime { start, end: start + SignedDuration::from_mins(45), busy_until: start + SignedDuration::from_mins(60) };
            let leg = scene.request(store, Mode::Visit, time).await;
            let now = start - SignedDuration::from_mins(90);
            let moves = [(Move::Confirm, scene.desk()), (Move::Cancel { reason: None }, scene.customer())];
            let moves = moves.map(|(step, by)| {
                let store = store.shared();
                async move { store.move_leg(leg.id, step, by, now).await.expect("answered") }
            });
            let answers = at_once(moves).await;
            assert_eq!(answers.iter().flatten().count(), 1, "{answers:?}");
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn moves_at_one_point_keep_their_order(store: &Fixture) {
        let mut scene = Scene::new(store).await;
        let mut legs = Vec::new();
        for hour in 0..16 {
            scene.customer = store.new_account(&format!("Customer {hour}")).await;
            legs.push(scene.request(store, Mode::Visit, tomorrow(hour, 0)).await);
        }
        let moves = legs.iter().map(|leg| {
            let (store, desk, id) = (store.shared(), scene.desk(), leg.id);
            async move { store.move_leg(id, Move::Confirm, desk, NOW).await.expect("answered") }
        });
        for moved in at_once(moves).await {
            assert_eq!(moved.expect("moved").event, 2);
        }
        // Ids grow from move to move, whatever the clock says, so the last is the latest.
        let last = store.last_event(Topic::Desk(scene.point)).await.expect("read");
        let ids = store.texts("SELECT id FROM events ORDER BY number, id").await;
        assert_eq!((ids.len(), ids.last()), (32, last.as_ref()));
        assert!(ids.is_sorted(), "a confirmation came before a request");
        assert_occupancy_sound(store, NOW).await;
    }
}
