//! Live pages: what a stream tells, to whom, and when it ends.

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, StatusCode, header},
};
use futures::StreamExt as _;
use handpick_app::seats::SEATS_MAX;

use crate::{
    cases::Scene,
    support::Fixture,
    test_app::{Session, TestApp, request},
};

#[tokio::test]
async fn a_stream_tells_what_happens_and_what_was_missed() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let desk = format!("/live/desk:{}", scene.point.expect("a visit"));
            let case = format!("/live/case:{}", scene.case);
            let mut at_desk = open(&app, &scene.staff, &desk, None).await;
            let mut at_home = open(&app, &scene.customer, &case, None).await;
            assert_eq!(next(&mut at_desk).await, "event: hello\nid: 0\ndata: 0\n\n");
            assert_eq!(next(&mut at_home).await, "event: hello\nid: 0\ndata: 0\n\n");
            scene.confirm(&app).await;
            assert_eq!(next(&mut at_home).await, "event: change\nid: 1\ndata: 1\n\n");
            let told = next(&mut at_desk).await;
            assert!(told.starts_with("event: change\nid: 0"), "{told}");
            let mut back = open(&app, &scene.customer, &case, Some("0")).await;
            assert_eq!(next(&mut back).await, "event: change\nid: 1\ndata: 1\n\n", "what was missed");
        })
        .await;
}

#[tokio::test]
async fn a_stream_is_for_whoever_may_see_the_page() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let engineer = store.leg(scene.leg).await.expect("read").expect("there").engineer.id;
            let watched = [
                (format!("case:{}", scene.case), [true, true, true, false]),
                (format!("desk:{}", scene.point.expect("a visit")), [false, false, true, false]),
                (format!("work:{engineer}"), [false, true, false, false]),
                ("case:nothing".to_owned(), [false; 4]),
            ];
            for (topic, may) in watched {
                let people = [&scene.customer, &scene.engineer, &scene.staff, &scene.stranger];
                for (session, may) in people.into_iter().zip(may) {
                    let wanted = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
                    let asked = request(Method::GET, session, &format!("/live/{topic}"));
                    let answer = app.respond(asked.body(Body::empty()).expect("a request")).await;
                    assert_eq!(answer.status(), wanted, "{topic}");
                }
            }
        })
        .await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_its_right() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let point = scene.point.expect("a visit");
            let mut at_desk = open(&app, &scene.staff, &format!("/live/desk:{point}"), None).await;
            let mut at_home = open(&app, &scene.customer, &format!("/live/case:{}", scene.case), None).await;
            let mut at_work = open(&app, &scene.engineer, &format!("/live/case:{}", scene.case), None).await;
            for stream in [&mut at_desk, &mut at_home, &mut at_work] {
                next(stream).await;
            }
            app.post(&scene.customer, "/logout", &[]).await;
            scene.confirm(&app).await;
            let staff = store.texts("SELECT account_id FROM staff").await;
            store.remove_staff(staff[0].parse().expect("an id"), point).await.expect("stored");
            assert!(next(&mut at_work).await.starts_with("event: change"), "hers goes on");
            assert!(at_home.next().await.is_none(), "signed out");
            assert!(at_desk.next().await.is_none(), "no longer at the desk");
            app.app.stopping.send_replace(true);
            assert!(at_work.next().await.is_none(), "the program ends");
        })
        .await;
}

#[tokio::test]
async fn an_account_watches_so_much_and_no_more() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let app = TestApp::new(store);
            let scene = Scene::visit(&app).await;
            let path = format!("/live/case:{}", scene.case);
            let mut streams = Vec::new();
            for _ in 0..SEATS_MAX {
                streams.push(open(&app, &scene.customer, &path, None).await);
            }
            assert_eq!(app.get(&scene.customer, &path).await.status, StatusCode::TOO_MANY_REQUESTS);
            streams.pop();
            streams.push(open(&app, &scene.customer, &path, None).await);
        })
        .await;
}

async fn open(app: &TestApp<'_>, session: &Session, path: &str, seen: Option<&str>) -> BodyDataStream {
    let mut asked = request(Method::GET, session, path);
    if let Some(seen) = seen {
        asked = asked.header("last-event-id", seen);
    }
    let answer = app.respond(asked.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    answer.into_body().into_data_stream()
}

/// The next event of a stream, as it is written.
async fn next(stream: &mut BodyDataStream) -> String {
    let waiting = tokio::time::timeout(std::time::Duration::from_secs(60), stream.next());
    let bytes = waiting.await.expect("an event in time").expect("the stream goes on").expect("bytes");
    String::from_utf8(bytes.to_vec()).expect("text")
}
