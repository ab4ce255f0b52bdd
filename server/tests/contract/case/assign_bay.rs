use handpick::{
    case::{LegState, Move, MoveRefusal},
    engineer::Mode,
};

use crate::{
    scene::{Scene, assert_occupancy_sound, moved, tomorrow, try_move},
    support::{Fixture, NOW},
};

use super::starts;

contract! {
    async fn staff_change_the_bay(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let (from, to) = (scene.bays[0], scene.bays[1]);
        moved(store, leg.id, Move::AssignBay { bay: to }, scene.desk(), NOW).await;
        assert_eq!(starts(store, leg.id).await.1, Some(to));
        assert_occupancy_sound(store, NOW).await;
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!((case.legs[0].state, case.events[1].note.as_deref()), (LegState::Requested, Some("2")));

        let other = Scene { engineer: store.new_engineer("Li Na").await, bays: vec![from], ..scene };
        other.hold(store, Mode::Visit, tomorrow(10, 30)).await;
        let elsewhere = store.new_point(1).await;
        for bay in [from, store.bay_ids(elsewhere).await[0]] {
            let answer = try_move(store, leg.id, Move::AssignBay { bay }, other.desk(), NOW).await;
            assert_eq!(answer, Err(MoveRefusal::TimeTaken));
        }
        assert_occupancy_sound(store, NOW).await;
    }
}
