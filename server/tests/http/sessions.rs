//! Signing in and out.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use handpick::account::Admission;
use handpick_app::limits::{Limit, Who};
use tracing_subscriber::EnvFilter;

use crate::{
    support::Fixture,
    test_app::{PASSWORD, TestApp, address, request},
};

#[tokio::test]
async fn the_session_is_new_at_sign_in_and_gone_at_sign_out() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, before) = app.signed_in("Ada", false).await;
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
            let old = Admission { account: ada, generation: 0 };
            store.set_password(old, "another hash").await.expect("stored").expect("in time");
            for session in [&phone, &laptop] {
                assert_eq!(app.get(session, "/me").await.status, StatusCode::SEE_OTHER);
            }
        })
        .await;
}

#[tokio::test]
async fn a_sign_in_that_was_overtaken_by_a_new_password_lets_nobody_in() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let ada = app.account("Ada", false).await;
            let old = Admission { account: ada, generation: 0 };
            store.set_password(old, "another hash").await.expect("stored").expect("in time");
            // The check of the old password ends only now.
            let late = app.session_of(ada).await;
            assert_eq!(app.get(&late, "/me").await.status, StatusCode::SEE_OTHER);
        })
        .await;
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let form = [("email", &*address("Ada")), ("password", "x")];
            let (most, _) = Limit::SignIn.quota();
            for _ in 0..most {
                assert_eq!(app.post(&None, "/login", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let refused = app.post(&None, "/login", &form).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
            // Whose address somebody else tries still has her mailbox.
            assert!(refused.body.contains("href=\"/reset\""), "{}", refused.body);
        })
        .await;
}

#[tokio::test]
async fn a_browser_that_was_signed_in_before_has_tries_of_its_own() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (ada, session) = app.signed_in("Ada", false).await;
            let known = app.post(&session, "/logout", &[]).await.session();
            assert!(known.is_some() && known != session);
            assert_eq!(app.get(&known, "/me").await.status, StatusCode::SEE_OTHER, "signed out");
            // Strangers try, from everywhere.
            let email = Who::Email(address("Ada").parse().expect("an address"));
            while app.app.limits.take(Limit::SignIn, std::slice::from_ref(&email)).is_ok() {}
            let right = [("email", &*address("Ada")), ("password", PASSWORD)];
            assert_eq!(app.post(&None, "/login", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(app.post(&known, "/login", &right).await.status, StatusCode::SEE_OTHER);
            // They are for this account only, and only until it has a new password.
            let known = app.post(&app.session_of(ada).await, "/logout", &[]).await.session();
            let old = Admission { account: ada, generation: 0 };
            store.set_password(old, "another hash").await.expect("stored").expect("in time");
            assert_eq!(app.post(&known, "/login", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
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
            while app.app.limits.take(Limit::Password, &[Who::at(here)]).is_ok() {}
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

#[tokio::test]
async fn a_strangers_heart_is_set_once_she_has_an_account() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let engineer = store.new_engineer("Chen Wei").await;
            let id = engineer.to_string();
            let pressed = [("engineer", id.as_str()), ("on", "1"), ("back", "/engineers")];
            let asked = app.post(&None, "/favourites", &pressed).await;
            assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
            assert!(asked.body.contains("Keep this engineer as your expert"), "{}", asked.body);
            assert!(asked.body.contains("I am new") && asked.body.contains("I have an account"));
            let kept = serde_urlencoded::to_string(pressed).expect("fields");
            let entered = [
                ("resume_action", "/favourites"),
                ("resume_body", &kept),
                ("account", "new"),
                ("name", "Ada"),
                ("email", "ada@new.example"),
                ("password", PASSWORD),
            ];
            let entered = app.post(&None, "/login/again", &entered).await;
            let session = entered.session();
            assert!(entered.body.contains(&id) && entered.body.contains("action=\"/favourites\""));
            let done = app.post(&session, "/favourites", &pressed).await;
            assert_eq!(done.location(), "/engineers");
            let ada = store.account_by_email(&"ada@new.example".parse().expect("an address")).await;
            let ada = ada.expect("read").expect("signed up");
            assert_eq!(store.favourites(ada.id).await.expect("read"), [engineer]);
        })
        .await;
}

#[tokio::test]
async fn a_taken_address_is_shown_the_way_in_and_nothing_else() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            app.account("Ada", false).await;
            let address = address("Ada");
            let typed = [("name", "Ada"), ("email", &*address), ("password", "another long one")];
            let refused = app.post(&None, "/register", &typed).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("If you have been here before"), "{}", refused.body);
            assert!(refused.body.contains("href=\"/login?"));
        })
        .await;
}

#[tokio::test]
async fn signing_in_does_not_switch_the_language() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, session) = app.signed_in("Ada", false).await;
            for (header, lang) in [("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB", "en"), ("xx", "en")] {
                let asked = request(Method::GET, &session, "/me").header(header::ACCEPT_LANGUAGE, header);
                let page = app.send(asked.body(Body::empty()).expect("a request")).await;
                assert!(page.body.contains(&format!("<html lang=\"{lang}\"")), "{header}");
            }
        })
        .await;
}

#[tokio::test]
async fn made_up_sessions_do_not_fill_the_log() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let log = tempfile::NamedTempFile::new().expect("a file");
            let writer = std::sync::Mutex::new(log.reopen().expect("a file"));
            let filter = EnvFilter::new(handpick_server::LOGGED);
            let logged = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
            let _logged = tracing::subscriber::set_default(logged.finish());
            tracing::warn!("this one is heard");
            let made_up = Some(tower_sessions::session::Id::default().to_string());
            for session in [made_up, None] {
                assert_eq!(app.get(&session, "/me").await.status, StatusCode::SEE_OTHER);
                assert_eq!(app.post(&session, "/logout", &[]).await.status, StatusCode::SEE_OTHER);
            }
            let lines = std::fs::read_to_string(log.path()).expect("text");
            assert!(lines.contains("heard") && lines.lines().count() == 1, "{lines}");
        })
        .await;
}
