//! Reviews: only the served review, once; replies; ratings that add up.

use handpick::{
    case::{Case, EventKind, LegState},
    engineer::{Mode, ProfileEdit},
    id::{AccountId, EngineerId, LegId, PointId, ReviewId},
    live::Topic,
    review::{NewReview, Outcome, Rating, ReplyRefusal, Review, ReviewFilter, ReviewRefusal, Subject},
    tag::TagKind,
};

use crate::{
    scene::letters,
    support::{Fixture, NOW, WUHAN, hours_later, profile},
};

/// Somebody served at a point.
struct Served {
    customer: AccountId,
    engineer: EngineerId,
    point: PointId,
    leg: LegId,
}

async fn served(store: &Fixture) -> Served {
    let customer = store.new_account("Ada Lovelace").await;
    let (engineer, _) = store.new_engineer_with_account("Chen Wei").await;
    let point = store.new_point(1).await;
    let leg = store.new_served_leg(customer, engineer, Some(point)).await;
    Served { customer, engineer, point, leg }
}

fn stars(leg: LegId, customer: AccountId, stars: u8) -> NewReview {
    NewReview { leg, customer, stars, text: None, praise: Vec::new(), point: None, now: NOW }
}

/// Stores a review that must be taken.
async fn give(store: &Fixture, review: NewReview) {
    store.review(review).await.expect("stored").expect("taken");
}

async fn rating_of(store: &Fixture, engineer: EngineerId) -> Rating {
    store.engineer(engineer).await.expect("read").expect("there").rating
}

async fn case_of(store: &Fixture, leg: LegId) -> Case {
    let case = store.leg(leg).await.expect("read").expect("there").case;
    store.case(case).await.expect("read").expect("there")
}

fn first_page() -> ReviewFilter {
    ReviewFilter { page_size: 10, ..ReviewFilter::default() }
}

fn ids(reviews: &[Review]) -> Vec<ReviewId> {
    reviews.iter().map(|review| review.id).collect()
}

