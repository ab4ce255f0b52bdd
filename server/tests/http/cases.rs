//! A case belongs to those who have a part in it, and so does what happens in it.

use axum::http::StatusCode;
use handpick::{
    case::LegState,
    id::{AccountId, CaseId, EngineerId, LegId, PointId},
    review::Subject,
};
use handpick_app::limits::{Limit, Who};
use jiff::Timestamp;

use crate::{
    support::{Fixture, hours_later},
    test_app::{Answer, Session, TestApp},
};

const ADDRESS: &str = "7 Hidden Lane, third floor";

/// A case with one leg, two hours from now, and everybody around it.
pub struct Scene {
    pub point: Option<PointId>,
    pub case: CaseId,
    pub leg: LegId,
    pub customer: Session,
    pub engineer: Session,
    pub staff: Session,
    pub stranger: Session,
}

impl Scene {
    pub async fn visit(app: &TestApp<'_>) -> Self {
        let point = app.store.new_point(2).await;
        Self::set(app, Some(point)).await
    }

    async fn home(app: &TestApp<'_>) -> Self {
        let scene = Self::set(app, None).await;
        let insert = format!(
            "INSERT INTO home_addresses (leg_id, address, place, lat, lon)
             VALUES ('{}', '{ADDRESS}', 1791247, 30.58, 114.27)",
            scene.leg
        );
        app.store.execute(&insert).await;
        scene
    }

    async fn set(app: &TestApp<'_>, point: Option<PointId>) -> Self {
        let store = app.store;
        let (account, customer) = app.signed_in("Ada Customer", false).await;
        let (_, stranger) = app.signed_in("Eve Stranger", false).await;
        let (engineer, engineer_account): (EngineerId, AccountId) =
            store.new_engineer_with_account("Chen Wei").await;
        let (desk_account, staff) = app.signed_in("Li Staff", false).await;
        let desk = match point {
            Some(point) => point,
            None => store.new_point(1).await,
        };
        store.add_staff(desk_account, desk).await.expect("stored");
        let case = store.new_case(account).await;
        let leg = store.new_leg_of(case, 1, engineer, point, LegState::Requested).await;
        let [start, end] = [hours_later(2), hours_later(3)].map(|at| at.as_millisecond());
        let later = format!(
            "UPDATE legs SET starts_at = {start}, ends_at = {end}, busy_until = {end} WHERE id = '{leg}'"
        );
        store.execute(&later).await;
        Self { point, case, leg, customer, engineer: app.session_of(engineer_account).await, staff, stranger }
    }

    pub async fn confirm(&self, app: &TestApp<'_>) {
        let answer = self.confirm_as_seen(app, hours_later(2)).await;
        assert!(answer.location().contains("done=confirm"), "{} {}", answer.status, answer.body);
    }

    /// From a page of the desk on which it began then.
    async fn confirm_as_seen(&self, app: &TestApp<'_>, start: Timestamp) -> Answer {
        let point = app.store.point(self.point.expect("a visit")).await.expect("read").expect("there");
        let path = format!("/desk/{}/legs/{}/confirm", point.slug, self.leg);
        app.post(&self.staff, &path, &[("seen", &start.to_string())]).await
    }
}

#[tokio::test]
async fn a_desk_confirms_the_time_it_has_seen() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let answer = scene.confirm_as_seen(&app, hours_later(5)).await;
            assert_eq!(answer.status, StatusCode::CONFLICT);
            assert!(answer.body.contains("chosen another time meanwhile"), "{}", answer.body);
            scene.confirm(&app).await;
        })
        .await;
}

#[tokio::test]
async fn a_case_does_not_exist_for_others() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let (account, other) = app.signed_in("Other Staff", false).await;
            store.add_staff(account, store.new_point(1).await).await.expect("stored");
            for tail in ["", "/appointment.ics", "/reschedule"] {
                let path = format!("/cases/{}{tail}", scene.case);
                for outside in [&scene.stranger, &other] {
                    assert_eq!(app.get(outside, &path).await.status, StatusCode::NOT_FOUND, "{path}");
                }
            }
            for inside in [&scene.customer, &scene.engineer, &scene.staff] {
                let answer = app.get(inside, &format!("/cases/{}", scene.case)).await;
                assert_eq!(answer.status, StatusCode::OK);
            }
            // Only the customer cancels, whoever else may look.
            let cancel = format!("/cases/{}/legs/{}/cancel", scene.case, scene.leg);
            for not_hers in [&scene.stranger, &other, &scene.engineer, &scene.staff] {
                assert_eq!(app.post(not_hers, &cancel, &[]).await.status, StatusCode::NOT_FOUND);
            }
            let leg = store.leg(scene.leg).await.expect("read").expect("there");
            assert_eq!(leg.state, LegState::Requested, "nothing has changed");
        })
        .await;
}

