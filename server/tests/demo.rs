//! The demo's world on both engines: the same each time, and true to its own sums.

#[macro_use]
mod support;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use handpick::{
    account::Viewer,
    case::{ActorKind, EARLY_MINUTES, Leg, LegState, Move},
    engineer::{Engineer, Mode},
    review::{Rating, ReviewFilter, Subject},
    schedule::{self, Span},
    tag::{self, TagKind},
};
use handpick_server::{
    demo::{self, DemoError, Plan, account, sign_ins, tables},
    password,
};
use jiff::{SignedDuration, tz::TimeZone};
use support::{Fixture, NOW, hours_later};

const ENGINEERS: u32 = 30;

contract! {
    async fn the_same_seed_gives_the_same_rows(store: &Fixture) {
        fill(store, 1).await;
        let first = digest(store).await;
        let other = another(store).await;
        other.run(async |again| {
            fill(again, 1).await;
            assert_eq!(digest(again).await, first);
        }).await;
        let other = another(store).await;
        other.run(async |different| {
            fill(different, 2).await;
            let second = digest(different).await;
            let same = first.iter().zip(&second).filter(|(a, b)| a == b).count();
            assert_eq!(same, 0, "every table differs between seeds");
        }).await;
    }

    async fn people_are_who_they_are_on_any_day(store: &Fixture) {
        let people = "SELECT slug || name || words || portrait FROM engineers ORDER BY slug";
        fill(store, 1).await;
        let today = store.texts(people).await;
        let other = another(store).await;
        other.run(async |later| {
            let plan = Plan { now: hours_later(31), ..plan(1) };
            demo::fill(&*later.any.engine.loader(), plan).await.expect("filled");
            assert_eq!(later.texts(people).await, today);
        }).await;
    }

    async fn only_an_empty_database_is_filled(store: &Fixture) {
        store.new_account("Somebody").await;
        let filled = demo::fill(&*store.any.engine.loader(), plan(1)).await;
        assert!(matches!(filled, Err(DemoError::NotEmpty)));
        assert_eq!(store.number("SELECT COUNT(*) FROM accounts").await, 1);
    }

    async fn sums_are_those_of_the_rows(store: &Fixture) {
        fill(store, 1).await;
        assert_eq!(store.wrong_ratings().await.expect("read"), 0);
        assert!(store.number("SELECT COUNT(*) FROM reviews WHERE subject = 'point'").await > 50);
        for engineer in everybody(store).await {
            let served = format!("SELECT COUNT(*) FROM legs WHERE engineer_id = '{}' AND state = 'done'", engineer.id);
            assert_eq!(i64::from(engineer.served), store.number(&served).await);
            assert_ratings(store, &engineer).await;
            assert_tags(store, &engineer).await;
        }
    }

    async fn what_goes_on_is_taken_and_nothing_else(store: &Fixture) {
        fill(store, 1).await;
        let open = "state IN ('requested', 'proposed', 'confirmed', 'arrived', 'in_service')";
        let ticks = "((busy_until - starts_at) / 900000)";
        let wanted = format!("SELECT CAST(SUM({ticks} * (CASE WHEN bay_id IS NULL THEN 1 ELSE 2 END)) AS BIGINT) FROM legs WHERE {open}");
        let taken = store.number("SELECT COUNT(*) FROM occupancy").await;
        assert!(taken > 1_000, "{taken} ticks taken");
        assert_eq!(store.number(&wanted).await, taken);
        let fitting = format!(
            "SELECT COUNT(*) FROM occupancy o JOIN legs l ON l.id = o.owner
             WHERE o.resource IN (l.engineer_id, l.bay_id) AND {open}
               AND o.tick >= l.starts_at / 900000 AND o.tick < l.busy_until / 900000"
        );
        assert_eq!(store.number(&fitting).await, taken);
    }

    /// The past, too: nobody was in two places at once.
    async fn nobody_and_no_bay_serves_two_at_once(store: &Fixture) {
        fill(store, 1).await;
        for resource in ["engineer_id", "bay_id"] {
            let overlaps = format!(
                "SELECT COUNT(*) FROM legs a JOIN legs b ON a.{resource} = b.{resource} AND a.id < b.id
                 WHERE a.starts_at < b.busy_until AND b.starts_at < a.busy_until"
            );
            assert_eq!(store.number(&overlaps).await, 0, "{resource}");
        }
    }

    async fn weeks_are_sound_and_lead_to_where_people_serve(store: &Fixture) {
        fill(store, 1).await;
        for engineer in everybody(store).await {
            let schedule = store.schedule(engineer.id).await.expect("read").expect("a schedule");
            schedule::check(&schedule.windows, schedule.lengths).expect("sound");
            assert!(!schedule.windows.is_empty());
            let points = store.points_of(engineer.id).await.expect("read");
            assert_eq!(!points.is_empty(), engineer.modes.has(Mode::Visit));
            let areas = store.areas(engineer.id).await.expect("read");
            assert_eq!(!areas.is_empty(), engineer.modes.has(Mode::Home));
            let reach = format!("SELECT COUNT(*) FROM engineer_reach WHERE engineer_id = '{}'", engineer.id);
            assert_eq!(store.number(&reach).await, i64::try_from(points.len() + areas.len()).expect("few"));
            let searched_by = engineer.tags.iter().filter(|tag| tag.kind != TagKind::Praise);
            let bits = tag::bits(searched_by.map(|tag| (tag.kind, tag.key)));
            let kept = format!("SELECT tag_bits FROM engineers WHERE id = '{}'", engineer.id);
            assert_eq!(store.number(&kept).await, bits);
        }
        store.assert_search_sound().await;
    }

    async fn the_next_free_times_are_free(store: &Fixture) {
        fill(store, 1).await;
        for (column, bit) in [("next_visit", Mode::Visit.bit()), ("next_home", Mode::Home.bit())] {
            let known = format!("SELECT COUNT(*) FROM engineers WHERE {column} IS NOT NULL");
            let serve = format!("SELECT COUNT(*) FROM engineers WHERE (modes & {bit}) <> 0");
            assert_eq!(store.number(&known).await, store.number(&serve).await, "everybody has a free time");
            let taken = format!(
                "SELECT COUNT(*) FROM engineers e JOIN occupancy o ON o.resource = e.id AND o.tick = e.{column} / 900000"
            );
            assert_eq!(store.number(&taken).await, 0);
        }
    }

    async fn timelines_run_forward(store: &Fixture) {
        fill(store, 1).await;
        let backward = "SELECT COUNT(*) FROM events a JOIN events b ON a.case_id = b.case_id AND b.number = a.number + 1
                        WHERE b.at < a.at";
        assert_eq!(store.number(backward).await, 0);
        let ahead = format!("SELECT COUNT(*) FROM events WHERE at > {}", NOW.as_millisecond());
        assert_eq!(store.number(&ahead).await, 0);
    }

    async fn promises_are_those_of_the_timeline(store: &Fixture) {
        fill(store, 1).await;
        for (column, kind) in [("answered_at", "confirmed"), ("started_at", "started")] {
            let wrong = format!(
                "SELECT COUNT(*) FROM legs l WHERE COALESCE({column}, 0) <>
                    COALESCE((SELECT e.at FROM events e WHERE e.case_id = l.case_id AND e.kind = '{kind}'), 0)"
            );
            assert_eq!(store.number(&wrong).await, 0, "{column}");
        }
        let mut telling = 0;
        for engineer in everybody(store).await {
            let history = store.history(engineer.id, NOW).await.expect("read");
            telling += u32::from(history.on_time.percent().is_some_and(|percent| percent < 100));
        }
        assert!(telling > 5, "{telling} of {ENGINEERS} were late once");
    }

    async fn the_named_people_can_show_their_day(store: &Fixture) {
        fill(store, 1).await;
        let customer = viewer(store, "customer").await;
        let engineer = viewer(store, "engineer").await.engineer.expect("an engineer");
        let desk = viewer(store, "desk").await;
        assert!(viewer(store, "operator").await.account.operator);
        assert_eq!(store.favourites(customer.id()).await.expect("read"), [engineer]);

        let legs = store.legs_of_customer(customer.id()).await.expect("read");
        let states: Vec<_> = legs.iter().map(|leg| (leg.state, leg.engineer.id, leg.reviewed, leg.start > NOW)).collect();
        assert_eq!(states, [
            (LegState::Confirmed, engineer, false, true),
            (LegState::Done, engineer, false, false),
        ]);
        assert!(legs.iter().all(|leg| desk.staffs(leg.point.as_ref().expect("a visit").id)));
        let profile = store.engineer(engineer).await.expect("read").expect("an engineer");
        assert!(profile.modes.has(Mode::Visit) && profile.modes.has(Mode::Home));

        let printed = sign_ins::table(&**store).await.expect("read");
        let point = &legs[0].point.as_ref().expect("a visit").slug;
        let story = format!("at /engineers/{}: desk@ confirms a visit at /desk/{point},", profile.slug);
        assert!(printed.contains(&story), "{printed}");
    }

    /// Whatever the hour, as long as the point is open on that day.
    async fn the_named_desk_has_something_to_do(store: &Fixture) {
        // In Wuhan it is eight o'clock on a Monday.
        for (hours, minutes) in [(-8, 0), (0, 0), (7, 20), (13, 50), (24 * 6 + 4, 7)] {
            let now = hours_later(hours) + SignedDuration::from_mins(minutes);
            another(store).await.run(async |store| {
                let plan = Plan { engineers: 6, now, ..plan(1) };
                demo::fill(&*store.any.engine.loader(), plan).await.expect("filled");
                let engineer = viewer(store, "engineer").await.engineer.expect("an engineer");
                let point = *viewer(store, "desk").await.desks.first().expect("a desk");
                let today = now.to_zoned(TimeZone::get("Asia/Shanghai").expect("a zone")).start_of_day().expect("a day");
                let span = Span { start: today.timestamp(), end: today.timestamp() + SignedDuration::from_hours(24) };
                let board = store.desk_board(point, span).await.expect("read");
                let can_come = |leg: &&Leg| {
                    let then = now.max(leg.start - SignedDuration::from_mins(EARLY_MINUTES));
                    leg.engineer.id == engineer && leg.end > now && leg.allows(ActorKind::Desk, &Move::CheckIn, then)
                };
                assert!(board.iter().any(|leg| can_come(&leg)), "{hours}:{minutes}");
                let waiting = store.desk_requests(point).await.expect("read");
                let can_answer = |leg: &Leg| leg.answer_by > now && leg.allows(ActorKind::Desk, &Move::Confirm, now);
                assert!(waiting.iter().any(|leg| leg.engineer.id == engineer && can_answer(leg)), "{hours}:{minutes}");
            }).await;
        }
    }
}

