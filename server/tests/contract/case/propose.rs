use handpick::{
    case::{EventKind, LegState, Move, MoveRefusal},
    engineer::Mode,
};

use crate::{
    scene::{Scene, assert_occupancy_sound, letters, moved, read_leg, tomorrow, try_move},
    support::{Fixture, NOW},
};

use super::{kinds, propose, starts};

contract! {
    async fn a_proposal_takes_both_times(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        // Also one that overlaps the first.
        for time in [tomorrow(10, 30), tomorrow(15, 0)] {
            let moved = moved(store, leg.id, propose(&scene, time), scene.desk(), NOW).await;
            assert_eq!(moved.state, LegState::Proposed);
            let now = read_leg(store, leg.id).await;
            assert_eq!((now.start, now.proposed), (leg.start, Some((time.start, time.end))));
            assert_occupancy_sound(store, NOW).await;
        }
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(15, 15)).await.1;
        assert!(rival.is_err(), "the second proposal is taken");
        let rival = scene.try_hold(store, Mode::Visit, tomorrow(11, 0)).await.1;
        assert!(rival.is_ok(), "the first proposal was given back");

        letters(store).await;
        moved(store, leg.id, Move::AcceptProposal, scene.customer(), NOW).await;
        let (time, bay) = starts(store, leg.id).await;
        assert_eq!((time, bay), (tomorrow(15, 0), Some(scene.bays[0])));
        assert_eq!(read_leg(store, leg.id).await.proposed, None);
        assert_eq!(letters(store).await, ["confirmed to Ada Lovelace", "work_accepted to Chen Wei"]);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_taken_time_cannot_be_proposed(store: &Fixture) {
        let scene = Scene::new(store).await;
        scene.hold(store, Mode::Home, tomorrow(15, 0)).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let answer = try_move(store, leg.id, propose(&scene, tomorrow(15, 30)), scene.desk(), NOW).await;
        assert_eq!(answer, Err(MoveRefusal::TimeTaken));
        assert_eq!(read_leg(store, leg.id).await.state, LegState::Requested);
        assert_eq!(kinds(store, leg.case).await, [(1, EventKind::Requested)]);
        assert_occupancy_sound(store, NOW).await;
    }
}