#[tokio::test]
async fn a_home_address_is_shown_from_confirmation_to_the_end() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::home(&app).await;
            let agreed = format!(
                "INSERT INTO events (id, case_id, number, leg_id, engineer_id, at, kind, actor, actor_name)
                 SELECT 'agreed', case_id, 1, id, engineer_id, 0, 'confirmed', 'engineer', 'Chen Wei'
                 FROM legs WHERE id = '{}'",
                scene.leg
            );
            store.execute(&agreed).await;
            for state in LegState::ALL {
                let set = format!("UPDATE legs SET state = '{}' WHERE id = '{}'", state.as_str(), scene.leg);
                store.execute(&set).await;
                let under_way = matches!(state, LegState::Confirmed | LegState::InService);
                for tail in ["", "/appointment.ics"] {
                    let path = format!("/cases/{}{tail}", scene.case);
                    // A calendar escapes commas.
                    let shows = |body: &str| body.replace('\\', "").contains(ADDRESS);
                    let hers = app.get(&scene.customer, &path).await;
                    assert!(shows(&hers.body), "the customer's own, {state:?} {path}");
                    let theirs = app.get(&scene.engineer, &path).await;
                    // Turned down, it is nothing of theirs.
                    let gone = state == LegState::Declined;
                    let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::OK };
                    assert_eq!(theirs.status, status, "{state:?}");
                    assert_eq!(shows(&theirs.body), under_way, "the engineer's, {state:?} {path}");
                    for nobody in [&scene.staff, &scene.stranger] {
                        assert_eq!(app.get(nobody, &path).await.status, StatusCode::NOT_FOUND);
                    }
                }
            }
        })
        .await;
}

#[tokio::test]
async fn a_home_call_leads_to_the_door_in_its_town() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::home(&app).await;
            store.execute("UPDATE legs SET state = 'confirmed'").await;
            let path = format!("/cases/{}", scene.case);
            let page = app.get(&scene.engineer, &path).await.body;
            assert!(page.contains("7 Hidden Lane, third floor, Wuhan"), "{page}");
            let way = "geo:30.58000,114.27000?q=7%20Hidden%20Lane%2C%20third%20floor%2C%20Wuhan";
            for path in [&*path, "/work"] {
                let page = app.get(&scene.engineer, path).await.body;
                assert!(
                    page.contains(way) && !page.contains("openstreetmap"),
                    "her own phone finds it: {page}"
                );
            }
            let own = app.get(&scene.customer, &path).await.body;
            assert!(
                !own.contains("geo:") && !own.contains("openstreetmap"),
                "she knows where she lives: {own}"
            );
            let calendar = app.get(&scene.engineer, &format!("{path}/appointment.ics")).await.body;
            assert!(calendar.replace(['\\', '\r', '\n'], "").contains("third floor, Wuhan"), "{calendar}");
        })
        .await;
}

#[tokio::test]
async fn nobody_is_asked_how_it_was_who_has_no_account() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            store.execute("UPDATE cases SET customer_id = NULL").await;
            store.execute("UPDATE legs SET state = 'in_service'").await;
            let day = app.get(&scene.engineer, "/work").await.body;
            assert!(day.contains("The service point can read this.") && !day.contains("Ada Customer reads"));
            let finish = format!("/work/legs/{}/finish", scene.leg);
            let done = app.post(&scene.engineer, &finish, &[("done", "New cable")]).await;
            let day = app.get(&scene.engineer, done.location()).await.body;
            assert!(day.contains("Service finished.") && !day.contains("is asked how it was"), "{day}");
        })
        .await;
}

#[tokio::test]
async fn a_confirmed_home_call_can_be_called_off_and_both_sides_reached() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::home(&app).await;
            store.execute("UPDATE accounts SET phone = '+86 555 0177' WHERE name = 'Chen Wei'").await;
            let page = format!("/cases/{}", scene.case);
            assert!(
                !app.get(&scene.customer, &page).await.body.contains("5550177"),
                "not before it is agreed"
            );
            store.execute("UPDATE legs SET state = 'confirmed'").await;
            assert!(app.get(&scene.customer, &page).await.body.contains("tel:+865550177"));
            let decline = format!("/work/legs/{}/decline", scene.leg);
            let done = app.post(&scene.engineer, &decline, &[("reason", "The road is shut")]).await;
            assert!(done.location().ends_with(&format!("done=decline#leg-{}", scene.leg)), "{}", done.status);
            let leg = store.leg(scene.leg).await.expect("read").expect("there");
            assert_eq!(leg.state, LegState::Declined);
            assert!(app.get(&scene.customer, &page).await.body.contains("The road is shut"));
        })
        .await;
}