fn plan(seed: u64) -> Plan {
    Plan { engineers: ENGINEERS, seed, now: NOW }
}

async fn fill(store: &Fixture, seed: u64) {
    let rows = demo::fill(&*store.any.engine.loader(), plan(seed)).await.expect("filled");
    let mut counted = 0;
    for table in tables::ALL {
        counted += store.number(&format!("SELECT COUNT(*) FROM {}", table.name)).await;
    }
    assert_eq!(i64::try_from(rows).expect("not that many"), counted, "as many rows as it says");
}

/// A second database on the same engine.
async fn another(store: &Fixture) -> Fixture {
    if store.url().starts_with("sqlite:") { Fixture::sqlite().await } else { Fixture::postgres().await }
}

/// One number a table, of all its rows.
async fn digest(store: &Fixture) -> Vec<u64> {
    let mut digests = Vec::new();
    for table in tables::ALL {
        let columns = table.columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"));
        let row = columns.collect::<Vec<_>>().join(" || '|' || ");
        let rows = store.texts(&format!("SELECT {row} FROM {} ORDER BY 1", table.name)).await;
        let mut hasher = DefaultHasher::new();
        rows.hash(&mut hasher);
        digests.push(hasher.finish());
    }
    digests
}

async fn everybody(store: &Fixture) -> Vec<Engineer> {
    let slugs = store.slugs("", 1_000).await.expect("read");
    assert_eq!(slugs.len(), usize::try_from(ENGINEERS).expect("few"));
    let mut engineers = Vec::new();
    for slug in slugs {
        engineers.push(store.engineer_by_slug(&slug).await.expect("read").expect("known"));
    }
    engineers
}

