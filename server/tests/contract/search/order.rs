//! Each order is right, page by page.

use handpick::{
    engineer::{COUNTED_MAX, Cursor, Edge, Found, Mode, Modes, Near, ProfileEdit, Search, Sort},
    geo::Position,
    id::EngineerId,
    review::Rating,
};
use jiff::civil::date;

use crate::support::{Fixture, WUHAN, hours_later, profile};

use super::{EAST, NORTH, everybody, find, free, named, rate, total, within};

fn ids(found: &Found) -> Vec<EngineerId> {
    found.engineers.iter().map(|(engineer, _)| engineer.id).collect()
}

/// Everybody on the pages of three people from the edge on, and where the last began.
async fn walk(
    store: &Fixture,
    search: &Search,
    mut edge: Edge,
    next: fn(&Found) -> Option<Edge>,
) -> (Vec<EngineerId>, Edge) {
    let mut seen = Vec::new();
    loop {
        let found = store.search(&Search { edge, page_size: 3, ..search.clone() }).await.expect("found");
        seen.extend(ids(&found));
        match next(&found) {
            Some(next) => edge = next,
            None => return (seen, edge),
        }
    }
}

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

    async fn pages_neither_skip_nor_repeat_in_any_order(store: &Fixture) {
        for number in 0..7 {
            let id = store.new_engineer_on_the_road(if number < 4 { NORTH } else { EAST }).await;
            rate(store, id, Rating([0, 0, 0, number % 3, 5])).await;
            if number % 2 == 0 {
                free(store, id, Some((hours_later(number.into()), date(2026, 7, 3))), None).await;
            }
        }
        for (near, sort) in [None, within(60.0)].into_iter().flat_map(|near| Sort::ALL.map(|sort| (near, sort))) {
            let search = Search { near, sort, ..everybody() };
            let all = find(store, search.clone()).await;
            let (forwards, end) = walk(store, &search, Edge::Start, |found| found.later.map(Edge::After)).await;
            assert_eq!(forwards, all, "{sort:?}");
            let back = walk(store, &search, end, |found| found.earlier.map(Edge::Before)).await.0;
            assert_eq!(back.len(), 1 + 3 + 3, "the last page, and those before it");
            assert_eq!([&back[4..], &back[1..4], &back[..1]].concat(), all, "{sort:?}");
        }
    }

    async fn whoever_works_at_many_points_takes_one_place(store: &Fixture) {
        for _ in 0..7 {
            let id = store.new_engineer_on_the_road(WUHAN).await;
            // Eight more places where she can be had, in the same cell.
            store
                .execute(&format!(
                    "INSERT INTO engineer_reach (engineer_id, mode, lat, lon, cell, radius_km, source_id, score, average)
                     SELECT engineer_id, mode, lat, lon, cell, radius_km, source_id || number, score, average
                     FROM engineer_reach, (SELECT 1 AS number UNION SELECT 2 UNION SELECT 3 UNION SELECT 4
                                           UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8) numbers
                     WHERE engineer_id = '{id}'"
                ))
                .await;
        }
        for sort in Sort::ALL {
            let search = Search { near: within(60.0), sort, ..everybody() };
            let (mut seen, _) = walk(store, &search, Edge::Start, |found| found.later.map(Edge::After)).await;
            assert_eq!((seen.len(), total(store, &search).await), (7, 7), "{sort:?}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 7, "{sort:?}");
        }
    }

    async fn near_a_pole_a_circle_touches_hundreds_of_cells(store: &Fixture) {
        store.new_engineer_on_the_road(WUHAN).await;
        let pole = Near { centre: Position { lat: 89.2, lon: 0.0 }, radius_km: 60.0 };
        for sort in Sort::ALL {
            let search = Search { near: Some(pole), sort, ..everybody() };
            assert!(find(store, search.clone()).await.is_empty());
            assert!(store.crowd(&search).await.expect("read").people.is_empty());
        }
    }

    async fn who_comes_or_goes_makes_nobody_skipped_or_repeated(store: &Fixture) {
        let mut all = Vec::new();
        for stars in 1..=6 {
            let id = store.new_engineer("Somebody").await;
            rate(store, id, Rating([0, 0, 0, 10 - stars, stars])).await;
            all.insert(0, id);
        }
        let search = Search { page_size: 2, sort: Sort::Rating, ..Search::default() };
        let first = store.search(&search).await.expect("found");
        // The first leaves, somebody better comes, and so does somebody worse.
        store.execute(&format!("UPDATE engineers SET active = 0 WHERE id = '{}'", all[0])).await;
        let best = store.new_engineer("Best").await;
        rate(store, best, Rating([0, 0, 0, 0, 20])).await;
        let worst = store.new_engineer("Worst").await;
        rate(store, worst, Rating([0, 0, 0, 20, 0])).await;
        let edge = first.later.map(Edge::After).expect("more");
        let (rest, _) = walk(store, &search, edge, |found| found.later.map(Edge::After)).await;
        assert_eq!(rest, [&all[2..], &[worst]].concat());
        let before = Search { edge: first.later.map(Edge::Before).expect("more"), ..search };
        let found = store.search(&before).await.expect("found");
        assert_eq!(ids(&found), [best, all[1]], "before the first page there is only the first page");
        assert_eq!((found.earlier, found.later.map(|cursor| cursor.id)), (None, Some(all[1])));
    }

    async fn behind_everybody_there_is_nobody(store: &Fixture) {
        let id = store.new_engineer("Ada").await;
        for sort in Sort::ALL {
            for key in [None, Some(-1e300), Some(1e300)] {
                for edge in [Edge::After, Edge::Before] {
                    let edge = edge(Cursor { key, score: -1e300, id });
                    let search = Search { edge, sort, ..everybody() };
                    let found = store.search(&search).await.expect("whatever the cursor says");
                    assert!(found.engineers.len() <= 1);
                    assert_eq!(total(store, &search).await, 1);
                }
            }
        }
        let edge = Edge::After(Cursor { key: None, score: -1e300, id });
        let found = store.search(&Search { edge, sort: Sort::Rating, ..everybody() }).await.expect("found");
        assert_eq!((found.engineers.len(), found.later), (0, None));
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
            assert_eq!(total(store, &Search { near, ..everybody() }).await, COUNTED_MAX);
        }
    }
}
