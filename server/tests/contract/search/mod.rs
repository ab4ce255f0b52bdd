//! The port `engineer` on both engines: finding people.

mod candidates;
mod crowd;
mod names;
mod narrow;
mod order;
mod reach;

use handpick::{
    engineer::{Edge, Near, ProfileEdit, Search, free_days_mask},
    geo::Position,
    id::EngineerId,
    review::Rating,
    schedule::Summary,
    tag::{self, TagKind},
};
use jiff::{Timestamp, civil::Date};

use crate::support::{Fixture, NOW, WUHAN, hours_later};

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
    if search.edge == Edge::Start {
        assert_eq!(total(store, &search).await, found.engineers.len() as u64, "all fit on one page here");
    }
    found.engineers.into_iter().map(|(engineer, _)| engineer.id).collect()
}

async fn total(store: &Fixture, search: &Search) -> u64 {
    store.count_fitting(search).await.expect("counted").people
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
            "UPDATE engineer_reach SET average = {average}, score = {score}, reviews = {}
             WHERE engineer_id = '{id}'",
            rating.count()
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

/// What the tenth migration made of the tags in databases of before.
#[test]
fn stored_tags_keep_their_bits() {
    let migration = include_str!("../../../../migrations/sqlite/0010_search.sql");
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
