//! Nobody sees or changes what is not theirs: the list of all routes with who may
//! call them is checked in, and every one is walked as every role and as a stranger.

use axum::http::{Method, StatusCode};
use handpick::{account::Role, id::AccountId};
use handpick_app::routes::{Route, routes};

use crate::{
    support::Fixture,
    test_app::{Answer, Session, TestApp},
};

const LIST: &str = include_str!("routes.txt");

fn line(route: &Route) -> String {
    format!("{:<5}{:<9}{}", route.method.as_str(), format!("{:?}", route.role).to_lowercase(), route.path)
}

/// A new route must be written down, with who may call it, where a reviewer sees it.
#[test]
fn the_list_names_every_route() {
    let mut actual: Vec<String> = routes().iter().map(line).collect();
    actual.sort();
    let mut listed: Vec<&str> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
    listed.sort_unstable();
    let actual: Vec<&str> = actual.iter().map(String::as_str).collect();
    assert_eq!(actual, listed, "tests/http/routes.txt should read:\n{}", actual.join("\n"));
}

/// People, one per role, who have nothing to do with what is asked for.
async fn people(app: &TestApp<'_>) -> [(Role, Option<AccountId>); 5] {
    let store = app.store;
    let customer = app.account("Customer", false).await;
    let (_, engineer) = store.new_engineer_with_account("Engineer").await;
    let staff = app.account("Staff", false).await;
    store.add_staff(staff, store.new_point(1).await).await.expect("stored");
    let operator = app.account("Operator", true).await;
    [
        (Role::Anyone, None),
        (Role::Customer, Some(customer)),
        (Role::Engineer, Some(engineer)),
        (Role::Staff, Some(staff)),
        (Role::Operator, Some(operator)),
    ]
}

#[tokio::test]
async fn every_route_is_walked_as_every_role() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let people = people(&app).await;
            for route in routes() {
                for (role, account) in people {
                    // Anew each time: some routes end the session.
                    let session = match account {
                        Some(account) => app.session_of(account).await,
                        None => None,
                    };
                    let answer = call(&app, &route, &session).await;
                    let told = format!("{} {} as {role:?}: {}", route.method, route.path, answer.status);
                    if allowed(route.role, role) {
                        assert!(!is_refusal(&answer), "{told}");
                        assert!(!answer.status.is_server_error(), "{told}");
                    } else if session.is_some() {
                        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{told}");
                    } else if route.method == Method::GET {
                        assert!(answer.location().starts_with("/login?next="), "{told}");
                    } else {
                        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{told}");
                    }
                }
            }
        })
        .await;
}

fn allowed(needed: Role, role: Role) -> bool {
    needed == Role::Anyone || needed == role || (needed == Role::Customer && role != Role::Anyone)
}

/// Refused for the role. A page may still say 403 or 401 for its own reasons to
/// somebody in the right role: the walk uses ids of nobody, so these are 404.
fn is_refusal(answer: &Answer) -> bool {
    answer.status == StatusCode::UNAUTHORIZED
        || answer.status == StatusCode::FORBIDDEN
        || answer.location().starts_with("/login?next=")
}

async fn call(app: &TestApp<'_>, route: &Route, session: &Session) -> Answer {
    const NOBODY: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let path: Vec<&str> =
        route.path.split('/').map(|part| if part.starts_with('{') { NOBODY } else { part }).collect();
    let path = path.join("/");
    if route.method == Method::GET {
        app.get(session, &path).await
    } else {
        app.post(session, &path, &[]).await
    }
}
