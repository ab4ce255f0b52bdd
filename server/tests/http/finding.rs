//! What the one box understands beside the vocabulary: what people and points are called.

use axum::http::StatusCode;
use handpick::lang::{Lang, Localized};

use crate::{
    support::{Fixture, TIANHE, WUHAN},
    test_app::TestApp,
};

#[tokio::test]
async fn a_name_narrows_the_list_and_can_be_taken_away() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            store.new_engineer_at(point).await;
            store.new_engineer_on_the_road(WUHAN).await;
            let found = app.get(&None, "/engineers?q=Chen+xyzzy").await;
            assert_eq!(found.status, StatusCode::OK);
            assert!(found.body.contains("called Chen") && found.body.contains("/engineers/chen-wei"));
            assert!(!found.body.contains("/engineers/li-na"), "she is called otherwise");
            assert!(found.body.contains("Not understood: xyzzy"), "{}", found.body);
            let nobody = app.get(&None, "/engineers?name=Xyzzy").await;
            assert!(nobody.body.contains("/engineers/li-na"), "who fits without the name stands below");
        })
        .await;
}

#[tokio::test]
async fn the_place_is_given_up_last() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            store.new_engineer_at(point).await;
            for _ in 0..2 {
                store.new_engineer_on_the_road(TIANHE).await;
            }
            let near = app.get(&None, "/engineers?place=Wuhan&mode=home&language=zh").await.body;
            let chips = ["without: at home (1)", "anywhere (2)"].map(|chip| near.find(chip));
            assert!(chips.iter().all(Option::is_some) && chips.is_sorted(), "{near}");
            assert!(!near.contains("without: Mandarin"), "without it nobody fits either");
            assert!(near.contains("Closest to what you asked") && near.contains("/engineers/chen-wei"));
            assert!(!near.contains("/engineers/li-na"), "she is a thousand kilometres away");

            let far = app.get(&None, "/engineers?place=Beijing&mode=home").await.body;
            assert!(far.contains("in other places") && far.contains("/engineers/li-na"), "{far}");

            let nowhere = app.get(&None, "/engineers?place=Beijing&mode=home&language=fa").await.body;
            assert!(nowhere.contains("Dropping one of them is not enough"), "{nowhere}");
            assert!(!nowhere.contains("without: "), "that leads to nobody either");
        })
        .await;
}

#[tokio::test]
async fn a_place_nobody_knows_is_said_to_be_unknown() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let page = TestApp::new(store).get(&None, "/engineers?place=Xyzzyville").await.body;
            let (said, folded) = (page.find("a place called “Xyzzyville”"), page.find("<details"));
            assert!(said.is_some() && said < folded, "{page}");
        })
        .await;
}

#[tokio::test]
async fn nobody_is_praised_before_there_is_a_review() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            store.new_engineer_on_the_road(WUHAN).await;
            let home = app.get(&None, "/").await.body;
            assert!(
                home.contains("People who are here for you") && home.contains("No reviews yet"),
                "{home}"
            );
            assert!(!home.contains("best reviews"));
        })
        .await;
}

#[tokio::test]
async fn who_is_new_is_said_to_be_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            store.new_engineer_on_the_road(WUHAN).await;
            let pick = async |path: &str| {
                let page = app.get(&None, path).await.body;
                let [begin, end] = ["One person for you", "Why this person?"].map(|words| page.find(words));
                page[begin.expect("a recommendation")..end.expect("a reason")].to_owned()
            };
            let near = pick("/?place=Wuhan").await;
            assert!(near.contains("New here, no reviews yet") && !near.contains("No reviews yet"), "{near}");
            assert!(!near.contains("Skilled in"), "nothing was asked for");
            assert!(pick("/?place=Wuhan&product=laptop").await.contains("Skilled in what you asked for"));
        })
        .await;
}

