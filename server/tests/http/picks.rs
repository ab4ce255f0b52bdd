//! What a recommendation says for itself, in both languages.

use handpick::{
    id::{AccountId, EngineerId, PointId},
    review::NewReview,
};
use jiff::Timestamp;

use crate::{
    support::{Fixture, NOW},
    test_app::{Session, TestApp},
};

/// Five kilometres north of the point.
const NEAR: &str = "/?place=Wuhan&lat=30.62497&lon=114.27&mode=visit";

/// Somebody who served three screens at a point.
async fn known(store: &Fixture) -> (EngineerId, PointId) {
    let point = store.new_point(1).await;
    let engineer = store.new_engineer_at(point).await;
    store.set_served(engineer, 3).await;
    (engineer, point)
}

async fn rate(store: &Fixture, customer: AccountId, (engineer, point): (EngineerId, PointId), stars: u8) {
    let leg = store.new_served_leg(customer, engineer, Some(point)).await;
    let new = NewReview { leg, customer, stars, text: None, praise: Vec::new(), point: None, now: NOW };
    store.review(new).await.expect("stored").expect("taken");
}

/// What the one pick says, in this language.
async fn reasons(app: &TestApp<'_>, who: &Session, asked: &str, lang: &str) -> Vec<String> {
    let page = app.get(who, &format!("{NEAR}&{asked}&lang={lang}")).await.body;
    let (_, list) = page.split_once("class=\"pick-why\"").expect("a pick");
    let (list, _) = list.split_once("</ul>").expect("a list");
    let lines = list.split("<li><span>").skip(1).filter_map(|line| line.split_once("</span>"));
    lines.map(|(words, _)| words.replace('\u{a0}', " ")).collect()
}

#[tokio::test]
async fn cases_alike_are_told_with_what_was_said_of_them() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (her, bob) = (known(store).await, store.new_account("Bob").await);
            // Pages for strangers are kept for a while.
            let reader = app.session_of(store.new_account("Eve").await).await;
            let said = async |asked, lang| reasons(&app, &reader, asked, lang).await;
            assert_eq!(said("need=screen", "en").await[0], "Served 3 cases like yours (screen)");
            rate(store, bob, her, 5).await;
            assert_eq!(
                said("need=screen", "en").await[0],
                "Served 3 cases like yours (screen), 1 of 1 review happy"
            );
            rate(store, bob, her, 4).await;
            assert_eq!(
                said("need=screen", "en").await[0],
                "Served 3 cases like yours (screen), all 2 reviews happy"
            );
            assert_eq!(
                said("need=screen", "zh-CN").await[0],
                "处理过 3 次同类问题（屏幕），2 条评价全部满意"
            );
            rate(store, bob, her, 3).await;
            assert_eq!(
                said("product=laptop&need=screen", "en").await[..2],
                [
                    "Served 3 cases like yours (screen), 2 of 3 reviews happy",
                    "About 25 minutes by car (5.0 km)"
                ]
            );
            assert_eq!(
                said("product=laptop", "zh-CN").await[..2],
                ["处理过 3 次同类问题（笔记本电脑），3 条评价中 2 条满意", "开车约 25 分钟（5.0 公里）"]
            );
            assert!(said("", "en").await.iter().all(|reason| !reason.contains("like yours")));
        })
        .await;
}

#[tokio::test]
async fn whoever_was_served_reads_the_month_of_her_own_calendar() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (engineer, point) = known(store).await;
            // Where it is still February when March begins in Wuhan.
            store.execute("UPDATE engineers SET zone = 'UTC'").await;
            let ada = store.new_account("Ada Lovelace").await;
            let leg = store.new_served_leg(ada, engineer, Some(point)).await;
            let (guest, ada) = (None, app.session_of(ada).await);
            for (at, en, zh) in [
                ("2026-02-28T16:00:00Z", "Served you in March", "3月为您服务过"),
                ("2025-02-28T16:00:00Z", "Served you in March 2025", "2025年3月为您服务过"),
            ] {
                let at: Timestamp = at.parse().expect("an instant");
                let at = at.as_millisecond();
                store.execute(&format!("UPDATE legs SET starts_at = {at} WHERE id = '{leg}'")).await;
                assert_eq!(reasons(&app, &ada, "need=screen", "en").await[0], en);
                assert_eq!(reasons(&app, &ada, "need=screen", "zh-CN").await[0], zh);
            }
            let strangers = reasons(&app, &guest, "need=screen", "en").await;
            assert!(strangers.iter().all(|reason| !reason.starts_with("Served you")), "{strangers:?}");
        })
        .await;
}
