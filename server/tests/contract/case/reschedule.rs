use handpick::{
    case::{LegState, MoveRefusal},
    engineer::Mode,
};

use crate::{
    scene::{Scene, assert_occupancy_sound, letters, moved, read_leg, tomorrow, try_move},
    support::{Fixture, NOW, hours_later},
};

use super::{reschedule, starts};

contract! {
    async fn another_time_must_be_confirmed_anew(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        letters(store).await;
        // Its own time, moved a little, is no obstacle.
        for time in [tomorrow(10, 15), tomorrow(15, 0)] {
            moved(store, leg.id, reschedule(&scene, time), scene.customer(), hours_later(1)).await;
            assert_eq!(starts(store, leg.id).await.0, time);
            assert_eq!(letters(store).await, ["moved to Ada Lovelace", "work_moved to Chen Wei"]);
            assert_occupancy_sound(store, NOW).await;
        }
        let now = read_leg(store, leg.id).await;
        assert_eq!((now.state, now.requested_at), (LegState::Requested, hours_later(1)));
        assert_eq!(now.answer_by, hours_later(3));
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!(case.events[3].start, Some(tomorrow(15, 0).start));
    }

    async fn a_taken_time_leaves_the_old_one(store: &Fixture) {
        let scene = Scene::new(store).await;
        let old = scene.confirmed(store, Mode::Visit, tomorrow(10, 0)).await;
        scene.hold(store, Mode::Visit, tomorrow(15, 0)).await;
        letters(store).await;
        let step = reschedule(&scene, tomorrow(14, 30));
        assert_eq!(try_move(store, old.id, step, scene.customer(), NOW).await, Err(MoveRefusal::TimeTaken));
        let now = read_leg(store, old.id).await;
        assert_eq!((now.state, now.start), (LegState::Confirmed, old.start));
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await.1;
        assert!(rival.is_err(), "the old time is still taken");
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }
}