#[tokio::test]
async fn the_story_says_who_asked_for_which_time() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let at = hours_later(3).as_millisecond();
            let insert = format!(
                "INSERT INTO events (id, case_id, number, leg_id, engineer_id, at, kind, actor, actor_name, starts_at)
                 SELECT 'moved', '{}', 9, id, engineer_id, {at}, 'rescheduled', 'customer', 'Ada', {at} FROM legs",
                scene.case
            );
            store.execute(&insert).await;
            for (lang, words) in [("en", "asked for by you"), ("zh-CN", "您申请改到")] {
                let page = app.get(&scene.customer, &format!("/cases/{}?lang={lang}", scene.case)).await.body;
                assert!(page.contains(words), "{page}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_telephone_number_is_for_those_who_serve() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            store.execute("UPDATE accounts SET phone = '+86 555 0199' WHERE name = 'Ada Customer'").await;
            let path = format!("/cases/{}", scene.case);
            for serving in [&scene.engineer, &scene.staff] {
                assert!(app.get(serving, &path).await.body.contains("tel:+865550199"));
            }
            assert!(!app.get(&scene.customer, &path).await.body.contains("5550199"));
        })
        .await;
}

#[tokio::test]
async fn nobody_decides_alone_that_nobody_came() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            store.execute("UPDATE legs SET state = 'no_show'").await;
            let (case, attest) = (
                format!("/cases/{}", scene.case),
                format!("/cases/{}/legs/{}/attest", scene.case, scene.leg),
            );
            assert!(app.get(&scene.customer, &case).await.body.contains(&attest));
            for not_hers in [&scene.engineer, &scene.staff, &scene.stranger] {
                assert!(!app.get(not_hers, &case).await.body.contains(&attest));
                assert_eq!(app.post(not_hers, &attest, &[]).await.status, StatusCode::NOT_FOUND);
            }
            let account = store.case(scene.case).await.expect("read").expect("there").customer;
            let from = [Who::Account(account.expect("an account"))];
            let taken = (0..).take_while(|_| app.app.limits.take(Limit::Attest, &from).is_ok()).count();
            let often = app.post(&scene.customer, &attest, &[]).await;
            assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(often.body.contains("in about 24 hours"), "{}", often.body);
            (0..taken).for_each(|_| app.app.limits.give_back(Limit::Attest, &from));
            for _ in ["once", "sent twice"] {
                let said = app.post(&scene.customer, &attest, &[]).await;
                assert!(said.location().contains("done=attested"), "{} {}", said.status, said.body);
            }
            let review = format!("/legs/{}/review", scene.leg);
            let given = app.post(&scene.customer, &review, &[("stars", "2")]).await;
            assert!(given.location().contains("done=reviewed"), "{} {}", given.status, given.body);
            let engineer = store.leg(scene.leg).await.expect("read").expect("there").engineer;
            let profile = app.get(&scene.stranger, &format!("/engineers/{}", engineer.slug)).await.body;
            assert!(
                profile.contains("The customer says that it took place"),
                "both sides are told: {profile}"
            );
        })
        .await;
}

#[tokio::test]
async fn who_was_served_reviews_and_the_engineer_replies_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            store.execute("UPDATE legs SET state = 'done'").await;
            let review = format!("/legs/{}/review", scene.leg);
            let words =
                [("stars", "5"), ("praise", "patient"), ("text", "<b>Thank you</b>"), ("point-stars", "4")];
            for not_served in [&scene.engineer, &scene.staff, &scene.stranger] {
                assert_eq!(app.post(not_served, &review, &words).await.status, StatusCode::NOT_FOUND);
            }
            let unfinished = app.post(&scene.customer, &review, &[("text", "Nice & kind")]).await;
            assert_eq!(unfinished.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(unfinished.body.contains("Nice &amp; kind"), "what was typed is still there");
            // The second is the same form, sent twice.
            for _ in 0..2 {
                let answer = app.post(&scene.customer, &review, &words).await;
                assert!(answer.location().contains("done=reviewed"), "{}", answer.status);
            }
            let reviews = store.reviews_of_leg(scene.leg).await.expect("read");
            assert_eq!(reviews.len(), 2, "of the engineer and of the point, once each");

            let of_engineer = reviews.iter().find(|review| matches!(review.subject, Subject::Engineer(_)));
            let reply = format!("/reviews/{}/reply", of_engineer.expect("reviewed").id);
            let leg = scene.leg.to_string();
            let (_, other) = store.new_engineer_with_account("Other Engineer").await;
            let other = app.session_of(other).await;
            let thanks = [("leg", leg.as_str()), ("text", "You are welcome")];
            assert_eq!(app.post(&other, &reply, &thanks).await.status, StatusCode::NOT_FOUND);
            for text in ["You are welcome", "Something else"] {
                let answer = app.post(&scene.engineer, &reply, &[("leg", &leg), ("text", text)]).await;
                assert!(answer.location().contains("done=replied"), "{}", answer.status);
            }
            let page = app.get(&scene.customer, &format!("/cases/{}", scene.case)).await.body;
            assert!(page.contains("You are welcome") && !page.contains("Something else"));
            assert!(page.contains("&lt;b&gt;Thank you&lt;/b&gt;") && !page.contains("<b>Thank you"));
        })
        .await;
}
