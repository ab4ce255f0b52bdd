//! What a profile tells of the service so far.

use handpick::{
    case::{Actor, LegState, Move},
    engineer::{Answers, History, Kept, Mode},
    id::EngineerId,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, clock, moved, tomorrow},
    support::{Fixture, NOW, hours_later},
};

async fn history(store: &Fixture, engineer: EngineerId) -> History {
    // After everything that the tests let happen.
    store.history(engineer, hours_later(7 * 24)).await.expect("read")
}

fn answers(kept: u32, of: u32, half_within: Option<u32>) -> Answers {
    Answers { in_time: Kept { kept, of }, half_within }
}

fn decline() -> Move {
    Move::Decline { reason: "The part is out of stock.".to_owned() }
}

contract! {
    async fn history_counts_what_was_served(store: &Fixture) {
        let (point, engineer) = (store.new_point(1).await, store.new_engineer("Li Na").await);
        let other = store.new_engineer("Chen").await;
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        let empty = history(store, engineer).await;
        assert_eq!((empty.served, empty.returning_customers, empty.since), (0, 0, None));

        store.new_served_leg(ada, engineer, Some(point)).await;
        store.new_served_leg(ada, engineer, None).await;
        store.new_served_leg(ada, other, None).await;
        // Two legs of one case are not a customer who came back.
        let case = store.new_case(bob).await;
        store.new_leg_of(case, 1, engineer, None, LegState::Done).await;
        store.new_leg_of(case, 2, engineer, None, LegState::Done).await;
        store.new_leg_of(case, 3, engineer, None, LegState::Cancelled).await;

        let history = history(store, engineer).await;
        assert_eq!((history.served, history.served_visit, history.served_home), (4, 1, 3));
        assert_eq!((history.returning_customers, history.since), (1, Some(hours_later(-4))));
    }

    async fn every_mode_has_answers_of_its_own(store: &Fixture) {
        let scene = Scene::new(store).await;
        let engineer = scene.engineer;
        assert_eq!(history(store, engineer).await, History::default());
        let minutes = |minutes| NOW + SignedDuration::from_mins(minutes);
        let steps: [(Mode, i64, Move, Actor); 4] = [
            (Mode::Visit, 20, Move::Confirm, scene.desk()),
            (Mode::Visit, 180, decline(), scene.desk()),
            (Mode::Visit, 181, Move::Confirm, scene.desk()),
            (Mode::Home, 40, decline(), scene.engineer()),
        ];
        for (hour, (mode, after, step, by)) in (9..).zip(steps) {
            let leg = scene.request(store, mode, tomorrow(hour, 0)).await;
            moved(store, leg.id, step, by, minutes(after)).await;
        }
        let history = history(store, engineer).await;
        assert_eq!(history.visits, answers(2, 3, Some(180)));
        assert_eq!(history.home_calls, answers(1, 1, Some(40)));
    }

    async fn who_never_answers_breaks_a_promise_and_who_is_not_waited_for_does_not(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Home, tomorrow(9, 0)).await;
        moved(store, leg.id, Move::Cancel { reason: None }, scene.customer(), hours_later(3)).await;
        let leg = scene.request(store, Mode::Home, tomorrow(10, 0)).await;
        let soon = store.history(scene.engineer, hours_later(2)).await.expect("read");
        assert_eq!(soon.home_calls, answers(0, 0, None), "there is time left");
        let late = store.history(scene.engineer, hours_later(4)).await.expect("read");
        assert_eq!(late.home_calls, answers(0, 1, None));
        moved(store, leg.id, Move::Lapse, clock(), leg.start).await;
        assert_eq!(history(store, scene.engineer).await.home_calls, answers(0, 1, None));
    }

    async fn the_first_answer_to_the_last_request_counts(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Home, tomorrow(10, 0)).await;
        let step = |time| Move::Propose { time, bays: Vec::new() };
        moved(store, leg.id, step(tomorrow(15, 0)), scene.engineer(), hours_later(1)).await;
        moved(store, leg.id, step(tomorrow(16, 0)), scene.engineer(), hours_later(5)).await;
        assert_eq!(history(store, scene.engineer).await.home_calls, answers(1, 1, Some(60)));
        let step = Move::Reschedule { time: tomorrow(17, 0), bays: Vec::new() };
        moved(store, leg.id, step, scene.customer(), hours_later(6)).await;
        moved(store, leg.id, Move::Confirm, scene.engineer(), hours_later(9)).await;
        assert_eq!(history(store, scene.engineer).await.home_calls, answers(0, 1, Some(180)));
    }

    async fn a_quarter_of_an_hour_is_still_on_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        for (hour, late) in (9..).zip([0, 15, 16]) {
            let leg = scene.confirmed(store, Mode::Home, tomorrow(hour, 0)).await;
            let begins = leg.start + SignedDuration::from_mins(late);
            moved(store, leg.id, Move::Start, scene.engineer(), begins).await;
        }
        assert_eq!(history(store, scene.engineer).await.on_time, Kept { kept: 2, of: 3 });
    }

    async fn who_waits_for_a_late_customer_is_on_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        for (hour, came, began) in [(9, 40, 55), (11, 40, 56), (14, -10, 16)] {
            let leg = scene.confirmed(store, Mode::Visit, tomorrow(hour, 0)).await;
            let minutes = |minutes| leg.start + SignedDuration::from_mins(minutes);
            moved(store, leg.id, Move::CheckIn, scene.desk(), minutes(came)).await;
            moved(store, leg.id, Move::Start, scene.engineer(), minutes(began)).await;
        }
        assert_eq!(history(store, scene.engineer).await.on_time, Kept { kept: 1, of: 3 });
    }

    async fn what_is_long_ago_is_no_promise_any_more(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.confirmed(store, Mode::Home, tomorrow(10, 0)).await;
        moved(store, leg.id, Move::Start, scene.engineer(), leg.start).await;
        let later = store.history(scene.engineer, leg.start + SignedDuration::from_hours(24 * 91)).await;
        let later = later.expect("read");
        assert_eq!((later.home_calls, later.on_time), (Answers::default(), Kept::default()));
    }
}
