//! What every answer carries for the reader's safety.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};

use crate::{
    support::Fixture,
    test_app::{PASSWORD, TestApp, address, request},
};

#[tokio::test]
async fn pages_carry_a_policy_with_a_fresh_nonce_and_no_inline_style() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let first = app.get(&None, "/").await;
            let second = app.get(&None, "/").await;
            assert_eq!(first.status, StatusCode::OK);
            let policy = first.header("content-security-policy");
            assert!(policy.contains("default-src 'none'"), "{policy}");
            assert!(policy.contains("script-src 'nonce-"), "{policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(!policy.contains("unsafe-inline"), "{policy}");
            assert_ne!(policy, second.header("content-security-policy"));
            assert!(!first.body.contains(" style="));
            assert!(!first.body.contains("<style"));
            assert_eq!(first.header("x-content-type-options"), "nosniff");
        })
        .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            for (name, value) in
                [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.test"), ("x-nothing", "")]
            {
                let sent = request(Method::POST, &None, "/login")
                    .header(name, value)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from("email=a%40b.example&password=x"));
                let answer = app.send(sent.expect("a request")).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
                assert!(answer.body.contains("did not come from our pages"), "{}", answer.body);
            }
        })
        .await;
}

#[tokio::test]
async fn the_pages_do_not_show_what_operators_watch() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let home = app.get(&None, "/").await;
            assert_eq!(home.header("strict-transport-security"), "", "not without https");
            assert_eq!(app.get(&None, "/metrics").await.status, StatusCode::NOT_FOUND);
        })
        .await;
}

#[tokio::test]
async fn behind_https_the_cookie_is_a_host_cookie() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::with(store, |config| config.public_url = "https://handpick.test".to_owned());
            app.account("Ada", false).await;
            let answer =
                app.post(&None, "/login", &[("email", &address("Ada")), ("password", PASSWORD)]).await;
            let cookie =
                answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
            let cookie =
                cookie.into_iter().find(|cookie| cookie.starts_with("__Host-session=")).expect("a session");
            for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            let chosen = app.get(&None, "/?lang=zh-CN").await;
            assert!(
                chosen.header("set-cookie").contains("lang=zh-CN")
                    && chosen.header("set-cookie").contains("Secure")
            );
            for path in ["/", "/style.css", "/nothing"] {
                let kept = app.get(&None, path).await;
                assert_eq!(kept.header("strict-transport-security"), "max-age=31536000", "{path}");
            }
        })
        .await;
}
