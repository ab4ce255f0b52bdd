//! Asking for an appointment: what is refused is told kindly and kept.

use axum::http::StatusCode;
use handpick::{
    booking::{Draft, HoldRequest, HomeAddress, WAITING_MAX_UNCONFIRMED},
    engineer::Mode,
    geo::Position,
    id::{AccountId, DraftId, EngineerId, PhotoId, PointId},
    photo::{Photo, PhotoOwner},
    schedule::{FreeTime, Lengths, Whereabouts, Window},
};
use handpick_app::limits::{Limit, Who};
use jiff::SignedDuration;

use crate::{
    support::{Fixture, NOW, WUHAN_ZONE, hours_later, profile},
    test_app::{Session, TestApp},
};

/// The secret of the browser that fills in the drafts.
const BROWSER: &str = "browser";

/// A session of the account in the browser of the drafts.
async fn session(app: &TestApp<'_>, account: AccountId) -> Session {
    let id = tower_sessions::session::Id::default().to_string();
    let data = serde_json::json!({ "account": account.to_string(), "visitor": BROWSER }).to_string();
    app.store.create_session(&id, &data, Some(account), hours_later(24)).await.expect("stored");
    Some(id)
}

/// A draft in which nothing is missing, of a home call without a point, with the time that many hours from now held.
async fn draft(store: &Fixture, engineer: EngineerId, point: Option<PointId>, hours: i64) -> DraftId {
    let position = Position { lat: 30.58, lon: 114.27 };
    let address = HomeAddress { text: "7 Hidden Lane".to_owned(), place: 1_791_247, position };
    let draft = Draft {
        id: DraftId::mint(NOW, &*store.random),
        owner: BROWSER.to_owned(),
        engineer,
        mode: Some(if point.is_some() { Mode::Visit } else { Mode::Home }),
        point,
        home: point.is_none().then_some(address),
        product: Some("laptop"),
        need: Some("screen"),
        description: "The screen stays dark.".to_owned(),
        hold: None,
        case: None,
        created_at: NOW,
    };
    store.open_draft(&draft).await.expect("stored");
    let end = hours_later(hours) + SignedDuration::from_mins(45);
    let time = FreeTime { start: hours_later(hours), end, busy_until: end };
    let until = NOW + SignedDuration::from_mins(10);
    let bays = match point {
        Some(point) => store.bay_ids(point).await,
        None => Vec::new(),
    };
    let held = store.hold(HoldRequest { draft: draft.id, time, bays, until, now: NOW }).await;
    held.expect("answered").expect("free");
    draft.id
}

#[tokio::test]
async fn one_request_too_many_is_told_what_to_do_and_keeps_what_was_typed() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            let engineer = store.new_engineer_at(point).await;
            let ada = app.account("Ada", false).await;
            store.execute("UPDATE accounts SET email_confirmed_at = NULL").await;
            let browser = session(&app, ada).await;
            for hours in (1..).take(WAITING_MAX_UNCONFIRMED) {
                let draft = draft(store, engineer, Some(point), hours).await;
                let sent = app.post(&browser, &format!("/book/{draft}/request"), &[]).await;
                assert!(sent.location().starts_with("/cases/"), "{} {}", sent.status, sent.body);
            }
            let one_more = draft(store, engineer, Some(point), 5).await;
            let path = format!("/book/{one_more}/request");
            for (lang, words) in [
                (
                    "en",
                    ["2 requests of yours are still open", "confirm your e-mail", "The screen stays dark."],
                ),
                ("zh-CN", ["您有 2 个预约还在等待确定", "确认邮箱", "The screen stays dark."]),
            ] {
                let refused = app.post(&browser, &format!("{path}?lang={lang}"), &[]).await;
                assert_eq!(refused.status, StatusCode::CONFLICT);
                assert!(words.iter().all(|word| refused.body.contains(word)), "{}", refused.body);
                assert!(refused.body.contains("href=\"/me#cases\""));
            }
            // Confirmed since: there is room for more.
            store.execute(&format!("UPDATE accounts SET email_confirmed_at = 1 WHERE id = '{ada}'")).await;
            assert!(app.post(&browser, &path, &[]).await.location().starts_with("/cases/"));
        })
        .await;
}

#[tokio::test]
async fn whoever_is_visited_leaves_a_number_and_is_asked_for_it_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            let engineer = store.new_engineer_at(point).await;
            let ada = app.account("Ada", false).await;
            let browser = session(&app, ada).await;
            let id = draft(store, engineer, None, 5).await;
            let path = format!("/book/{id}/request");
            let refused = app.post(&browser, &path, &[("phone", " ")]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("a number under which"), "{}", refused.body);
            app.post(&browser, &path, &[("phone", "+86 555 0142")]).await;
            let account = store.account(ada).await.expect("read").expect("there");
            assert_eq!(account.phone.as_deref(), Some("+86 555 0142"));
        })
        .await;
}

