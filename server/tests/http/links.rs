//! Links that come by mail, and who may use them.

use axum::http::StatusCode;
use handpick::{account::Email, id::AccountId, link::TokenUse, mail::Letter};

use crate::{
    support::{Fixture, NOW, hours_later},
    test_app::{PASSWORD, Session, TestApp, address},
};

/// The paths of the links in the mails that wait.
async fn paths(store: &Fixture) -> Vec<String> {
    let mails = store.take_mail(hours_later(1), 100).await.expect("taken");
    let path = |letter| match letter {
        Letter::ConfirmEmail { path } | Letter::ResetPassword { path } | Letter::Invitation { path, .. } => {
            Some(path)
        }
        _ => None,
    };
    mails.into_iter().filter_map(|mail| path(mail.letter)).collect()
}

async fn sign_up(app: &TestApp<'_>, name: &str) -> (Session, AccountId) {
    let typed = [("name", name), ("email", &address(name)), ("password", PASSWORD)];
    let session = app.post(&None, "/register", &typed).await.session();
    let email: Email = address(name).parse().expect("an address");
    let account = app.store.account_by_email(&email).await.expect("read").expect("signed up");
    (session, account.id)
}

async fn is_confirmed(store: &Fixture, account: AccountId) -> bool {
    store.account(account).await.expect("read").expect("there").email_confirmed_at.is_some()
}

#[tokio::test]
async fn an_address_is_confirmed_in_the_session_of_its_account_only() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (ada, account) = sign_up(&app, "Ada").await;
            let [path] = &paths(store).await[..] else { panic!("one mail") };
            // A stranger who found the link, or a scanner of mails, is asked to sign in first.
            let nobody = app.get(&None, path).await;
            assert!(nobody.location().starts_with("/login?next=%2Fconfirm%2F"), "{}", nobody.location());
            assert_eq!(app.post(&None, path, &[]).await.status, StatusCode::UNAUTHORIZED);
            let (eve, _) = sign_up(&app, "Eve").await;
            for answer in [app.get(&eve, path).await, app.post(&eve, path, &[]).await] {
                assert_eq!(answer.status, StatusCode::FORBIDDEN);
                assert!(answer.body.contains("belongs to another account"), "{}", answer.body);
                assert!(answer.body.contains("eve@example.org") && !answer.body.contains("ada@example.org"));
            }
            assert!(!is_confirmed(store, account).await);

            assert_eq!(app.get(&ada, path).await.status, StatusCode::OK);
            assert!(!is_confirmed(store, account).await, "looking uses nothing up");
            assert_eq!(app.post(&ada, path, &[]).await.status, StatusCode::OK);
            assert!(is_confirmed(store, account).await);
            assert_eq!(app.post(&ada, path, &[]).await.status, StatusCode::NOT_FOUND, "it works once");
        })
        .await;
}

#[tokio::test]
async fn signing_out_leads_to_the_other_account_and_nowhere_else() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let ada = app.account("Ada", false).await;
            for (next, to) in [("/confirm/x", "/confirm/x"), ("", "/"), ("https://evil.example", "/")] {
                let session = app.session_of(ada).await;
                assert_eq!(app.post(&session, "/logout", &[("next", next)]).await.location(), to);
            }
        })
        .await;
}

#[tokio::test]
async fn a_reset_link_signs_in_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, before) = app.signed_in("Ada", false).await;
            app.post(&None, "/reset", &[("email", &address("Ada"))]).await;
            let [path] = &paths(store).await[..] else { panic!("one mail") };
            assert_eq!(app.get(&None, path).await.status, StatusCode::OK);
            let new = [("password", "three unrelated words")];
            assert_eq!(
                app.post(&None, path, &[("password", "short")]).await.status,
                StatusCode::UNPROCESSABLE_ENTITY
            );
            let saved = app.post(&None, path, &new).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
            assert_eq!(app.get(&saved.session(), "/me").await.status, StatusCode::OK);
            assert_eq!(
                app.get(&before, "/me").await.status,
                StatusCode::SEE_OTHER,
                "older sessions have ended"
            );
            assert_eq!(app.post(&None, path, &new).await.status, StatusCode::NOT_FOUND);
            assert_eq!(app.get(&None, path).await.status, StatusCode::NOT_FOUND, "nothing is remembered");
        })
        .await;
}

