//! What pages of engineers and points tell of the service so far, and when they say nothing.

use handpick::{
    engineer::{Mode, ProfileEdit},
    id::{EngineerId, PointId},
    review::NewReview,
};

use crate::{
    support::{Fixture, hours_later, profile},
    test_app::TestApp,
};

const MONTH: i64 = 31 * 24;

/// Somebody whose visits to the point were reviewed so many hours from now.
async fn reviewed(store: &Fixture, hours: &[i64]) -> (EngineerId, PointId) {
    let engineer = store.new_engineer("Chen Wei").await;
    let edit = profile("Chen Wei", Mode::Visit);
    store.save_profile(engineer, &edit, hours_later(0)).await.expect("saved");
    store.set_served(engineer, 3).await;
    let (point, customer) = (store.new_point(1).await, store.new_account("Ada Lovelace").await);
    for hour in hours {
        let leg = store.new_served_leg(customer, engineer, Some(point)).await;
        let text = Some(format!("It took {hour} hours."));
        let now = hours_later(*hour);
        let (stars, praise, point) = (5, Vec::new(), Some((4, None)));
        let review = NewReview { leg, customer, stars, text, praise, point, now };
        store.review(review).await.expect("stored").expect("taken");
    }
    (engineer, point)
}

async fn slug_of(store: &Fixture, point: PointId) -> String {
    store.point(point).await.expect("read").expect("there").slug
}

#[tokio::test]
async fn of_one_month_and_few_promises_nothing_is_drawn() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let (_, point) = reviewed(store, &[-1, -2]).await;
            let app = TestApp::new(store);
            for path in ["/engineers/chen-wei".to_owned(), format!("/points/{}", slug_of(store, point).await)]
            {
                let page = app.get(&None, &path).await.body;
                assert!(page.contains("2 reviews"), "{path}");
                assert!(!page.contains("Month by month"), "{path}");
            }
            let page = app.get(&None, "/engineers/chen-wei").await.body;
            assert!(page.contains("Too few requests in the last 90 days"));
            assert!(!page.contains("Others nearby"));
        })
        .await;
}

#[tokio::test]
async fn two_months_make_a_trend_that_can_be_read_as_a_table() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let (_, point) = reviewed(store, &[-1, -MONTH, -MONTH]).await;
            let app = TestApp::new(store);
            for (path, stars) in [
                ("/engineers/chen-wei".to_owned(), "<td>5.0</td><td>5.0</td>"),
                (format!("/points/{}", slug_of(store, point).await), "<td>4.0</td><td>4.0</td>"),
            ] {
                let page = app.get(&None, &path).await.body;
                assert!(page.contains("Month by month"), "{path}");
                assert!(page.contains(stars), "{path}");
                assert!(page.contains("<td>2</td><td>1</td>"), "{path}");
            }
        })
        .await;
}

#[tokio::test]
async fn what_people_come_for_chooses_reviews() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            reviewed(store, &[-1]).await;
            let app = TestApp::new(store);
            let page = app.get(&None, "/engineers/chen-wei?need=battery").await.body;
            assert!(page.contains("href=\"?need=battery&amp;about=screen#reviews\""));
            for (about, shown) in [("screen", true), ("laptop", true), ("battery", false), ("unicorn", true)]
            {
                let page = app.get(&None, &format!("/engineers/chen-wei?about={about}")).await.body;
                assert_eq!(page.contains("It took -1 hours."), shown, "{about}");
            }
        })
        .await;
}

#[tokio::test]
async fn others_are_those_near_her_without_herself() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let names = ["Ann", "Bob", "Cleo", "Dora", "Eve"];
            for name in names {
                let id = store.new_engineer(name).await;
                let areas = vec![store.area(crate::support::WUHAN, 10.0)];
                let edit = ProfileEdit { areas, ..profile(name, Mode::Home) };
                store.save_profile(id, &edit, hours_later(0)).await.expect("saved");
            }
            let app = TestApp::new(store);
            for name in names {
                let page = app.get(&None, &format!("/engineers/{}", name.to_lowercase())).await.body;
                let (_, others) = page.split_once("Others nearby: screen").expect("others");
                let shown =
                    names.into_iter().filter(|other| others.contains(&format!(">{other}</a>"))).count();
                assert_eq!(shown, 3, "{name}");
                assert!(!others.contains(&format!(">{name}</a>")), "{name}");
            }
        })
        .await;
}

/// She lists screens: of anything else it is said that she does not.
#[tokio::test]
async fn a_need_that_she_does_not_list_is_said() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            let engineer = store.new_engineer_at(point).await;
            let words = "Chen Wei does not list “battery”.";
            for path in ["/engineers/chen-wei?", "/book?engineer=chen-wei&"] {
                let page = async |need: &str| app.get(&None, &format!("{path}{need}")).await.body;
                let unlisted = page("need=battery").await;
                assert!(unlisted.contains(words), "{path}: {unlisted}");
                assert!(
                    unlisted.contains(r#"<a href="/engineers?place=Wuhan&amp;need=battery">"#),
                    "{unlisted}"
                );
                for listed in ["need=screen", "", "need=nonsense"] {
                    assert!(!page(listed).await.contains("does not list"), "{path}{listed}");
                }
            }
            let edit = ProfileEdit { needs: Vec::new(), ..profile("Chen Wei", Mode::Visit) };
            store.save_profile(engineer, &edit, hours_later(0)).await.expect("saved");
            let silent = app.get(&None, "/book?engineer=chen-wei&need=data").await.body;
            assert!(!silent.contains("does not list"), "she has not said what she repairs");
        })
        .await;
}
