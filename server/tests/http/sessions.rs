//! Signing in and out.

use axum::http::StatusCode;
use handpick_app::ports::Limit;

use crate::{
    support::Fixture,
    test_app::{PASSWORD, TestApp, address},
};

#[tokio::test]
async fn the_session_is_new_at_sign_in_and_gone_at_sign_out() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let ada = app.account("Ada", false).await;
            let before = app.session_of(ada).await;
            let answer =
                app.post(&before, "/login", &[("email", &address("Ada")), ("password", PASSWORD)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            let after = answer.session();
            assert!(after.is_some() && after != before);
            assert_eq!(app.get(&after, "/me").await.status, StatusCode::OK);
            assert_eq!(app.get(&before, "/me").await.status, StatusCode::SEE_OTHER);
            app.post(&after, "/logout", &[]).await;
            assert_eq!(app.get(&after, "/me").await.status, StatusCode::SEE_OTHER);
        })
        .await;
}

#[tokio::test]
async fn a_wrong_password_and_no_account_get_the_same_answer() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            app.account("Ada", false).await;
            let wrong = app
                .post(&None, "/login", &[("email", &address("Ada")), ("password", "wrong horse battery")])
                .await;
            let nobody = app
                .post(&None, "/login", &[("email", &address("Bob")), ("password", "wrong horse battery")])
                .await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(nobody.status, wrong.status);
            let neutral = |body: &str| body.replace("ada@", "x@").replace("bob@", "x@");
            assert_eq!(neutral(&nobody.body), neutral(&wrong.body));
        })
        .await;
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let ada = app.account("Ada", false).await;
            let (phone, laptop) = (app.session_of(ada).await, app.session_of(ada).await);
            store.set_password(ada, "another hash").await.expect("stored");
            for session in [&phone, &laptop] {
                assert_eq!(app.get(session, "/me").await.status, StatusCode::SEE_OTHER);
            }
        })
        .await;
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let mut last = StatusCode::OK;
            for _ in 0..12 {
                last =
                    app.post(&None, "/login", &[("email", &address("Ada")), ("password", "x")]).await.status;
            }
            assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        })
        .await;
}

#[tokio::test]
async fn only_wrong_passwords_count() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            app.account("Ada", false).await;
            let right = [("email", &*address("Ada")), ("password", PASSWORD)];
            for _ in 0..15 {
                assert_eq!(app.post(&None, "/login", &right).await.status, StatusCode::SEE_OTHER);
            }
            // But checking costs something, right ones too.
            let here = [127, 0, 0, 1].into();
            while app.app.limits.take(Limit::Password, here, None, None).is_ok() {}
            let refused = app.post(&None, "/login", &right).await.status;
            assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
        })
        .await;
}

#[tokio::test]
async fn a_form_kept_for_later_holds_no_password() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let kept = app.post(&None, "/me/settings", &[("name", "Ada Lovelace")]).await;
            assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
            assert!(kept.body.contains("name=Ada+Lovelace"), "{}", kept.body);
            let secret = app.post(&None, "/me/password", &[("old_password", PASSWORD), ("name", "x")]).await;
            assert_eq!(secret.status, StatusCode::UNAUTHORIZED);
            assert!(!secret.body.contains("horse"), "{}", secret.body);
        })
        .await;
}