#[tokio::test]
async fn an_operator_sees_open_invitations_and_takes_one_back() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let secret = "0123456789abcdef0123456789abcdef";
            let invite =
                [("secret", secret), ("name", "Li Na"), ("email", "li@example.org"), ("role", "operator")];
            assert_eq!(app.post(&boss, "/ops/invitations", &invite).await.status, StatusCode::OK);
            let people = app.get(&boss, "/ops/people").await;
            assert!(people.body.contains("Open invitations") && people.body.contains("li@example.org"));
            let open = store.open_invitations(NOW).await.expect("read");
            let revoke = format!("/ops/invitations/{}/revoke", open[0].hash);
            assert!(people.body.contains(&format!("action=\"{revoke}\"")), "{}", people.body);

            assert_eq!(app.post(&boss, &revoke, &[]).await.location(), "/ops/people?done=revoked");
            let path = format!("/invitation/{secret}");
            let (li, session) = app.signed_in("Li", false).await;
            assert_eq!(app.post(&session, &path, &[]).await.status, StatusCode::NOT_FOUND);
            assert!(!store.viewer(li).await.expect("read").expect("there").account.operator);
            assert!(!app.get(&boss, "/ops/people").await.body.contains("Open invitations"));
            // Sending the old form again brings nothing back.
            app.post(&boss, "/ops/invitations", &invite).await;
            let hash = &open[0].hash;
            assert!(store.token(hash, TokenUse::Invitation, NOW).await.expect("read").is_none());
        })
        .await;
}

#[tokio::test]
async fn an_invitation_is_accepted_with_the_address_it_was_sent_to() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let secret = "0123456789abcdef0123456789abcdef";
            let path = format!("/invitation/{secret}");
            let invite =
                [("secret", secret), ("name", "Li Na"), ("email", "li@example.org"), ("role", "operator")];
            app.post(&boss, "/ops/invitations", &invite).await;

            let (eve, session) = app.signed_in("Eve", false).await;
            for answer in [app.get(&session, &path).await, app.post(&session, &path, &[]).await] {
                assert_eq!(answer.status, StatusCode::FORBIDDEN);
                for said in ["Li Na, li@example.org", "eve@example.org", "Use the other account"] {
                    assert!(answer.body.contains(said), "{said}: {}", answer.body);
                }
            }
            let typed =
                [("account", "new"), ("name", "Eve"), ("email", "eva@example.org"), ("password", PASSWORD)];
            let refused = app.post(&None, &path, &typed).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("The invitation is for li@example.org"), "{}", refused.body);
            let eva = "eva@example.org".parse().expect("an address");
            assert!(store.account_by_email(&eva).await.expect("read").is_none(), "no account was made");
            assert!(!store.viewer(eve).await.expect("read").expect("there").account.operator);

            let (li, session) = app.signed_in("Li", false).await;
            let form = app.get(&session, &path).await;
            assert!(form.body.contains("This is for Li Na, li@example.org."), "{}", form.body);
            assert_eq!(app.post(&session, &path, &[]).await.location(), "/ops", "the others used nothing up");
            assert!(store.viewer(li).await.expect("read").expect("there").account.operator);
        })
        .await;
}

#[tokio::test]
async fn an_operator_has_read_mail_at_her_address() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let secret = "0123456789abcdef0123456789abcdef";
            let path = format!("/invitation/{secret}");
            let invite =
                [("secret", secret), ("name", "Li Na"), ("email", "li@example.org"), ("role", "operator")];
            app.post(&boss, "/ops/invitations", &invite).await;

            let typed =
                [("account", "new"), ("name", "Li"), ("email", "li@example.org"), ("password", PASSWORD)];
            let signed_up = app.post(&None, &path, &typed).await;
            assert_eq!(signed_up.location(), path, "{}", signed_up.body);
            let session = signed_up.session();
            let page = app.get(&session, &path).await;
            assert!(page.body.contains("show first that li@example.org is yours"), "{}", page.body);
            assert_eq!(app.post(&session, &path, &[]).await.location(), path);
            assert_eq!(store.number("SELECT COUNT(*) FROM accounts WHERE operator = 1").await, 1);

            store.execute("UPDATE accounts SET email_confirmed_at = 1").await;
            assert_eq!(app.post(&session, &path, &[]).await.location(), "/ops");
            assert_eq!(store.number("SELECT COUNT(*) FROM accounts WHERE operator = 1").await, 2);
        })
        .await;
}

#[tokio::test]
async fn one_form_makes_one_invitation_and_says_so() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let secret = "0123456789abcdef0123456789abcdef";
            let invite = async |email| {
                let fields = [("secret", secret), ("name", "Li Na"), ("email", email), ("role", "operator")];
                app.post(&boss, "/ops/invitations", &fields).await
            };
            for _ in 0..2 {
                assert_eq!(invite("li@example.org").await.status, StatusCode::OK, "an impatient finger");
            }
            let used = invite("wu@example.org").await;
            assert_eq!(used.status, StatusCode::CONFLICT);
            assert!(used.body.contains("Nothing was sent") && used.body.contains("wu@example.org"));
            assert!(!used.body.contains(&format!("value=\"{secret}\"")), "it can be sent now");
            assert_eq!(store.number("SELECT COUNT(*) FROM mails").await, 1);
        })
        .await;
}
