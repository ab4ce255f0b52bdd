use handpick::{
    case::{Actor, ActorKind, EventKind, LegState, Move, MoveRefusal},
    engineer::Mode,
    id::LegId,
};

use crate::{
    scene::{Scene, actor, assert_occupancy_sound, clock, letters, read_leg, tomorrow, try_move},
    support::{Fixture, NOW},
};

use super::{kinds, propose};

contract! {
    async fn only_who_has_a_part_may_move(store: &Fixture) {
        let scene = Scene::new(store).await;
        let stranger = store.new_account("Mallory").await;
        let (_, colleague) = store.new_engineer_with_account("Li Na").await;
        let other_desk = store.new_account("Other desk").await;
        store.add_staff(other_desk, store.new_point(1).await).await.expect("stored");
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        let cancel = Move::Cancel { reason: None };
        let attempts = [
            (Move::Confirm, actor(ActorKind::Desk, stranger)),
            (Move::Confirm, actor(ActorKind::Desk, other_desk)),
            (Move::Confirm, actor(ActorKind::Desk, scene.customer)),
            (Move::Confirm, scene.customer()),
            (cancel.clone(), actor(ActorKind::Customer, stranger)),
            (cancel.clone(), actor(ActorKind::Customer, scene.desk)),
            (cancel, scene.desk()),
            (Move::Start, actor(ActorKind::Engineer, colleague)),
            (Move::Lapse, actor(ActorKind::System, stranger)),
            (Move::Confirm, Actor { account: None, ..scene.desk() }),
        ];
        for (step, by) in attempts {
            let answer = try_move(store, leg.id, step.clone(), by.clone(), NOW).await;
            assert_eq!(answer, Err(MoveRefusal::NotYours), "{step:?} by {by:?}");
        }
        assert_eq!(read_leg(store, leg.id).await.state, LegState::Requested);
        assert_eq!(kinds(store, leg.case).await.len(), 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_refused_move_changes_nothing(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        letters(store).await;
        let unknown = LegId::mint(NOW, &*store.random);
        let refusals = [
            (unknown, Move::Confirm, scene.desk(), NOW, MoveRefusal::Unknown),
            (leg.id, Move::CheckIn, scene.desk(), NOW, MoveRefusal::WrongState(LegState::Requested)),
            (leg.id, Move::Confirm, scene.desk(), leg.start, MoveRefusal::TooLate),
            (leg.id, Move::Lapse, clock(), NOW, MoveRefusal::TooEarly),
            (leg.id, propose(&scene, tomorrow(9, 0)), scene.desk(), leg.start, MoveRefusal::TooLate),
        ];
        for (id, step, by, now, refusal) in refusals {
            assert_eq!(try_move(store, id, step, by, now).await, Err(refusal));
        }
        assert_eq!(kinds(store, leg.case).await, [(1, EventKind::Requested)]);
        assert!(letters(store).await.is_empty());
        assert_occupancy_sound(store, NOW).await;
    }
}