#[tokio::test]
async fn a_time_that_was_held_too_long_is_booked_only_if_it_is_still_offered() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            let engineer = store.new_engineer_at(point).await;
            let ada = app.account("Ada", false).await;
            let browser = session(&app, ada).await;
            let id = draft(store, engineer, Some(point), 5).await;
            store.execute("UPDATE drafts SET held_until = 1").await;
            store.execute("UPDATE occupancy SET until = 1").await;
            store.save_schedule(engineer, &[], Lengths::default(), NOW).await.expect("saved");
            let refused = app.post(&browser, &format!("/book/{id}/request"), &[]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(store.number("SELECT COUNT(*) FROM cases").await, 0);
        })
        .await;
}

/// Asking for a time whose hold has lapsed holds it first: that counts for itself.
#[tokio::test]
async fn one_account_asks_for_some_appointments_and_may_still_choose_times() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(2).await;
            let engineer = store.new_engineer_at(point).await;
            let ada = app.account("Ada", false).await;
            let browser = session(&app, ada).await;
            let [first, second] =
                [draft(store, engineer, Some(point), 1).await, draft(store, engineer, Some(point), 4).await];
            let lapsed = NOW.as_millisecond();
            store.execute(&format!("UPDATE drafts SET held_until = {lapsed}")).await;
            store.execute(&format!("UPDATE occupancy SET until = {lapsed}")).await;
            let elsewhere = Who::at("198.51.100.7".parse().expect("an address"));
            let from = [elsewhere, Who::Account(ada)];
            let (most, _) = Limit::Booking.quota_of_account();
            for _ in 1..most {
                app.app.limits.take(Limit::Booking, &from).expect("not yet too many");
            }
            let sent = app.post(&browser, &format!("/book/{first}/request"), &[]).await;
            assert!(sent.location().starts_with("/cases/"), "{} {}", sent.status, sent.body);
            let at = hours_later(4).to_string();
            let held = app.post(&browser, &format!("/book/{second}/when"), &[("at", &at)]).await;
            assert!(
                held.location().starts_with(&format!("/book/{second}/")),
                "{} {}",
                held.status,
                held.body
            );
            let refused = app.post(&browser, &format!("/book/{second}/request"), &[]).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        })
        .await;
}

#[tokio::test]
async fn an_appointment_is_not_moved_to_and_fro_for_ever() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(2).await;
            let engineer = store.new_engineer_at(point).await;
            let ada = app.account("Ada", false).await;
            let browser = session(&app, ada).await;
            let draft = draft(store, engineer, Some(point), 1).await;
            let sent = app.post(&browser, &format!("/book/{draft}/request"), &[]).await;
            let case = sent.location();
            let elsewhere = Who::at("198.51.100.7".parse().expect("an address"));
            let from = [elsewhere, Who::Account(ada)];
            while app.app.limits.take(Limit::Reschedule, &from).is_ok() {}
            let at = hours_later(4).to_string();
            let leg = store.texts("SELECT id FROM legs").await.remove(0);
            let path = format!("{case}/legs/{leg}/reschedule");
            let refused = app.post(&browser, &path, &[("at", &at)]).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
            let mails = store.number("SELECT COUNT(*) FROM mails").await;
            assert_eq!(mails, 1, "nobody hears of it");
        })
        .await;
}

#[tokio::test]
async fn a_walk_in_is_served_by_who_works_there() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let (here, elsewhere) = (store.new_point(1).await, store.new_point(1).await);
            let (account, staff) = app.signed_in("Li Staff", false).await;
            store.add_staff(account, here).await.expect("stored");
            let path =
                format!("/desk/{}/walk-in", store.point(here).await.expect("read").expect("there").slug);
            let day = NOW.in_tz(WUHAN_ZONE).expect("a zone").date().to_string();
            let start = async |engineer: EngineerId| {
                let (draft, engineer) =
                    (DraftId::mint(NOW, &*store.random).to_string(), engineer.to_string());
                let fields = [("draft", &*draft), ("engineer", &*engineer), ("day", &*day)];
                app.post(&staff, &path, &fields).await.status
            };
            let nobody =
                app.post(&staff, &path, &[("draft", &*DraftId::mint(NOW, &*store.random).to_string())]).await;
            assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.body);
            assert_eq!(start(store.new_engineer_at(elsewhere).await).await, StatusCode::CONFLICT);
            assert_eq!(store.number("SELECT COUNT(*) FROM legs").await, 0);
            assert_eq!(start(store.new_engineer_at(here).await).await, StatusCode::SEE_OTHER);
        })
        .await;
}

