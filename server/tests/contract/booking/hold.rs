use handpick::{
    booking::{HoldRequest, RequestRefusal, TimeTaken},
    engineer::Mode,
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, at_once, tomorrow},
    support::{Fixture, NOW},
};

use super::{beside, draft};

contract! {
    async fn one_of_many_gets_an_engineers_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut drafts = Vec::new();
        for racer in 0..32 {
            let draft = scene.draft(store, Mode::Home);
            store.open_draft(&draft).await.expect("stored");
            // 10:00, 10:15, 10:30: all of them overlap.
            let request = scene.hold_request(draft.id, tomorrow(10, 15 * (racer % 3)), NOW);
            drafts.push((HoldRequest { bays: Vec::new(), ..request }, store.shared()));
        }
        let races = drafts.into_iter().map(|(request, store)| async move {
            store.hold(request).await.expect("answered")
        });
        let winners = at_once(races).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(winners, 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn one_of_many_gets_a_bay(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut races = Vec::new();
        for racer in 0..32 {
            let scene = beside(&scene, store, "Li Na").await;
            let draft = scene.draft(store, Mode::Visit);
            store.open_draft(&draft).await.expect("stored");
            let mut request = scene.hold_request(draft.id, tomorrow(10, 15 * (racer % 3)), NOW);
            request.bays.truncate(1);
            races.push((request, store.shared()));
        }
        let races = races.into_iter().map(|(request, store)| async move {
            store.hold(request).await.expect("answered")
        });
        let winners = at_once(races).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(winners, 1);
        assert_occupancy_sound(store, NOW).await;
    }

    async fn times_side_by_side_are_all_had(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut races = Vec::new();
        for hour in 0..16 {
            let draft = scene.hold(store, Mode::Home, tomorrow(hour, 0)).await;
            let customer = store.new_account(&format!("Customer {hour}")).await;
            races.push((draft, customer, store.shared()));
        }
        let races = races.into_iter().map(|(draft, customer, store)| async move {
            store.request_booking(draft, customer, NOW).await.expect("answered")
        });
        let cases = at_once(races).await;
        assert!(cases.iter().all(Result::is_ok), "{cases:?}");
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_visit_takes_the_next_bay_when_one_is_taken(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut bays = Vec::new();
        for name in ["Li Na", "Wang Fang", "Zhao Min"] {
            let scene = beside(&scene, store, name).await;
            let (_, held) = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await;
            bays.push(held.map(|hold| hold.bay));
        }
        assert_eq!(bays, [Ok(Some(scene.bays[0])), Ok(Some(scene.bays[1])), Err(TimeTaken)]);
        // The third engineer was let go of together with the bay.
        assert_occupancy_sound(store, NOW).await;
    }

    async fn only_bays_of_the_point_serve(store: &Fixture) {
        let mut scene = Scene::new(store).await;
        let elsewhere = store.new_point(1).await;
        scene.bays = store.bay_ids(elsewhere).await;
        let (_, held) = scene.try_hold(store, Mode::Visit, tomorrow(10, 0)).await;
        assert_eq!(held, Err(TimeTaken));
        assert_occupancy_sound(store, NOW).await;
    }

    async fn a_hold_gives_way_when_it_has_run_out_and_not_before(store: &Fixture) {
        let scene = Scene::new(store).await;
        let first = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let second = scene.draft(store, Mode::Visit);
        store.open_draft(&second).await.expect("stored");

        let too_early = NOW + SignedDuration::from_mins(10) - SignedDuration::from_millis(1);
        let request = scene.hold_request(second.id, tomorrow(10, 15), too_early);
        assert_eq!(store.hold(request).await.expect("answered"), Err(TimeTaken));
        let later = NOW + SignedDuration::from_mins(10);
        let request = scene.hold_request(second.id, tomorrow(10, 15), later);
        store.hold(request).await.expect("answered").expect("given way");

        // What of the first hold does not overlap is given up by the sweep.
        store.sweep_drafts(later).await.expect("swept");
        assert_occupancy_sound(store, later).await;
        let refused = store.request_booking(first, scene.customer, later).await.expect("answered");
        assert_eq!(refused, Err(RequestRefusal::TimeTaken));
        assert_occupancy_sound(store, later).await;
    }

    async fn everybody_wants_what_somebody_else_let_run_out(store: &Fixture) {
        let scene = Scene::new(store).await;
        let mut drafts = Vec::new();
        for hour in 0..12 {
            drafts.push(scene.hold(store, Mode::Home, tomorrow(hour, 0)).await);
        }
        // Each gives up its own time and takes its neighbour's: circles.
        for round in 1..=8 {
            let later = NOW + SignedDuration::from_hours(round);
            let races = drafts.iter().zip(0..).map(|(draft, hour)| {
                let time = tomorrow(hour ^ (round & 1), 0);
                let request = scene.hold_request(*draft, time, later);
                (HoldRequest { bays: Vec::new(), ..request }, store.shared())
            });
            let races = races.map(|(request, store)| async move { store.hold(request).await });
            for held in at_once(races.collect::<Vec<_>>()).await {
                held.expect("no transaction is lost in another").expect("each time is wanted once");
            }
            assert_occupancy_sound(store, later).await;
        }
    }

    async fn one_of_many_gets_a_time_that_ran_out(store: &Fixture) {
        let scene = Scene::new(store).await;
        for hour in [10, 11] {
            scene.hold(store, Mode::Visit, tomorrow(hour, 0)).await;
        }
        let later = NOW + SignedDuration::from_hours(1);
        let mut races = Vec::new();
        for racer in 0..16 {
            let draft = scene.hold(store, Mode::Visit, tomorrow(24 + racer, 0)).await;
            // Some overlap both.
            races.push((scene.hold_request(draft, tomorrow(10, 30 * (racer % 3)), later), store.shared()));
        }
        let races = races.into_iter().map(|(request, store)| async move { store.hold(request).await });
        let answers = at_once(races).await.into_iter().map(|held| held.expect("answered"));
        let winners: Vec<_> = answers.filter_map(Result::ok).collect();
        assert!(matches!(winners.len(), 1 | 2), "{winners:?}");
        store.sweep_drafts(later).await.expect("swept");
        assert_occupancy_sound(store, later).await;
    }

    async fn another_choice_gives_up_the_first(store: &Fixture) {
        let scene = Scene::new(store).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        // Overlapping its own time is no obstacle.
        for time in [tomorrow(10, 15), tomorrow(15, 0)] {
            let hold = store.hold(scene.hold_request(id, time, NOW)).await.expect("answered").expect("free");
            assert_eq!(draft(store, id).await.hold, Some(hold));
            assert_eq!(hold.start, time.start);
            assert_occupancy_sound(store, NOW).await;
        }
    }

    async fn a_refused_choice_keeps_the_first(store: &Fixture) {
        let scene = Scene::new(store).await;
        scene.hold(store, Mode::Visit, tomorrow(10, 0)).await;
        let id = scene.hold(store, Mode::Visit, tomorrow(15, 0)).await;
        let before = draft(store, id).await;
        let answer = store.hold(scene.hold_request(id, tomorrow(10, 30), NOW)).await.expect("answered");
        assert_eq!(answer, Err(TimeTaken));
        assert_eq!(draft(store, id).await, before);
        assert_occupancy_sound(store, NOW).await;
    }
}