contract! {
    async fn a_review_stands_with_what_it_is_about(store: &Fixture) {
        let Served { customer, engineer, point, leg } = served(store).await;
        let new = NewReview {
            text: Some("She explained everything.".to_owned()),
            praise: vec!["patient", "explains-well"],
            point: Some((3, Some("Hard to find.".to_owned()))),
            ..stars(leg, customer, 5)
        };
        give(store, new).await;

        let [of_engineer, of_point] = store.reviews_of_leg(leg).await.expect("read").try_into().expect("two");
        assert_eq!((of_engineer.subject, of_engineer.leg), (Subject::Engineer(engineer), leg));
        assert_eq!((of_engineer.stars, of_engineer.text.as_deref()), (5, Some("She explained everything.")));
        assert_eq!(of_engineer.praise, ["patient", "explains-well"]);
        assert_eq!((of_engineer.author.as_str(), of_engineer.created_at), ("Ada L.", NOW));
        assert_eq!((of_engineer.mode.as_str(), of_engineer.product, of_engineer.need),
                   ("visit", Some("laptop"), Some("screen")));
        assert_eq!(of_engineer.reply, None);
        assert!(!of_engineer.attested && !of_point.attested);
        assert_eq!((of_point.subject, of_point.stars), (Subject::Point(point), 3));
        assert_eq!((of_point.text.as_deref(), of_point.praise.len()), (Some("Hard to find."), 0));

        assert_eq!(rating_of(store, engineer).await, Rating([0, 0, 0, 0, 1]));
        let point = store.point(point).await.expect("read").expect("there");
        assert_eq!(point.rating, Rating([0, 0, 1, 0, 0]));
    }

    async fn a_review_is_a_line_of_the_timeline(store: &Fixture) {
        let Served { customer, leg, .. } = served(store).await;
        give(store, stars(leg, customer, 4)).await;
        assert_eq!(letters(store).await, ["reviewed to Chen Wei"]);
        let case = case_of(store, leg).await;
        let [event] = case.events.try_into().expect("one");
        assert_eq!((event.number, event.kind, event.leg, event.at), (1, EventKind::Reviewed, leg, NOW));
        assert_eq!((event.actor.as_str(), event.actor_name.as_str()), ("customer", "Ada Lovelace"));
    }

    async fn only_the_served_customer_reviews(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        let stranger = store.new_account("Eve").await;
        let refused = store.review(stars(leg, stranger, 1)).await.expect("answered");
        assert_eq!(refused, Err(ReviewRefusal::NotServed));
        let unknown = LegId::mint(NOW, &*store.random);
        let refused = store.review(stars(unknown, customer, 1)).await.expect("answered");
        assert_eq!(refused, Err(ReviewRefusal::NotServed));
        for state in LegState::ALL.into_iter().filter(|state| *state != LegState::Done) {
            let case = store.new_case(customer).await;
            let leg = store.new_leg_of(case, 1, engineer, None, state).await;
            let refused = store.review(stars(leg, customer, 1)).await.expect("answered");
            assert_eq!(refused, Err(ReviewRefusal::NotServed), "{state:?}");
        }
        assert_eq!(rating_of(store, engineer).await.count(), 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM reviews").await, 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM events").await, 0);
    }

    async fn a_review_is_of_somebody_whose_address_is_confirmed(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        store.execute(&format!("UPDATE accounts SET email_confirmed_at = NULL WHERE id = '{customer}'")).await;
        let refused = store.review(stars(leg, customer, 5)).await.expect("answered");
        assert_eq!(refused, Err(ReviewRefusal::Unconfirmed));
        assert_eq!(rating_of(store, engineer).await.count(), 0);
        store.execute(&format!("UPDATE accounts SET email_confirmed_at = 1 WHERE id = '{customer}'")).await;
        give(store, stars(leg, customer, 5)).await;
        assert_eq!(rating_of(store, engineer).await.count(), 1);
    }

    async fn a_leg_is_reviewed_once(store: &Fixture) {
        let Served { customer, engineer, point, leg } = served(store).await;
        give(store, stars(leg, customer, 5)).await;
        let again = NewReview { praise: vec!["tidy"], point: Some((1, None)), ..stars(leg, customer, 1) };
        assert_eq!(store.review(again).await.expect("answered"), Err(ReviewRefusal::Already));
        assert_eq!(rating_of(store, engineer).await, Rating([0, 0, 0, 0, 1]));
        assert_eq!(store.point(point).await.expect("read").expect("there").rating.count(), 0);
        assert_eq!(store.reviews_of_leg(leg).await.expect("read").len(), 1);
        assert_eq!(store.number("SELECT COUNT(*) FROM engineer_tags WHERE kind = 'praise'").await, 0);
        assert_eq!(case_of(store, leg).await.events.len(), 1);
    }

    async fn of_many_submits_at_once_one_counts(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        let racers: Vec<_> = (0..8)
            .map(|_| {
                let store = store.shared();
                let review = NewReview { point: Some((4, None)), ..stars(leg, customer, 5) };
                tokio::spawn(async move { store.review(review).await.expect("answered") })
            })
            .collect();
        let mut taken = 0;
        for racer in racers {
            taken += usize::from(racer.await.expect("joined").is_ok());
        }
        assert_eq!(taken, 1);
        assert_eq!(rating_of(store, engineer).await.count(), 1);
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
    }

    async fn reviews_of_many_at_once_all_count(store: &Fixture) {
        let engineer = store.new_engineer_on_the_road(WUHAN).await;
        let point = store.new_point(1).await;
        let mut racers = Vec::new();
        for number in 0..8 {
            let customer = store.new_account(&format!("Customer{number}")).await;
            let leg = store.new_served_leg(customer, engineer, Some(point)).await;
            let shared = store.shared();
            let review = NewReview { praise: vec!["fast"], point: Some((5, None)), ..stars(leg, customer, 4) };
            racers.push(tokio::spawn(async move { shared.review(review).await }));
        }
        for racer in racers {
            racer.await.expect("joined").expect("stored").expect("taken");
        }
        assert_eq!(rating_of(store, engineer).await, Rating([0, 0, 0, 8, 0]));
        assert_eq!(store.point(point).await.expect("read").expect("there").rating, Rating([0, 0, 0, 0, 8]));
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
        assert_eq!(store.number("SELECT COUNT(*) FROM engineer_reach WHERE average = 4.0").await, 1);
        store.assert_search_sound().await;
    }

    async fn the_engineer_who_served_is_reviewed(store: &Fixture) {
        let customer = store.new_account("Ada").await;
        let (first, second) = (store.new_engineer("First").await, store.new_engineer("Second").await);
        let case = store.new_case(customer).await;
        let served_by_first = store.new_leg_of(case, 1, first, None, LegState::Done).await;
        let served_by_second = store.new_leg_of(case, 2, second, None, LegState::Done).await;
        give(store, stars(served_by_first, customer, 1)).await;
        give(store, stars(served_by_second, customer, 5)).await;
        assert_eq!(rating_of(store, first).await, Rating([1, 0, 0, 0, 0]));
        assert_eq!(rating_of(store, second).await, Rating([0, 0, 0, 0, 1]));
        let numbers: Vec<_> = case_of(store, served_by_first).await.events.iter().map(|event| event.number).collect();
        assert_eq!(numbers, [1, 2], "one timeline for the case");
    }

    async fn a_home_call_has_no_point_to_review(store: &Fixture) {
        let customer = store.new_account("Ada").await;
        let engineer = store.new_engineer("Chen").await;
        let leg = store.new_served_leg(customer, engineer, None).await;
        give(store, NewReview { point: Some((1, None)), ..stars(leg, customer, 5) }).await;
        let reviews = store.reviews_of_leg(leg).await.expect("read");
        assert_eq!(reviews.iter().map(|review| review.subject).collect::<Vec<_>>(), [Subject::Engineer(engineer)]);
    }

    async fn praise_and_derived_figures_follow(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        let other = store.new_served_leg(customer, engineer, None).await;
        give(store, NewReview { praise: vec!["patient", "tidy"], ..stars(leg, customer, 5) }).await;
        give(store, NewReview { praise: vec!["patient"], ..stars(other, customer, 2) }).await;
        let engineer = store.engineer(engineer).await.expect("read").expect("there");
        let praise: Vec<_> = engineer.tags.iter().map(|tag| (tag.kind, tag.key, tag.count)).collect();
        assert_eq!(praise, [(TagKind::Praise, "patient", 2), (TagKind::Praise, "tidy", 1)]);
        let derived = store.number("SELECT CAST(ROUND(average * 1000) AS BIGINT) FROM engineers").await;
        assert_eq!(derived, 3_500);
        let derived = store.number("SELECT CAST(ROUND(score * 1000000) AS BIGINT) FROM engineers").await;
        #[expect(clippy::cast_possible_truncation, reason = "a rate")]
        let expected = (engineer.rating.shrunk() * 1e6).round() as i64;
        assert_eq!(derived, expected);
    }

    async fn the_reviewed_engineer_replies_once(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        let stranger = store.new_engineer("Eve").await;
        give(store, NewReview { point: Some((2, None)), ..stars(leg, customer, 2) }).await;
        let [review, of_point] = store.reviews_of_leg(leg).await.expect("read").try_into().expect("two");

        let reply = |review, engineer, text, hours| store.reply(review, engineer, text, hours_later(hours));
        let foreign = reply(review.id, stranger, "Mine!", 1).await.expect("answered");
        assert_eq!(foreign, Err(ReplyRefusal::NotYours));
        let of_point = reply(of_point.id, engineer, "Sorry.", 1).await.expect("answered");
        assert_eq!(of_point, Err(ReplyRefusal::NotYours));
        let unknown = reply(ReviewId::mint(NOW, &*store.random), engineer, "?", 1).await.expect("answered");
        assert_eq!(unknown, Err(ReplyRefusal::NotYours));

        assert_eq!(reply(review.id, engineer, "Sorry.", 2).await.expect("stored"), Ok(()));
        let again = reply(review.id, engineer, "Or not.", 3).await.expect("answered");
        assert_eq!(again, Err(ReplyRefusal::Already));
        let kept = store.reviews(Subject::Engineer(engineer), first_page()).await.expect("read").reviews;
        assert_eq!(kept[0].reply, Some(("Sorry.".to_owned(), hours_later(2))));

        let events = case_of(store, leg).await.events;
        let [_, replied] = events.try_into().expect("two");
        assert_eq!((replied.number, replied.kind, replied.at), (2, EventKind::Replied, hours_later(2)));
        assert_eq!((replied.actor.as_str(), replied.actor_name.as_str()), ("engineer", "Chen Wei"));
    }

    async fn reviews_are_filtered_and_come_latest_first(store: &Fixture) {
        let Served { customer, engineer, point, leg } = served(store).await;
        let given: [(u8, &[&'static str]); 4] =
            [(5, &["fast"]), (4, &[]), (5, &["tidy", "fast"]), (1, &["solved-first-time"])];
        give(store, NewReview { point: Some((5, None)), ..stars(leg, customer, 3) }).await;
        for ((stars_given, praise), hour) in given.into_iter().zip(1..) {
            let leg = store.new_served_leg(customer, engineer, None).await;
            let now = hours_later(hour);
            give(store, NewReview { praise: praise.to_vec(), now, ..stars(leg, customer, stars_given) }).await;
        }
        let read = |filter| store.reviews(Subject::Engineer(engineer), filter);

        let all = read(first_page()).await.expect("read");
        assert_eq!(all.total, 5);
        assert_eq!(all.reviews.iter().map(|review| review.stars).collect::<Vec<_>>(), [1, 5, 4, 5, 3]);
        let fives = read(ReviewFilter { stars: Some(5), ..first_page() }).await.expect("read");
        assert_eq!((fives.total, ids(&fives.reviews)), (2, vec![all.reviews[1].id, all.reviews[3].id]));
        let fast = read(ReviewFilter { praise: Some("fast"), ..first_page() }).await.expect("read");
        assert_eq!((fast.total, ids(&fast.reviews)), (2, vec![all.reviews[1].id, all.reviews[3].id]));
        let both = ReviewFilter { praise: Some("tidy"), stars: Some(5), ..first_page() };
        assert_eq!(read(both).await.expect("read").total, 1);
        let second = read(ReviewFilter { page: 1, page_size: 2, ..first_page() }).await.expect("read");
        assert_eq!((second.total, ids(&second.reviews)), (5, ids(&all.reviews[2..4])));

        let of_point = store.reviews(Subject::Point(point), first_page()).await.expect("read");
        assert_eq!((of_point.total, of_point.reviews[0].stars), (1, 5));
    }

    async fn reviews_are_chosen_by_what_was_served(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        give(store, stars(leg, customer, 5)).await;
        let read = |filter| store.reviews(Subject::Engineer(engineer), filter);
        for (product, need, total) in [
            (Some("laptop"), None, 1),
            (None, Some("screen"), 1),
            (Some("laptop"), Some("screen"), 1),
            (Some("phone"), None, 0),
            (Some("laptop"), Some("battery"), 0),
        ] {
            let page = read(ReviewFilter { product, need, ..first_page() }).await.expect("read");
            assert_eq!((page.total, page.reviews.len()), (total, usize::try_from(total).expect("one")));
        }
    }

    async fn a_rating_is_counted_from_its_instant_until_the_next(store: &Fixture) {
        let Served { customer, engineer, point, .. } = served(store).await;
        for (hour, given) in [(-1, 1), (0, 2), (9, 3), (10, 5), (99, 5)] {
            let leg = store.new_served_leg(customer, engineer, Some(point)).await;
            let point = Some((4, None));
            give(store, NewReview { point, now: hours_later(hour), ..stars(leg, customer, given) }).await;
        }
        let starts = [hours_later(0), hours_later(10), hours_later(200)];
        let of_engineer = store.ratings_since(Subject::Engineer(engineer), &starts).await.expect("read");
        assert_eq!(of_engineer, [[0, 1, 1, 0, 0], [0, 0, 0, 0, 2], [0; 5]].map(Rating));
        let of_point = store.ratings_since(Subject::Point(point), &starts).await.expect("read");
        assert_eq!(of_point, [[0, 0, 0, 2, 0], [0, 0, 0, 2, 0], [0; 5]].map(Rating));
        assert!(store.ratings_since(Subject::Point(point), &[]).await.expect("read").is_empty());
    }

    async fn who_watches_is_told(store: &Fixture) {
        let Served { customer, engineer, point, leg } = served(store).await;
        let case = case_of(store, leg).await.id;
        for topic in [Topic::Case(case), Topic::Work(engineer), Topic::Desk(point)] {
            assert_eq!(store.last_event(topic).await.expect("read"), None);
        }
        give(store, stars(leg, customer, 5)).await;
        for topic in [Topic::Case(case), Topic::Work(engineer), Topic::Desk(point)] {
            assert!(store.last_event(topic).await.expect("read").is_some(), "{topic}");
        }
    }

    async fn outcomes_are_those_of_cases_alike(store: &Fixture) {
        let Served { customer, engineer, point, leg } = served(store).await;
        store.save_profile(engineer, &profile("Chen Wei", Mode::Visit), NOW).await.expect("saved");
        let stranger = store.new_engineer_on_the_road(WUHAN).await;
        let asked = [engineer, stranger];
        let outcomes = async |kind, key| store.outcomes(&asked, kind, key).await.expect("read");
        assert!(outcomes(TagKind::Need, "screen").await.is_empty(), "nobody has said anything");

        give(store, NewReview { point: Some((1, None)), ..stars(leg, customer, 5) }).await;
        for given in [4, 3] {
            let leg = store.new_served_leg(customer, engineer, Some(point)).await;
            give(store, stars(leg, customer, given)).await;
        }
        let hers = [(engineer, Outcome { reviews: 3, favourable: 2 })];
        assert_eq!(outcomes(TagKind::Need, "screen").await, hers);
        assert_eq!(outcomes(TagKind::Product, "laptop").await, hers);
        assert!(outcomes(TagKind::Need, "battery").await.is_empty());
        assert!(outcomes(TagKind::Product, "screen").await.is_empty(), "the kind counts, too");
        assert!(store.outcomes(&[stranger], TagKind::Need, "screen").await.expect("read").is_empty());
        assert!(store.outcomes(&[], TagKind::Need, "screen").await.expect("read").is_empty());
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
    }

    async fn a_tag_that_comes_back_has_its_reviews(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        let known = profile("Chen Wei", Mode::Visit);
        let without = ProfileEdit { needs: vec!["battery"], ..known.clone() };
        store.save_profile(engineer, &without, NOW).await.expect("saved");
        give(store, stars(leg, customer, 2)).await;
        let outcomes = async || store.outcomes(&[engineer], TagKind::Need, "screen").await.expect("read");
        assert!(outcomes().await.is_empty(), "she does not offer it");
        for _ in 0..2 {
            store.save_profile(engineer, &known, NOW).await.expect("saved");
            assert_eq!(outcomes().await, [(engineer, Outcome { reviews: 1, favourable: 0 })]);
            assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
        }
        let served = "SELECT count FROM engineer_tags WHERE kind = 'need' AND key = 'screen'";
        assert_eq!(store.number(served).await, 1, "what was rated was served");
    }

    async fn a_recount_finds_what_does_not_add_up(store: &Fixture) {
        let Served { customer, engineer, leg, .. } = served(store).await;
        give(store, NewReview { point: Some((5, None)), ..stars(leg, customer, 5) }).await;
        assert_eq!(store.wrong_ratings().await.expect("counted"), 0);
        store.execute("UPDATE points SET stars2 = 1").await;
        assert_eq!(store.wrong_ratings().await.expect("counted"), 1);
        store.execute(&format!("UPDATE engineers SET stars5 = 0 WHERE id = '{engineer}'")).await;
        assert_eq!(store.wrong_ratings().await.expect("counted"), 2);
        store.save_profile(engineer, &profile("Chen Wei", Mode::Visit), NOW).await.expect("saved");
        store.execute("UPDATE engineer_tags SET favourable = 0 WHERE key = 'screen'").await;
        store.execute("UPDATE engineer_tags SET reviews = 2 WHERE key = 'laptop'").await;
        assert_eq!(store.wrong_ratings().await.expect("counted"), 4);
        store.execute("UPDATE engineer_tags SET count = count + 1 WHERE key = 'laptop'").await;
        assert_eq!(store.wrong_ratings().await.expect("counted"), 5, "what is told of her is not what she has");
    }
}