async fn assert_ratings(store: &Fixture, engineer: &Engineer) {
    let filter = ReviewFilter { page_size: 1_000, ..ReviewFilter::default() };
    let page = store.reviews(Subject::Engineer(engineer.id), filter).await.expect("read");
    let recount = page.reviews.iter().fold(Rating::default(), |rating, review| rating.plus(review.stars));
    assert_eq!(engineer.rating, recount);
    let derived = format!(
        "SELECT COUNT(*) FROM engineers WHERE id = '{}' AND ABS(score - {}) < 1e-9 AND ABS(average - {}) < 1e-9",
        engineer.id,
        recount.shrunk(),
        recount.average().unwrap_or(0.0),
    );
    assert_eq!(store.number(&derived).await, 1, "score and average follow from the stars");
}

async fn assert_tags(store: &Fixture, engineer: &Engineer) {
    for tag in &engineer.tags {
        let (id, key) = (engineer.id, tag.key);
        let count = match tag.kind.as_str() {
            "language" => continue,
            "praise" => format!(
                "SELECT COUNT(*) FROM reviews WHERE subject_id = '{id}' AND ' ' || praise || ' ' LIKE '% {key} %'"
            ),
            column => format!(
                "SELECT COUNT(*) FROM legs l JOIN cases c ON c.id = l.case_id
                 WHERE l.engineer_id = '{id}' AND l.state = 'done' AND c.{column} = '{key}'"
            ),
        };
        assert_eq!(i64::from(tag.count), store.number(&count).await, "{key} of {}", engineer.slug);
    }
}

async fn viewer(store: &Fixture, user: &str) -> Viewer {
    let email = account::email(user).parse().expect("an address");
    let (admission, phc) = store.credentials(&email).await.expect("read").expect("an account");
    assert!(password::verify(&phc, account::PASSWORD));
    store.viewer(admission.account).await.expect("read").expect("a viewer")
}