#[tokio::test]
async fn who_is_on_duty_is_the_first_choice_and_a_slip_is_taken_back() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(2).await;
            let (account, staff) = app.signed_in("Li Staff", false).await;
            store.add_staff(account, point).await.expect("stored");
            let slug = store.point(point).await.expect("read").expect("there").slug;
            let (early, late) = (store.new_engineer_at(point).await, store.new_engineer("Late").await);
            store.save_profile(late, &profile("Late", Mode::Visit), NOW).await.expect("stored");
            let here = Whereabouts::At(point);
            let hours =
                (1..=7).map(|weekday| Window { weekday, start: 14 * 60, end: 20 * 60, whereabouts: here });
            let hours: Vec<_> = hours.collect();
            store.save_schedule(late, &hours, Lengths::default(), NOW).await.expect("stored");
            let desk = format!("/desk/{slug}");
            let choices = async || {
                let page = app.get(&staff, &desk).await.body;
                let place = |id: EngineerId| page.find(&format!("value=\"{id}\"")).expect("listed");
                let checked = |id: EngineerId| {
                    page[place(id)..].split('>').next().is_some_and(|input| input.contains("checked"))
                };
                let told = (place(early) < place(late), checked(early), checked(late));
                (page, told)
            };
            // At eight nobody is here yet.
            let (page, told) = choices().await;
            assert_eq!(told, (true, false, false), "{page}");
            assert!(page.contains("here from 09:00") && page.contains("here from 14:00"), "{page}");
            app.clock.advance(SignedDuration::from_hours(2));
            let (page, told) = choices().await;
            assert_eq!(told, (true, true, false), "{page}");
            app.clock.advance(SignedDuration::from_hours(9));
            let (page, told) = choices().await;
            assert_eq!(told, (false, false, true), "{page}");
            assert!(page.contains("outside the usual hours"));

            let draft = DraftId::mint(NOW, &*store.random).to_string();
            let fields = [("draft", &*draft), ("engineer", &*late.to_string())];
            let started = app.post(&staff, &format!("{desk}/walk-in"), &fields).await;
            assert!(started.location().contains("done=walk-in"), "{} {}", started.status, started.body);
            let leg = store.texts("SELECT id FROM legs").await.remove(0);
            let take_back = format!("{desk}/legs/{leg}/take-back");
            assert!(app.get(&staff, &desk).await.body.contains(&take_back));
            // She said no name, and is called what each reader calls such a person.
            for (lang, called) in [("en", "Walk-in customer"), ("zh-CN", "现场客户")] {
                let board = app.get(&staff, &format!("{desk}?lang={lang}")).await;
                assert!(board.body.contains(&format!(">{called}</a>")), "{}", board.body);
            }
            // The second is an impatient finger.
            for _ in 0..2 {
                let done = app.post(&staff, &take_back, &[]).await;
                assert!(done.location().contains("done=take-back"), "{} {}", done.status, done.body);
            }
            assert!(app.get(&staff, &format!("{desk}?done=take-back")).await.body.contains("Taken back."));
            assert_eq!(store.number("SELECT COUNT(*) FROM occupancy").await, 0);
            assert!(!app.get(&staff, &desk).await.body.contains(&take_back));
        })
        .await;
}

#[tokio::test]
async fn what_was_said_and_shown_comes_along_for_its_own_customer() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let point = store.new_point(1).await;
            let engineer = store.new_engineer_at(point).await;
            let slug = store.engineer(engineer).await.expect("read").expect("there").slug;
            let venue = store.point(point).await.expect("read").expect("there").slug;
            let (account, ada) = app.signed_in("Ada", false).await;
            let (_, eve) = app.signed_in("Eve", false).await;
            let case = store.new_case(account).await;
            let id = PhotoId::mint(NOW, &*store.random);
            let photo = Photo { id, owner: PhotoOwner::Case(case), jpeg: vec![0xff, 0xd8] };
            assert!(store.add_photo(photo, NOW).await.expect("stored"));
            let (path, case) = (format!("/book?engineer={slug}"), case.to_string());
            let fields = [("engineer", &*slug), ("venue", &*venue), ("again", &*case)];
            for (browser, words, photos) in [(&ada, "It is dark.", 1), (&eve, "", 0)] {
                let begun = app.post(browser, &path, &fields).await;
                let draft: DraftId =
                    begun.location().split('/').nth(2).and_then(|id| id.parse().ok()).expect("a draft");
                let said = store.draft(draft).await.expect("read").expect("there").description;
                let shown = store.photos_of(PhotoOwner::Draft(draft)).await.expect("read");
                assert_eq!((&*said, shown.len()), (words, photos));
                assert!(!shown.contains(&id), "the case keeps its own");
            }
            // Somebody else who is found for the same hears of it too.
            let search = format!("/engineers?product=laptop&again={case}");
            let list = app.get(&ada, &search).await.body;
            let profile = format!("/engineers/{slug}?product=laptop&amp;again={case}");
            assert!(list.contains(&profile), "{list}");
            let made_up = app.get(&ada, "/engineers?product=laptop&again=x").await.body;
            assert!(made_up.contains(&format!("/engineers/{slug}?product=laptop\"")), "{made_up}");
        })
        .await;
}
