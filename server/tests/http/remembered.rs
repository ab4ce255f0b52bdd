//! Pages for strangers are remembered for a second, and for nobody else.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use jiff::SignedDuration;

use crate::{
    support::Fixture,
    test_app::{Answer, Session, TestApp, request},
};

/// Whether the profile of an engineer, who renames herself, shows that name.
async fn shows(app: &TestApp<'_>, session: &Session, name: &str) -> bool {
    let page = app.get(session, "/engineers/chen-wei").await;
    assert_eq!(page.status, StatusCode::OK);
    page.body.contains(name)
}

async fn rename(store: &Fixture, name: &str) {
    store.execute(&format!(r#"UPDATE engineers SET name = '{{"en":"{name}"}}'"#)).await;
}

#[tokio::test]
async fn a_stranger_sees_a_change_within_a_second_and_who_has_a_session_at_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            store.new_engineer_at(point).await;
            let (_, customer) = app.signed_in("Ann", false).await;
            assert!(shows(&app, &None, "Chen Wei").await);
            rename(store, "Chen Li").await;
            assert!(shows(&app, &customer, "Chen Li").await);
            app.clock.advance(SignedDuration::from_millis(999));
            assert!(shows(&app, &None, "Chen Wei").await, "it is remembered");
            app.clock.advance(SignedDuration::from_millis(1));
            assert!(shows(&app, &None, "Chen Li").await, "a second is over");
        })
        .await;
}

#[tokio::test]
async fn strangers_share_the_free_times_of_a_day() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            store.new_engineer_at(point).await;
            let times = async || app.get(&None, "/book?engineer=chen-wei&day=2026-11-24").await.body;
            let before = times().await;
            assert!(before.contains(r#"name="at""#), "{before}");
            store.execute("DELETE FROM windows").await;
            assert!(times().await.contains(r#"name="at""#), "they are remembered");
            app.clock.advance(SignedDuration::from_secs(1));
            assert!(!times().await.contains(r#"name="at""#));
        })
        .await;
}

#[tokio::test]
async fn what_is_remembered_is_one_address_in_one_language() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let read = async |path: &str, name: header::HeaderName, value: &'static str| -> Answer {
                let request = request(Method::GET, &None, path).header(name, value);
                app.send(request.body(Body::empty()).expect("a request")).await
            };
            let english = read("/about", header::ACCEPT_LANGUAGE, "en").await;
            let chinese = read("/about", header::ACCEPT_LANGUAGE, "zh-CN").await;
            assert!(english.body.contains(r#"lang="en""#) && chinese.body.contains(r#"lang="zh-CN""#));
            let chosen = read("/about", header::COOKIE, "lang=zh-CN").await;
            assert_eq!(chosen.body, chinese.body, "a chosen language is a language");
            let missing = read("/nothing", header::ACCEPT_LANGUAGE, "en").await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND);
            let choosing = read("/about?lang=en", header::ACCEPT_LANGUAGE, "zh-CN").await;
            let again = read("/about?lang=en", header::ACCEPT_LANGUAGE, "zh-CN").await;
            assert!(choosing.header("set-cookie").starts_with("lang=en"));
            assert_eq!(choosing.header("set-cookie"), again.header("set-cookie"));
        })
        .await;
}

#[tokio::test]
async fn a_remembered_page_has_a_nonce_of_its_own_each_time() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (first, second) = (app.get(&None, "/").await, app.get(&None, "/").await);
            let nonce = |page: &Answer| {
                let (_, after) =
                    page.header("content-security-policy").split_once("'nonce-").expect("a nonce");
                after.split_once('\'').expect("its end").0.to_owned()
            };
            assert_ne!(nonce(&first), nonce(&second));
            assert_eq!(first.body.replace(&nonce(&first), &nonce(&second)), second.body);
        })
        .await;
}