#[tokio::test]
async fn what_a_point_is_called_is_a_place() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let mut point = store.point_to_save(WUHAN, 1);
            point.name = Localized::one(Lang::En, "Optics Valley".to_owned());
            store.save_point(point).await.expect("stored");
            let found = app.get(&None, "/engineers?q=laptop+valley").await;
            let place = format!(r#"name="lat" value="{:.5}""#, WUHAN.lat);
            assert!(found.body.contains(&place), "{}", found.body);
            assert!(!found.body.contains("Not understood"));
            for number in 0..6 {
                let mut namesake = store.point_to_save(WUHAN, 1);
                namesake.name = Localized::one(Lang::En, format!("Workroom {number}"));
                store.save_point(namesake).await.expect("stored");
            }
            let found = app.get(&None, "/engineers?q=workroom").await;
            assert!(!found.body.contains(&place), "what all are called is no place");
        })
        .await;
}

#[tokio::test]
async fn a_well_known_part_of_a_town_is_the_town() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let parts = [
                ("Hankou", "Wuhan"), // not Haikou, misspelt
                ("汉口手机", "Wuhan"),
                ("武昌区", "Wuhan"),
                ("Wuchang", "Wuhan"),
                ("海淀", "Beijing"),
                ("Zhongguancun", "Beijing"),
                ("朝阳区", "Beijing"),
                ("天河", "Guangzhou"),
                ("南山", "Shenzhen"),
                ("Futian", "Shenzhen"),
                ("浦东", "Pudong"),
                ("九龙", "Kowloon"),
                // Who slips on the keys is still forgiven.
                ("Haikuo", "Haikou"),
            ];
            for (typed, town) in parts {
                let query = serde_urlencoded::to_string([("q", typed)]).expect("a query");
                let page = app.get(&None, &format!("/engineers?{query}")).await.body;
                assert!(page.contains(&format!("value=\"{town}\"")), "{typed}: {page}");
                assert!(!page.contains("Not understood"), "{typed}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_place_in_the_list_that_was_made_up_breaks_nothing() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let id = store.new_engineer_on_the_road(WUHAN).await;
            let whole = format!("0_0_{id}");
            for altered in
                ["", "_", "NaN_1_x", &whole[..whole.len() - 1], "%00", "1_2_'%20OR%201=1", &"9".repeat(6_000)]
            {
                let page = app.get(&None, &format!("/engineers?after={altered}&sort=rating")).await;
                assert_eq!(page.status, StatusCode::OK, "{altered}");
                assert!(page.body.contains("/engineers/li-na"), "the list begins anew: {altered}");
            }
            let beyond = app.get(&None, &format!("/engineers?after=-1_-9_{id}")).await;
            assert_eq!(beyond.status, StatusCode::OK);
            assert!(beyond.body.contains("To the first page") && !beyond.body.contains("/engineers/li-na"));
        })
        .await;
}

#[tokio::test]
async fn the_sitemap_leads_to_everybody() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            store.new_engineer_at(point).await;
            let index = app.get(&None, "/sitemap.xml").await.body;
            let files = index.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().expect("an end"));
            let files: Vec<_> = files.map(|url| &url[url.find("/sitemaps/").expect("a file")..]).collect();
            assert_eq!(files, ["/sitemaps/pages.xml", "/sitemaps/engineers-.xml"]);
            let mut listed = String::new();
            for file in files {
                let answer = app.get(&None, file).await;
                assert_eq!(
                    (answer.status, answer.header("content-type")),
                    (StatusCode::OK, "application/xml; charset=utf-8")
                );
                listed += &answer.body;
            }
            assert!(listed.contains("/engineers/chen-wei</loc>") && listed.contains("/points/"), "{listed}");
            for nothing in ["engineers-zz.xml", "1.xml", "engineers-", "pages"] {
                assert_eq!(
                    app.get(&None, &format!("/sitemaps/{nothing}")).await.status,
                    StatusCode::NOT_FOUND
                );
            }
        })
        .await;
}

#[tokio::test]
async fn who_runs_the_site_is_told_in_their_own_words() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let plain = TestApp::new(store);
            assert!(!plain.get(&None, "/about").await.body.contains("id=\"contact\""));
            let told =
                TestApp::with(store, |config| config.contact = Some("Wang & Li, +86 27 5550".to_owned()));
            let page = told.get(&None, "/about").await.body;
            assert!(
                page.contains("Who runs this site") && page.contains("Wang &amp; Li, +86 27 5550"),
                "{page}"
            );
        })
        .await;
}
