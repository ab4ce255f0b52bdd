//! What an operator changes, and what it changes for others.

use axum::http::StatusCode;

use crate::{support::Fixture, test_app::TestApp};

#[tokio::test]
async fn a_deactivated_engineer_is_signed_out_and_hidden() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let (_, account) = store.new_engineer_with_account("Chen Wei").await;
            let chen = app.session_of(account).await;
            let switch = format!("/ops/people/{account}/active");
            assert_eq!(app.get(&None, "/engineers/chen-wei").await.status, StatusCode::OK);
            let off = [("on", "0"), ("q", "chen wei"), ("page", "2")];
            let back = "/ops/people?q=chen+wei&page=2&done=saved";
            assert_eq!(app.post(&boss, &switch, &off).await.location(), back, "to what was looked at");
            assert_eq!(app.get(&chen, "/work").await.status, StatusCode::SEE_OTHER, "signed out");
            assert!(!store.engineer_by_slug("chen-wei").await.expect("read").expect("kept").active);
            app.post(&boss, &switch, &[("on", "1")]).await;
            assert!(store.engineer_by_slug("chen-wei").await.expect("read").expect("kept").active);
            let nobody = "/ops/people/01ARZ3NDEKTSV4RRFFQ69G5FAV/active";
            assert_eq!(app.post(&boss, nobody, &[("on", "0")]).await.status, StatusCode::NOT_FOUND);
        })
        .await;
}

#[tokio::test]
async fn a_bay_goes_when_it_is_free_and_else_the_page_says_why_not() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let point = store.new_point(2).await;
            let slug = store.point(point).await.expect("read").expect("there").slug;
            let bays = store.bay_ids(point).await;
            let taken = format!(
                "INSERT INTO occupancy (resource, tick, owner) VALUES ('{}', 99999999999, 'somebody')",
                bays[0]
            );
            store.execute(&taken).await;
            let path = |bay: usize| format!("/ops/points/{slug}/bays/{}/remove", bays[bay]);
            let refused = app.post(&boss, &path(0), &[]).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(refused.body.contains(" 1 stays: an appointment"), "{}", refused.body);
            let page = format!("/ops/points/{slug}");
            assert!(app.get(&boss, &page).await.body.contains(&path(1)));
            assert_eq!(app.post(&boss, &path(1), &[]).await.location(), page);
            let body = app.get(&boss, &page).await.body;
            assert!(body.contains("Bays in service") && !body.contains("Bay 2"), "{body}");
            assert!(!body.contains(&path(0)), "the last one stays");
        })
        .await;
}

#[tokio::test]
async fn a_point_where_nobody_answers_is_marked() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (_, boss) = app.signed_in("Boss", true).await;
            let point = store.new_point(1).await;
            let slug = store.point(point).await.expect("read").expect("there").slug;
            let mark = "Nobody can confirm bookings here";
            let invite = format!(r#"href="/ops/people?point={point}#invite""#);
            let list = app.get(&boss, "/ops").await.body;
            assert!(list.contains(mark) && list.contains(&invite), "{list}");
            let page = app.get(&boss, &format!("/ops/points/{slug}")).await.body;
            assert!(
                page.contains("Nobody yet: bookings here cannot be confirmed.") && page.contains(&invite)
            );
            let (desk, _) = app.signed_in("Li Staff", false).await;
            store.add_staff(desk, point).await.expect("stored");
            assert!(!app.get(&boss, "/ops").await.body.contains(mark));
        })
        .await;
}
