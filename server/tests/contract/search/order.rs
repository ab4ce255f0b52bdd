//! Each order is right, page by page.

use handpick::{
    engineer::{COUNTED_MAX, Mode, Modes, ProfileEdit, Search, Sort},
    review::Rating,
};
use jiff::civil::date;

use crate::support::{Fixture, WUHAN, hours_later, profile};

use super::{everybody, find, free, named, rate, within};

contract! {
    async fn nothing_asked_is_everybody_best_first(store: &Fixture) {
        let (new, poor, best) =
            (store.new_engineer("New").await, store.new_engineer("Poor").await, store.new_engineer("Best").await);
        rate(store, poor, Rating([9, 0, 0, 0, 1])).await;
        rate(store, best, Rating([0, 0, 0, 5, 95])).await;
        assert_eq!(find(store, everybody()).await, [best, new, poor]);
        let found = store.search(&everybody()).await.expect("found");
        assert!(found.engineers.iter().all(|(_, distance)| distance.is_none()));
    }

    async fn by_rating_the_average_decides(store: &Fixture) {
        let (few, many, fair) =
            (store.new_engineer("Few").await, store.new_engineer("Many").await, store.new_engineer("Fair").await);
        rate(store, few, Rating([0, 0, 0, 0, 1])).await;
        rate(store, many, Rating([0, 0, 0, 0, 50])).await;
        rate(store, fair, Rating([0, 0, 0, 100, 0])).await;
        let new = store.new_engineer("New").await;
        let by_rating = find(store, Search { sort: Sort::Rating, ..everybody() }).await;
        assert_eq!(by_rating, [many, few, fair, new]);
    }

    async fn by_next_free_the_asked_mode_decides(store: &Fixture) {
        let modes = Modes::of([Mode::Visit, Mode::Home]);
        let edit = || ProfileEdit { modes, ..profile("A", Mode::Home) };
        let [a, b, never] = [
            named(store, "A", edit()).await,
            named(store, "B", edit()).await,
            named(store, "C", edit()).await,
        ];
        let day = date(2026, 11, 23);
        free(store, a, Some((hours_later(3), day)), Some((hours_later(4), day))).await;
        free(store, b, Some((hours_later(5), day)), Some((hours_later(2), day))).await;
        let sorted = |mode| Search { sort: Sort::NextFree, mode, ..everybody() };
        assert_eq!(find(store, sorted(Some(Mode::Visit))).await, [a, b, never]);
        assert_eq!(find(store, sorted(Some(Mode::Home))).await, [b, a, never]);
        assert_eq!(find(store, sorted(None)).await, [b, a, never]);
        free(store, b, Some((hours_later(5), day)), None).await;
        assert_eq!(find(store, sorted(Some(Mode::Home))).await, [a, b, never]);
        assert_eq!(find(store, sorted(None)).await, [a, b, never]);
    }

    async fn without_a_place_distance_falls_back_to_the_best(store: &Fixture) {
        let (new, best) = (store.new_engineer("New").await, store.new_engineer("Best").await);
        rate(store, best, Rating([0, 0, 0, 0, 100])).await;
        assert_eq!(find(store, Search { sort: Sort::Distance, ..everybody() }).await, [best, new]);
    }

    async fn pages_neither_skip_nor_repeat(store: &Fixture) {
        let mut all = Vec::new();
        for number in 0..7 {
            all.push(store.new_engineer(&format!("E{number}")).await);
        }
        all.sort_unstable();
        let mut seen = Vec::new();
        for page in 0..4 {
            let found = store.search(&Search { page, page_size: 3, ..everybody() }).await.expect("found");
            assert_eq!(found.total, 7);
            assert_eq!(found.engineers.len(), [3, 3, 1, 0][page as usize]);
            seen.extend(found.engineers.into_iter().map(|(engineer, _)| engineer.id));
        }
        assert_eq!(seen, all);
    }

    async fn no_more_are_counted_than_anybody_looks_through(store: &Fixture) {
        store.new_engineer_on_the_road(WUHAN).await;
        store
            .execute(
                "INSERT INTO engineers (id, slug, name, words, portrait, years, place, lat, lon, zone, modes,
                                        slot, buffer, travel, refresh_at, created_at)
                 SELECT 'copy-' || number, 'copy-' || number, name, words, portrait, years, place, lat, lon,
                        zone, modes, slot, buffer, travel, refresh_at, created_at
                 FROM (SELECT * FROM engineers LIMIT 1) one,
                      (WITH RECURSIVE many (number) AS (
                           SELECT 1 UNION ALL SELECT number + 1 FROM many WHERE number < 1010
                       ) SELECT number FROM many) numbers",
            )
            .await;
        store
            .execute(
                "INSERT INTO engineer_reach (engineer_id, mode, lat, lon, cell, radius_km, source_id)
                 SELECT e.id, mode, r.lat, r.lon, cell, radius_km, source_id
                 FROM engineer_reach r JOIN engineers e ON e.id LIKE 'copy-%'",
            )
            .await;
        for near in [None, within(10.0)] {
            let found = store.search(&Search { near, page_size: 1, ..Search::default() }).await.expect("found");
            assert_eq!((found.engineers.len(), found.total), (1, COUNTED_MAX));
        }
        assert_eq!(store.count_engineers().await.expect("counted"), 1_011);
    }
}
