use handpick::{
    case::{LegState, Move},
    engineer::Mode,
    review::{NewReview, Rating, ReviewRefusal, Subject},
};
use jiff::SignedDuration;

use crate::{
    scene::{Scene, assert_occupancy_sound, clock, letters, moved, tomorrow},
    support::{Fixture, NOW},
};

use super::{decline, finish};

/// What is counted of the engineer: stars and services.
async fn rating_of(store: &Fixture, scene: &Scene) -> (Rating, u32, Vec<Rating>) {
    let engineer = store.engineer(scene.engineer).await.expect("read").expect("there");
    let recent = store.ratings_since(Subject::Engineer(scene.engineer), &[NOW]).await.expect("read");
    (engineer.rating, engineer.served, recent)
}

contract! {
    async fn what_ends_early_gives_its_time_back(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let no_show = time.start + SignedDuration::from_mins(15);
        let ends: [(Move, _, _, _, &[&str]); 3] = [
            (decline(), scene.desk(), NOW, LegState::Declined, &["declined to Ada Lovelace"]),
            (Move::Cancel { reason: None }, scene.customer(), NOW, LegState::Cancelled,
                &["cancelled to Ada Lovelace", "work_cancelled to Chen Wei"]),
            (Move::Lapse, clock(), time.start, LegState::Lapsed, &["lapsed to Ada Lovelace"]),
        ];
        for (step, by, now, state, told) in ends {
            let leg = scene.request(store, Mode::Visit, time).await;
            letters(store).await;
            assert_eq!(moved(store, leg.id, step, by, now).await.state, state);
            assert_eq!(letters(store).await, told);
            assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
            assert_occupancy_sound(store, NOW).await;
        }
        let leg = scene.confirmed(store, Mode::Visit, time).await;
        letters(store).await;
        moved(store, leg.id, Move::NoShow, scene.desk(), no_show).await;
        assert_eq!(letters(store).await, ["missed to Ada Lovelace"]);
        assert_occupancy_sound(store, NOW).await;
        scene.hold(store, Mode::Visit, time).await;
    }

    async fn a_home_call_that_is_over_early_keeps_its_time(store: &Fixture) {
        let scene = Scene::new(store).await;
        let time = tomorrow(10, 0);
        let leg = scene.confirmed(store, Mode::Home, time).await;
        let served = time.start + SignedDuration::from_mins(5);
        moved(store, leg.id, Move::Start, scene.engineer(), time.start).await;
        moved(store, leg.id, finish(), scene.engineer(), served).await;
        assert_occupancy_sound(store, served).await;
        assert!(scene.try_hold(store, Mode::Home, time).await.1.is_err(), "she is not free before it should end");
        store.sweep_drafts(time.busy_until).await.expect("swept");
        assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
    }

    async fn what_a_customer_says_took_place_is_reviewed_as_that(store: &Fixture) {
        let scene = Scene::new(store).await;
        for (mode, host, time) in [
            (Mode::Visit, scene.desk(), tomorrow(10, 0)),
            (Mode::Home, scene.engineer(), tomorrow(15, 0)),
        ] {
            let leg = scene.confirmed(store, mode, time).await;
            let rating = rating_of(store, &scene).await;
            moved(store, leg.id, Move::NoShow, host, time.start + SignedDuration::from_mins(15)).await;
            // At a counter others see who comes; at home the time is not given to another.
            let (_, free) = scene.try_hold(store, mode, time).await;
            assert_eq!(free.is_ok(), mode == Mode::Visit);
            let review = NewReview {
                leg: leg.id,
                customer: scene.customer,
                stars: 2,
                text: None,
                praise: Vec::new(),
                point: None,
                now: leg.end,
            };
            let refused = store.review(review.clone()).await.expect("answered");
            assert_eq!(refused, Err(ReviewRefusal::NotServed));
            letters(store).await;
            moved(store, leg.id, Move::Attest, scene.customer(), leg.end).await;
            assert_eq!(letters(store).await, [""; 0]);
            assert_occupancy_sound(store, NOW).await;
            store.review(review).await.expect("stored").expect("taken");
            let reviews = store.reviews_of_leg(leg.id).await.expect("read");
            assert!(reviews.iter().all(|review| review.attested) && reviews.len() == 1);
            assert_eq!(rating_of(store, &scene).await, rating, "it counts for nothing");
        }
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
    }

    async fn a_reason_is_kept(store: &Fixture) {
        let scene = Scene::new(store).await;
        let leg = scene.request(store, Mode::Visit, tomorrow(10, 0)).await;
        moved(store, leg.id, decline(), scene.desk(), NOW).await;
        let case = store.case(leg.case).await.expect("read").expect("there");
        assert_eq!(case.legs[0].reason.as_deref(), Some("The part is out of stock."));
        assert_eq!(case.events[1].note.as_deref(), Some("The part is out of stock."));
        assert_occupancy_sound(store, NOW).await;
    }
}
