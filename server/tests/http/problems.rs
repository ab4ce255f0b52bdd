//! Errors are part of the interface: the right status, the reader's language, a way on.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};

use crate::{
    support::Fixture,
    test_app::{TestApp, request},
};

#[tokio::test]
async fn an_unknown_page_is_told_in_the_readers_language() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            for (path, words) in [
                ("/nothing", "This page does not exist"),
                ("/nothing?lang=zh-CN", "没有这个页面"),
                ("/engineers/nobody", "This page does not exist"),
                ("/engineers/%00", "This page does not exist"),
                ("/book?engineer=cher%00", "This page does not exist"),
                ("/points/nowhere", "This page does not exist"),
                ("/photos/x", "This page does not exist"),
            ] {
                let answer = app.get(&None, path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
                assert!(answer.body.contains(words), "{path}: {}", answer.body);
                assert!(answer.body.contains("href=\"/engineers\""), "{path}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let answer = app.get(&None, "/about?lang=zh-CN").await;
            assert!(answer.header("set-cookie").starts_with("lang=zh-CN;"));
            assert!(answer.body.contains("<html lang=\"zh-CN\""));
            let sent = request(Method::GET, &None, "/about")
                .header(header::ACCEPT_LANGUAGE, "fr, zh-TW;q=0.8, en;q=0.5");
            let answer = app.send(sent.body(Body::empty()).expect("a request")).await;
            assert!(answer.body.contains("<html lang=\"zh-CN\""));
        })
        .await;
}

#[tokio::test]
async fn a_megabyte_of_text_is_too_large() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let text = "a".repeat(1_000_000);
            let answer = app.post(&None, "/login", &[("email", &text), ("password", "x")]).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(answer.body.contains("larger than we take"));
        })
        .await;
}

#[tokio::test]
async fn made_up_questions_find_a_page_all_the_same() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let long = format!("/engineers?place={}", "w".repeat(7_000));
            let said = format!("/?q={}", "laptop+".repeat(1_000));
            for path in [
                "/engineers?page=99999999999&sort=x&min=NaN&on=2026-13-45&mode=teleport&lat=999&lon=abc",
                "/engineers?product=%00&need=%27;DROP%20TABLE%20engineers;--&language=%F0%9F%94%A7",
                "/?place=%E2%80%AE%D8%B4&need=screen",
                "/?q=%00%1b%E2%80%AE%F0%9F%92%A5+%27OR+1%3D1--+NEAR%2F2",
                "/engineers?q=%FF%FE",
                &long,
                &said,
            ] {
                let answer = app.get(&None, path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}");
            }
            let answer = app.get(&None, &format!("/?q={}", "w".repeat(10_000))).await;
            assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
            assert!(answer.body.contains("That address is too long"), "{}", answer.body);
        })
        .await;
}
