//! Finding engineers: each part of a search narrows rightly, each order is right.

use handpick::{
    case::LegState,
    engineer::{
        COUNTED_MAX, FREE_DAYS_HORIZON, Mode, Modes, Near, ProfileEdit, Search, Sort, free_days_mask,
    },
    geo::Position,
    id::EngineerId,
    review::Rating,
    schedule::{Summary, Whereabouts},
    tag::{self, TagKind},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

use crate::support::{Fixture, NOW, TIANHE, WUHAN, hours_later, profile};

/// 11.1 km north of the middle of Wuhan.
const NORTH: Position = Position { lat: 30.68, lon: 114.27 };
/// 19.1 km east of it, across the edge of a cell.
const EAST: Position = Position { lat: 30.58, lon: 114.47 };

fn everybody() -> Search {
    Search { page_size: 20, ..Search::default() }
}

fn within(radius_km: f64) -> Option<Near> {
    Some(Near { centre: WUHAN, radius_km })
}

async fn find(store: &Fixture, search: Search) -> Vec<EngineerId> {
    let found = store.search(&search).await.expect("found");
    if search.page == 0 {
        assert_eq!(found.total, found.engineers.len() as u64, "all fit on one page here");
    }
    found.engineers.into_iter().map(|(engineer, _)| engineer.id).collect()
}

/// Those who fit, whatever their order.
async fn find_set(store: &Fixture, search: Search) -> Vec<EngineerId> {
    let mut found = find(store, search).await;
    found.sort_unstable();
    found
}

fn set<const N: usize>(mut ids: [EngineerId; N]) -> [EngineerId; N] {
    ids.sort_unstable();
    ids
}

async fn named(store: &Fixture, name: &str, edit: ProfileEdit) -> EngineerId {
    let id = store.new_engineer(name).await;
    store.save_profile(id, &edit, NOW).await.expect("saved");
    id
}

/// Gives an engineer a rating behind the back of reviews.
async fn rate(store: &Fixture, id: EngineerId, rating: Rating) {
    let [a, b, c, d, e] = rating.0;
    let (average, score) = (rating.average().unwrap_or(0.0), rating.shrunk());
    store
        .execute(&format!(
            "UPDATE engineers SET stars1 = {a}, stars2 = {b}, stars3 = {c}, stars4 = {d}, stars5 = {e},
                                  average = {average}, score = {score}
             WHERE id = '{id}'"
        ))
        .await;
    store
        .execute(&format!(
            "UPDATE engineer_reach SET average = {average}, score = {score} WHERE engineer_id = '{id}'"
        ))
        .await;
}

async fn free(
    store: &Fixture,
    id: EngineerId,
    visit: Option<(Timestamp, Date)>,
    home: Option<(Timestamp, Date)>,
) {
    let mask = |free: Option<(Timestamp, Date)>| free.map_or(0, |(_, day)| free_days_mask(day));
    let summary = Summary {
        next_visit: visit.map(|(at, _)| at),
        next_home: home.map(|(at, _)| at),
        visit_days: mask(visit),
        home_days: mask(home),
        refresh_at: hours_later(24),
        made_at: hours_later(24),
    };
    store.save_summary(id, summary).await.expect("saved");
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

    async fn whose_account_is_closed_is_not_found(store: &Fixture) {
        let here = store.new_engineer_on_the_road(WUHAN).await;
        let gone = store.new_engineer_on_the_road(WUHAN).await;
        let account = store.new_account("Gone").await;
        store.execute(&format!("UPDATE engineers SET account_id = '{account}' WHERE id = '{gone}'")).await;
        let near = || Search { near: within(50.0), ..everybody() };
        store.deactivate_account(account, NOW).await.expect("closed");
        store.assert_search_sound().await;
        assert_eq!(find(store, everybody()).await, [here]);
        assert_eq!(find(store, near()).await, [here]);
        store.reactivate_account(account).await.expect("opened");
        assert_eq!(find_set(store, everybody()).await, set([here, gone]));
        assert_eq!(find_set(store, near()).await, set([here, gone]));
    }

    async fn each_tag_narrows(store: &Fixture) {
        let base = || profile("A", Mode::Home);
        let phone = named(store, "A", ProfileEdit { products: vec!["phone"], ..base() }).await;
        let water = named(store, "B", ProfileEdit { needs: vec!["screen", "water"], ..base() }).await;
        let yue = named(store, "C", ProfileEdit { languages: vec!["yue"], ..base() }).await;
        let all = set([phone, water, yue]);
        assert_eq!(find_set(store, everybody()).await, all);
        assert_eq!(find(store, Search { product: Some("phone"), ..everybody() }).await, [phone]);
        assert_eq!(find_set(store, Search { product: Some("laptop"), ..everybody() }).await, set([water, yue]));
        assert_eq!(find(store, Search { need: Some("water"), ..everybody() }).await, [water]);
        assert_eq!(find_set(store, Search { need: Some("screen"), ..everybody() }).await, all);
        assert_eq!(find(store, Search { language: Some("yue"), ..everybody() }).await, [yue]);
        let none = Search { product: Some("phone"), language: Some("yue"), ..everybody() };
        assert!(find(store, none).await.is_empty());
        // A word of one kind is not a word of another.
        store.execute(&format!("INSERT INTO engineer_tags VALUES ('{yue}', 'praise', 'water', 1)")).await;
        assert_eq!(find(store, Search { need: Some("water"), ..everybody() }).await, [water]);
    }

    async fn the_mode_narrows(store: &Fixture) {
        let both = ProfileEdit { modes: Modes::of([Mode::Online, Mode::Home]), ..profile("A", Mode::Home) };
        let both = named(store, "A", both).await;
        let home = named(store, "B", profile("B", Mode::Home)).await;
        let of = |mode| Search { mode: Some(mode), ..everybody() };
        assert_eq!(find(store, of(Mode::Online)).await, [both]);
        assert_eq!(find_set(store, of(Mode::Home)).await, set([both, home]));
        assert!(find(store, of(Mode::Visit)).await.is_empty());
        // Online, no place is too far.
        let far = Search { near: Some(Near { centre: TIANHE, radius_km: 5.0 }), ..of(Mode::Online) };
        assert_eq!(find(store, far).await, [both]);
    }

    async fn the_least_rating_narrows(store: &Fixture) {
        let (fair, good) = (store.new_engineer("Fair").await, store.new_engineer("Good").await);
        store.new_engineer("New").await;
        rate(store, fair, Rating([0, 0, 2, 0, 0])).await;
        rate(store, good, Rating([0, 0, 0, 1, 1])).await;
        let least = |stars| Search { min_rating: Some(stars), ..everybody() };
        assert_eq!(find_set(store, least(3.0)).await, set([fair, good]));
        assert_eq!(find(store, least(4.5)).await, [good]);
        assert!(find(store, least(4.6)).await.is_empty());
    }

    async fn the_free_day_narrows_by_mode(store: &Fixture) {
        let modes = Modes::of([Mode::Visit, Mode::Home]);
        let edit = || ProfileEdit { modes, ..profile("A", Mode::Home) };
        let (visit, home) = (named(store, "A", edit()).await, named(store, "B", edit()).await);
        named(store, "C", edit()).await;
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        free(store, visit, Some((hours_later(1), monday)), Some((hours_later(30), tuesday))).await;
        free(store, home, None, Some((hours_later(2), monday))).await;
        let on = |day, mode| Search { free_on: Some(day), mode, ..everybody() };
        assert_eq!(find_set(store, on(monday, None)).await, set([visit, home]));
        assert_eq!(find(store, on(monday, Some(Mode::Visit))).await, [visit]);
        assert_eq!(find(store, on(monday, Some(Mode::Home))).await, [home]);
        assert_eq!(find(store, on(tuesday, None)).await, [visit]);
        assert!(find(store, on(tuesday, Some(Mode::Visit))).await.is_empty());
        let horizon = monday.saturating_add(jiff::Span::new().days(FREE_DAYS_HORIZON));
        assert!(find(store, on(horizon, None)).await.is_empty());
    }

    async fn home_calls_reach_as_far_as_the_engineer_goes(store: &Fixture) {
        let wide = ProfileEdit { areas: vec![store.area(EAST, 20.0)], ..profile("A", Mode::Home) };
        let wide = named(store, "A", wide).await;
        let narrow = ProfileEdit { areas: vec![store.area(EAST, 19.0)], ..profile("B", Mode::Home) };
        named(store, "B", narrow).await;
        // How far the customer would travel does not matter: she comes.
        for radius in [1.0, 50.0] {
            let near = Search { near: within(radius), mode: Some(Mode::Home), ..everybody() };
            assert_eq!(find(store, near).await, [wide]);
        }
        assert!(find(store, Search { near: within(50.0), mode: Some(Mode::Visit), ..everybody() }).await.is_empty());
    }

    async fn the_nearest_of_several_areas_counts(store: &Fixture) {
        let areas = vec![store.area(EAST, 40.0), store.area(NORTH, 40.0), store.area(TIANHE, 40.0)];
        named(store, "A", ProfileEdit { areas, ..profile("A", Mode::Home) }).await;
        let found = store.search(&Search { near: within(50.0), ..everybody() }).await.expect("found");
        let [(_, distance)] = found.engineers.try_into().expect("once, not once per area");
        let exact = WUHAN.distance_km(NORTH);
        assert!((distance.expect("known") - exact).abs() < exact / 100.0, "{distance:?}");
    }

    async fn visits_reach_as_far_as_the_customer_travels(store: &Fixture) {
        let (north, east) = (store.new_point_in(NORTH, 1).await, store.new_point_in(EAST, 1).await);
        let far = store.new_point_in(TIANHE, 1).await;
        let (near, wide) = (store.new_engineer_at(north).await, store.new_engineer_at(east).await);
        store.new_engineer_at(far).await;
        let visit = |km| Search { near: within(km), mode: Some(Mode::Visit), sort: Sort::Distance, ..everybody() };
        assert_eq!(find(store, visit(50.0)).await, [near, wide]);
        assert_eq!(find(store, visit(12.0)).await, [near]);
        assert!(find(store, visit(11.0)).await.is_empty());
        assert!(find(store, Search { mode: Some(Mode::Home), ..visit(50.0) }).await.is_empty());
        assert_eq!(find(store, Search { mode: None, ..visit(50.0) }).await, [near, wide]);
        let found = store.search(&visit(50.0)).await.expect("found");
        let km = found.engineers[1].1.expect("known");
        let exact = WUHAN.distance_km(EAST);
        assert!((km - exact).abs() < exact / 100.0, "{km} instead of {exact}");
    }

    async fn the_date_line_is_no_wall(store: &Fixture) {
        let west = Position { lat: -16.8, lon: 179.95 };
        let east = Position { lat: -16.8, lon: -179.95 };
        let point = store.new_point_in(east, 1).await;
        let engineer = store.new_engineer_at(point).await;
        let near = Some(Near { centre: west, radius_km: 20.0 });
        let found = store.search(&Search { near, ..everybody() }).await.expect("found");
        let [(found, km)] = found.engineers.try_into().expect("one");
        assert_eq!(found.id, engineer);
        assert!((10.0..11.0).contains(&km.expect("known")), "{km:?}");
    }

    async fn reach_follows_points_windows_and_modes(store: &Fixture) {
        let point = store.new_point_in(NORTH, 1).await;
        let engineer = store.new_engineer_at(point).await;
        let near = || Search { near: within(50.0), ..everybody() };
        assert_eq!(find(store, near()).await, [engineer]);

        store.set_point_active(point, false).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "the point is closed");
        store.set_point_active(point, true).await.expect("saved");
        assert_eq!(find(store, near()).await, [engineer]);

        let mut moved = store.point_to_save(TIANHE, 1);
        moved.slug = store.point(point).await.expect("read").expect("there").slug;
        store.save_point(moved).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "the point has moved");

        let edit = ProfileEdit { areas: vec![store.area(WUHAN, 5.0)], ..profile("Chen Wei", Mode::Visit) };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        assert!(find(store, near()).await.is_empty(), "she takes no home calls");
        let edit = ProfileEdit { modes: Modes::of([Mode::Home]), ..edit };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        assert_eq!(find(store, near()).await, [engineer]);
        let there = Some(Near { centre: TIANHE, radius_km: 5.0 });
        assert!(find(store, Search { near: there, ..everybody() }).await.is_empty(), "nor visits any more");

        let here = store.new_point_in(NORTH, 1).await;
        let edit = ProfileEdit { modes: Modes::of([Mode::Visit]), areas: Vec::new(), ..edit };
        store.save_profile(engineer, &edit, NOW).await.expect("saved");
        store.work_every_day(engineer, Whereabouts::At(here)).await;
        assert_eq!(find(store, near()).await, [engineer], "her windows have changed");
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

    async fn a_favourite_is_a_candidate_however_many_are_better(store: &Fixture) {
        let ada = store.new_account("Ada").await;
        let liked = store.new_engineer("Liked").await;
        rate(store, liked, Rating([5, 0, 0, 0, 0])).await;
        for number in 0..61 {
            store.new_engineer(&format!("E{number}")).await;
        }
        store.set_favourite(ada, liked, true, NOW).await.expect("saved");
        // The page asked for does not matter.
        let search = Search { page: 3, page_size: 2, sort: Sort::NextFree, ..Search::default() };
        let (_, candidates) = store.search_with_candidates(&search, Some(ada)).await.expect("found");
        assert_eq!(candidates.len(), 60);
        assert!(candidates.iter().any(|candidate| candidate.engineer.id == liked));
        let (_, without) = store.search_with_candidates(&search, None).await.expect("found");
        assert!(without.iter().all(|candidate| candidate.engineer.id != liked));
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

/// What the tenth migration made of the tags in databases of before.
#[test]
fn stored_tags_keep_their_bits() {
    let migration = include_str!("../../../migrations/sqlite/0010_search.sql");
    let rows = migration.lines().filter_map(|line| {
        let (kind, rest) = line.trim().strip_prefix("('")?.split_once("', '")?;
        let (key, bit) = rest.split_once("', ")?;
        Some((kind, key, bit.trim_end_matches(['(', ')', ','])))
    });
    let mut known = 0;
    for (kind, key, bit) in rows {
        let kind = TagKind::ALL.into_iter().find(|known| known.as_str() == kind).expect("a kind");
        assert_eq!(tag::bits([(kind, key)]).to_string(), bit, "{key}: a vocabulary grows at its end");
        known += 1;
    }
    assert_eq!(known, 44);
}
