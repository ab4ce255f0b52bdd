//! What a picture of where somebody works tells, and what it must not.

use handpick::{engineer::Mode, geo::Position};

use crate::{
    support::{Fixture, WUHAN},
    test_app::{Answer, TestApp},
};

/// 11.1 km north of the middle of Wuhan.
const NORTH: Position = Position { lat: 30.68, lon: 114.27 };

/// The picture of a page.
fn map(body: &str) -> &str {
    let start = body.find("<svg viewBox=").expect("a picture");
    let end = body[start..].find("</svg>").expect("its end");
    &body[start..start + end]
}

#[tokio::test]
async fn home_calls_are_drawn_around_the_town_and_not_around_a_home() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            store.new_engineer_on_the_road(WUHAN).await;
            store.new_engineer_on_the_road(NORTH).await;
            let one = app.get(&None, "/engineers/li-na").await;
            let other = app.get(&None, "/engineers/li-na-2").await;
            assert!(map(&one.body).contains("map-area"), "{}", one.body);
            assert_eq!(map(&one.body), map(&other.body), "her own middle of the circle shows");
        })
        .await;
}

#[tokio::test]
async fn a_list_marks_where_its_people_work_and_nobody_else() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let list = format!("/engineers?map=1&lat={}&lon={}", WUHAN.lat, WUHAN.lon);
            store.new_engineer_on_the_road(WUHAN).await;
            let found = app.get(&None, &list).await;
            assert!(found.body.contains("/engineers/li-na"), "{}", found.body);
            assert!(!found.body.contains("map-fold"), "who only comes home has no place");

            let (near, far) =
                (store.point_to_save(NORTH, 1), store.point_to_save(Position { lat: 40.0, lon: 116.4 }, 1));
            let (near_slug, far_slug) = (near.slug.clone(), far.slug.clone());
            let near = store.save_point(near).await.expect("stored");
            store.save_point(far).await.expect("stored");
            store.new_engineer_at(near).await;
            // Another address, for the page of before is remembered.
            let found = app.get(&None, &format!("{list}&sort=rating")).await;
            assert!(map(&found.body).contains(&format!("/points/{near_slug}")), "{}", found.body);
            assert!(!found.body.contains(&far_slug));
            let everywhere = app.get(&None, "/engineers?map=1").await;
            assert!(!everywhere.body.contains("map-fold"), "without a place there is nothing to be near to");
            let calls = app.get(&None, &format!("{list}&mode={}", Mode::Home.as_str())).await;
            assert!(!calls.body.contains("map-fold"));
        })
        .await;
}

/// Where a page may load pictures from.
fn pictures(page: &Answer) -> &str {
    let policy = page.header("content-security-policy");
    policy.split("; ").find(|rule| rule.starts_with("img-src")).expect("a rule")
}

#[tokio::test]
async fn only_a_page_with_a_map_may_ask_the_owners_tile_server() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let plain = TestApp::new(store);
            let tiled = TestApp::with(store, |config| {
                config.tiles = Some("https://tiles.example.org/{z}/{x}/{y}.png".to_owned());
                config.tiles_credit = Some("© Somebody & others".to_owned());
            });
            let point = store.point_to_save(NORTH, 1);
            let slug = point.slug.clone();
            let point = store.save_point(point).await.expect("stored");
            store.new_engineer_at(point).await;
            let near = format!("/engineers?lat={}&lon={}", WUHAN.lat, WUHAN.lon);
            let mapped =
                ["/engineers/chen-wei".to_owned(), format!("/points/{slug}"), format!("{near}&map=1")];
            for path in mapped {
                let without = plain.get(&None, &path).await;
                assert_eq!(pictures(&without), "img-src 'self' blob:", "{path}");
                assert!(!without.body.contains("tiles"), "{}", without.body);
                // The second time it comes from memory.
                for _ in 0..2 {
                    let with = tiled.get(&None, &path).await;
                    assert_eq!(pictures(&with), "img-src 'self' blob: https://tiles.example.org", "{path}");
                    for part in ["Loads pictures from tiles.example.org", "© Somebody &amp; others"] {
                        assert!(with.body.contains(part), "{path} says {part}: {}", with.body);
                    }
                }
            }
            for path in ["/", "/points", "/engineers?map=1", &near] {
                let with = tiled.get(&None, path).await;
                assert_eq!(pictures(&with), "img-src 'self' blob:", "{path}");
                assert!(!with.body.contains("tiles"), "{}", with.body);
            }
        })
        .await;
}

#[tokio::test]
async fn a_point_shows_itself_and_its_neighbours() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (here, north) = (store.point_to_save(WUHAN, 1), store.point_to_save(NORTH, 1));
            let (slug, neighbour) = (here.slug.clone(), north.slug.clone());
            store.save_point(here).await.expect("stored");
            store.save_point(north).await.expect("stored");
            let page = app.get(&None, &format!("/points/{slug}")).await;
            let map = map(&page.body);
            assert!(
                map.contains(&format!("/points/{neighbour}")) && map.contains("map-pin"),
                "{}",
                page.body
            );
            assert!(!map.contains(&format!("/points/{slug}")), "one is there already");
            assert!(page.body.contains("11.1 km"), "the same in words");
        })
        .await;
}
