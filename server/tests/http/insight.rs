//! What operators learn of searches, and nobody else; and that it tells of nobody.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, StatusCode},
};
use handpick::tag::{NEEDS, PRODUCTS};
use handpick_app::limits::Limit;
use handpick_server::{jobs, mail::Mailer};
use jiff::SignedDuration;

use crate::{
    support::Fixture,
    test_app::{Session, TestApp, request},
};

const WATER: &str = "/engineers?place=Wuhan&need=water";

/// So many people look for the same, a second apart: see `remembered.rs`.
async fn ask(app: &TestApp<'_>, session: &Session, path: &str, people: u8) {
    for person in 0..people {
        // Each has an address of her own, and looks twice.
        let from = ConnectInfo(SocketAddr::from(([10, 0, 0, person], 1)));
        for _ in 0..2 {
            let look = request(Method::GET, session, path).extension(from).body(Body::empty());
            assert_eq!(app.send(look.expect("a request")).await.status, StatusCode::OK);
            app.clock.advance(SignedDuration::from_secs(1));
        }
    }
}

/// Days pass, and whoever is signed in stays so.
async fn days_pass(app: &TestApp<'_>, days: i64) {
    app.store.execute(&format!("UPDATE sessions SET expires_at = expires_at + {days} * 86400000")).await;
    app.clock.advance(SignedDuration::from_hours(24 * days));
}

async fn jobs_run(app: &TestApp<'_>) {
    let mailer = Mailer::new(&app.config()).expect("a mailer");
    jobs::run_once(&app.app, &mailer).await.expect("the jobs ran");
}

#[tokio::test]
async fn what_found_nobody_is_seen_by_an_operator_after_the_job_ran() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let insight = async |query: &str| app.get(&boss, &format!("/ops/insight{query}")).await.body;
            assert!(insight("").await.contains("Nobody has searched in this time"));
            ask(&app, &None, WATER, 3).await;
            ask(&app, &None, "/?place=Wuhan&mode=home&product=tv", 4).await;
            assert!(insight("").await.contains("Nobody has searched in this time"), "nothing is saved yet");
            jobs_run(&app).await;
            let page = insight("").await;
            assert!(page.contains("2 kinds of searches found too few"), "{page}");
            assert!(page.contains("Wuhan · got wet") && page.contains("Wuhan · TV · at home"));
            let list = "/engineers?place=Wuhan&amp;lat=30.58333&amp;lon=114.26667&amp;need=water";
            assert!(page.contains(list), "the way to what a customer sees");
            let elsewhere = insight("?days=7&place=1790630").await;
            assert!(elsewhere.contains("Enough engineers everywhere"), "{elsewhere}");
            assert!(!elsewhere.contains("got wet"), "{elsewhere}");
            days_pass(&app, 7).await;
            assert!(insight("?days=7").await.contains("Nobody has searched in this time"), "a week ago");
            assert!(insight("?days=30").await.contains("Wuhan · got wet"));
        })
        .await;
}

#[tokio::test]
async fn what_few_asked_is_not_told_apart_and_old_questions_go() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            ask(&app, &None, WATER, 2).await;
            jobs_run(&app).await;
            let page = app.get(&boss, "/ops/insight").await.body;
            assert!(page.contains("Rarely asked") && !page.contains("Wuhan"), "{page}");
            // Two of them have asked before.
            ask(&app, &None, WATER, 3).await;
            jobs_run(&app).await;
            assert!(app.get(&boss, "/ops/insight").await.body.contains("Wuhan · got wet"));
            days_pass(&app, 90).await;
            jobs_run(&app).await;
            assert_eq!(store.number("SELECT COUNT(*) FROM questions").await, 0);
        })
        .await;
}

#[tokio::test]
async fn only_searches_of_people_who_look_for_an_engineer_count() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let (_, customer) = app.signed_in("Ann", false).await;
            for path in [
                "/",
                "/engineers",
                "/engineers?q=xyzzy",
                "/engineers?place=Xyzzyville&need=water",
                "/engineers?need=water&after=0_0_01KA8Z0Q1T0000000000000000",
                "/engineers?need=water&sort=rating",
                "/engineers?need=water&min=4.5",
                "/engineers?need=water&name=Chen",
                "/suggest?q=water",
            ] {
                ask(&app, &None, path, 1).await;
            }
            ask(&app, &boss, WATER, 3).await;
            jobs_run(&app).await;
            assert_eq!(store.number("SELECT COUNT(*) FROM questions").await, 0);
            ask(&app, &None, WATER, 1).await;
            // With an account she is who she was without.
            ask(&app, &customer, "/?q=water+Wuhan+13812345678", 2).await;
            jobs_run(&app).await;
            let kept = "SELECT day || ' ' || place || ' ' || product || need || language || mode || ' '
                               || asked || ' ' || nobody || ' ' || few FROM questions";
            let once_each_and_nothing_typed = ["2026-11-23 1791247 water 2 2 0"];
            assert_eq!(store.texts(kept).await, once_each_and_nothing_typed);
        })
        .await;
}

#[tokio::test]
async fn nobody_fills_the_table_alone() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (most, _) = Limit::Question.quota();
            let kinds = PRODUCTS.iter().flat_map(|product| NEEDS.iter().map(move |need| (product, need)));
            for (product, need) in kinds.take(most as usize + 20) {
                app.get(&None, &format!("/engineers?place=Wuhan&product={product}&need={need}")).await;
            }
            jobs_run(&app).await;
            assert_eq!(store.number("SELECT SUM(asked) FROM questions").await, i64::from(most));
        })
        .await;
}

#[tokio::test]
async fn others_do_not_see_it() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, customer) = app.signed_in("Ann", false).await;
            assert_eq!(app.get(&customer, "/ops/insight").await.status, StatusCode::FORBIDDEN);
            assert_eq!(app.get(&None, "/ops/insight").await.status, StatusCode::SEE_OTHER);
        })
        .await;
}

#[tokio::test]
async fn ratings_are_counted_anew_every_night_and_operators_are_told() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let ops = async || app.get(&boss, "/ops").await.body;
            assert!(!ops().await.contains("counted anew"));
            jobs_run(&app).await;
            assert!(ops().await.contains("Ratings were counted anew just now: every sum is right."));
            store.new_engineer("Chen Wei").await;
            store.execute("UPDATE engineers SET stars5 = 1").await;
            jobs_run(&app).await;
            assert!(ops().await.contains("every sum is right"), "not before the next night");
            days_pass(&app, 1).await;
            jobs_run(&app).await;
            let wrong = "Ratings were counted anew just now: 1 sum is wrong.";
            assert!(ops().await.contains(wrong));
        })
        .await;
}
