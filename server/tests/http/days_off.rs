//! Days off as an engineer types them.

use axum::http::StatusCode;
use handpick::{
    id::{DayOffId, EngineerId},
    schedule::{DAYS_OFF_MAX, DayOff},
};
use jiff::civil::date;

use crate::{
    support::{Fixture, NOW},
    test_app::{Answer, Session, TestApp},
};

async fn add(app: &TestApp<'_>, session: &Session, id: DayOffId, lang: &str) -> Answer {
    let fields = [("id", &*id.to_string()), ("off-from", "2027-05-01"), ("off-to", "")];
    app.post(session, &format!("/work/days-off?lang={lang}"), &fields).await
}

async fn days_off(store: &Fixture, engineer: EngineerId) -> Vec<DayOff> {
    store.schedule(engineer).await.expect("read").expect("there").days_off
}

#[tokio::test]
async fn what_carries_the_id_of_somebody_elses_changes_nothing() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (hers, _) = store.new_engineer_with_account("Chen Wei").await;
            let (his, account) = store.new_engineer_with_account("Li Na").await;
            let id = DayOffId::mint(NOW, &*store.random);
            let day_off = DayOff { id, from: date(2027, 1, 1), to: date(2027, 1, 3) };
            store.add_day_off(hers, &day_off, NOW).await.expect("stored");
            let answer = add(&app, &app.session_of(account).await, id, "en").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            assert_eq!(days_off(store, hers).await, [day_off]);
            assert!(days_off(store, his).await.is_empty());
        })
        .await;
}

#[tokio::test]
async fn there_are_only_so_many_ahead() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (engineer, account) = store.new_engineer_with_account("Chen Wei").await;
            let session = app.session_of(account).await;
            let past = date(2026, 1, 1);
            for day in [date(2027, 3, 1); DAYS_OFF_MAX - 1].into_iter().chain([past]) {
                let day_off = DayOff { id: DayOffId::mint(NOW, &*store.random), from: day, to: day };
                store.add_day_off(engineer, &day_off, NOW).await.expect("stored");
            }
            let mint = || DayOffId::mint(NOW, &*store.random);
            let last = mint();
            for _ in 0..2 {
                let added = add(&app, &session, last, "en").await;
                assert_eq!(added.status, StatusCode::SEE_OTHER, "sent twice, it is there once");
            }
            for (lang, words) in [("en", "100 entries of days off"), ("zh-CN", "100 条尚未结束的休息日")]
            {
                let refused = add(&app, &session, mint(), lang).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
                assert!(refused.body.contains(words), "{}", refused.body);
            }
            assert_eq!(days_off(store, engineer).await.len(), DAYS_OFF_MAX + 1);
        })
        .await;
}
