//! Who is weighed for a recommendation.

use handpick::{
    case::LegState,
    engineer::{CANDIDATES_MAX, Cursor, Edge, Mode, Search, Sort},
    review::Rating,
};

use crate::support::{Fixture, NOW, TIANHE, WUHAN, hours_later};

use super::{everybody, rate, within};

contract! {
    async fn candidates_know_what_binds_them_to_the_customer(store: &Fixture) {
        let (ada, bob) = (store.new_account("Ada").await, store.new_account("Bob").await);
        let mut on_the_road = Vec::new();
        for _ in 0..3 {
            on_the_road.push(store.new_engineer_on_the_road(WUHAN).await);
        }
        let [liked, served, stranger] = on_the_road.try_into().expect("three");
        let elsewhere = store.new_engineer_on_the_road(TIANHE).await;
        for engineer in [liked, elsewhere] {
            store.set_favourite(ada, engineer, true, NOW).await.expect("saved");
        }
        let case = store.new_case(ada).await;
        store.new_leg_of(case, 1, served, None, LegState::Done).await;
        store.new_leg_of(case, 2, served, None, LegState::Done).await;
        store.new_leg_of(case, 3, stranger, None, LegState::Cancelled).await;

        let search = Search { near: within(10.0), mode: Some(Mode::Home), ..everybody() };
        let (_, candidates) = store.search_with_candidates(&search, Some(ada)).await.expect("found");
        let facts = |id| {
            let found = candidates.iter().find(|candidate| candidate.engineer.id == id).expect("a candidate");
            (found.favourite, found.served_you_at, found.distance_km.map(|km| km.round()))
        };
        assert_eq!(candidates.len(), 3, "the favourite in another city does not fit");
        assert_eq!(facts(liked), (true, None, Some(0.0)));
        assert_eq!(facts(served), (false, Some(hours_later(-2)), Some(0.0)));
        assert_eq!(facts(stranger), (false, None, Some(0.0)));

        for customer in [None, Some(bob)] {
            let (_, candidates) = store.search_with_candidates(&search, customer).await.expect("found");
            assert_eq!(candidates.len(), 3);
            assert!(candidates.iter().all(|one| !one.favourite && one.served_you_at.is_none()));
        }
    }

    async fn newcomers_are_candidates_however_many_are_well_known(store: &Fixture) {
        // One newcomer is better than they are, another is not.
        let known = Rating([2, 0, 0, 0, 40]);
        for number in 0..61 {
            let id = store.new_engineer_on_the_road(WUHAN).await;
            rate(store, id, if number == 30 { Rating([0, 0, 0, 0, 14]) } else { known }).await;
        }
        let new = store.new_engineer_on_the_road(WUHAN).await;
        let elsewhere = store.new_engineer_on_the_road(TIANHE).await;
        let ids = async |near| {
            let search = Search { near, ..everybody() };
            let (_, candidates) = store.search_with_candidates(&search, None).await.expect("found");
            candidates.into_iter().map(|candidate| candidate.engineer.id).collect::<Vec<_>>()
        };
        let most = CANDIDATES_MAX as usize;
        let near = ids(within(10.0)).await;
        assert_eq!((near.len(), near.contains(&new), near.contains(&elsewhere)), (most, true, false));
        let anywhere = ids(None).await;
        assert_eq!((anywhere.len(), anywhere.contains(&new), anywhere.contains(&elsewhere)), (most, true, true));
    }

    async fn a_favourite_is_a_candidate_however_many_are_better(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        let liked = store.new_engineer("Liked").await;
        rate(store, liked, Rating([5, 0, 0, 0, 0])).await;
        for number in 0..61 {
            store.new_engineer(&format!("E{number}")).await;
        }
        store.set_favourite(ada, liked, true, NOW).await.expect("saved");
        // The page asked for does not matter.
        let edge = Edge::After(Cursor { key: None, score: 0.0, id: liked });
        let search = Search { edge, page_size: 2, sort: Sort::NextFree, ..Search::default() };
        let (_, candidates) = store.search_with_candidates(&search, Some(ada)).await.expect("found");
        assert_eq!(candidates.len(), CANDIDATES_MAX as usize);
        assert!(candidates.iter().any(|candidate| candidate.engineer.id == liked));
        let (_, without) = store.search_with_candidates(&search, None).await.expect("found");
        assert!(without.iter().all(|candidate| candidate.engineer.id != liked));
    }
}
