//! Forms with files: what they cost is bounded, whoever sends them.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use futures::StreamExt as _;
use handpick::{booking::Draft, id::DraftId};
use handpick_app::{
    limits::{Limit, Who},
    web::{FORM_MAX, UPLOADS_MAX},
};
use tokio::time::timeout;

use crate::{
    support::{Fixture, NOW, hours_later},
    test_app::{Session, TestApp, request},
};

/// Where the requests of a test come from.
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
/// Longer than an answer takes that waits for nobody.
const AT_ONCE: Duration = Duration::from_secs(20);

/// Somebody who is about to say what is broken.
struct Scene<'a> {
    app: TestApp<'a>,
    browser: Session,
    path: String,
}

impl<'a> Scene<'a> {
    async fn set(store: &'a Fixture) -> Self {
        let browser = tower_sessions::session::Id::default().to_string();
        let data = serde_json::json!({ "visitor": browser }).to_string();
        assert!(store.create_session(&browser, &data, None, hours_later(24)).await.expect("stored"));
        let draft = Draft {
            id: DraftId::mint(NOW, &*store.random),
            owner: browser.clone(),
            engineer: store.new_engineer("Chen Wei").await,
            mode: None,
            point: None,
            home: None,
            product: None,
            need: None,
            description: String::new(),
            hold: None,
            case: None,
            created_at: NOW,
        };
        store.open_draft(&draft).await.expect("stored");
        Self { app: TestApp::new(store), browser: Some(browser), path: format!("/book/{}/photos", draft.id) }
    }

    fn form(&self, body: impl Into<Body>) -> Request<Body> {
        let form = request(Method::POST, &self.browser, &self.path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
        form.body(body.into()).expect("a request")
    }

    async fn send(&self, body: impl Into<Body>) -> StatusCode {
        let answer = timeout(AT_ONCE, self.app.send(self.form(body))).await;
        answer.expect("an answer that waits for nothing").status
    }

    /// How many files may still be sent from here; none afterwards.
    fn use_up(&self) -> usize {
        (0..).take_while(|_| self.app.app.limits.take(Limit::Upload, &[Who::at(HERE)]).is_ok()).count()
    }
}

fn text(name: &str, text: &str) -> String {
    format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
}

fn file(bytes: usize) -> String {
    let bytes = "x".repeat(bytes);
    format!("--X\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.png\"\r\n\r\n{bytes}\r\n")
}

fn whole(parts: &[String]) -> String {
    format!("{}--X--\r\n", parts.concat())
}

#[tokio::test]
async fn all_text_of_a_form_with_files_is_no_longer_than_that_of_a_plain_one() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let scene = Scene::set(store).await;
            let fits = whole(&[text("description", &"<".repeat(FORM_MAX - 200))]);
            assert_eq!(scene.send(fits).await, StatusCode::UNPROCESSABLE_ENTITY, "long, but told so kindly");
            for too_long in [
                vec![text("description", &"<".repeat(FORM_MAX))],
                vec![text("description", &"<".repeat(1_000)); FORM_MAX / 1_000],
                vec![text("", ""); FORM_MAX / 2 + 1],
                vec![text(&"n".repeat(FORM_MAX), "")],
            ] {
                assert_eq!(scene.send(whole(&too_long)).await, StatusCode::PAYLOAD_TOO_LARGE);
            }
        })
        .await;
}

#[tokio::test]
async fn whoever_may_send_no_more_files_is_refused_before_they_are_read() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let scene = Scene::set(store).await;
            scene.use_up();
            let endless = Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
            assert_eq!(scene.send(endless).await, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(scene.send(whole(&[file(10)])).await, StatusCode::TOO_MANY_REQUESTS);
            let words = whole(&[text("description", "It stays dark."), file(0)]);
            assert_eq!(scene.send(words).await, StatusCode::SEE_OTHER);
        })
        .await;
}

#[tokio::test]
async fn a_part_that_never_begins_is_not_waited_for() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let scene = Scene::set(store).await;
            let sent = Arc::new(AtomicUsize::new(0));
            for begin in ["", "--X\r\nContent-Disposition: form-data; name=\"photos\"; filename=\""] {
                sent.store(0, Ordering::SeqCst);
                let count = sent.clone();
                let more = futures::stream::repeat(vec![b'a'; 1_000]).inspect(move |_| {
                    count.fetch_add(1, Ordering::SeqCst);
                });
                let begun = futures::stream::iter([begin.as_bytes().to_vec()]);
                let endless = Body::from_stream(begun.chain(more).map(Ok::<_, std::io::Error>));
                assert_eq!(scene.send(endless).await, StatusCode::BAD_REQUEST);
                assert!(sent.load(Ordering::SeqCst) < 32, "kB of it are read");
            }
        })
        .await;
}

#[tokio::test]
async fn each_file_counts_once() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let (burst, _) = Limit::Upload.quota();
            for files in [vec![file(10)], vec![file(FORM_MAX)], vec![file(FORM_MAX), file(10), file(10)]] {
                let scene = Scene::set(store).await;
                assert_eq!(scene.send(whole(&files)).await, StatusCode::UNPROCESSABLE_ENTITY, "no pictures");
                assert_eq!(scene.use_up() + files.len(), burst as usize);
            }
        })
        .await;
}

#[tokio::test]
async fn files_wait_until_there_is_room_for_them_and_words_do_not() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let scene = Scene::set(store).await;
            let all = u32::try_from(UPLOADS_MAX).expect("a few hundred megabytes");
            let others = scene.app.app.uploads.clone().acquire_many_owned(all).await.expect("room");
            let large = whole(&[file(FORM_MAX)]);
            let waiting = scene.app.send(scene.form(large.clone()));
            assert!(timeout(Duration::from_millis(100), waiting).await.is_err(), "there is no room");
            let words = whole(&[text("description", "It stays dark.")]);
            assert_eq!(scene.send(words).await, StatusCode::SEE_OTHER);
            drop(others);
            assert_eq!(scene.send(large).await, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(scene.app.app.uploads.available_permits(), UPLOADS_MAX, "all is given back");
        })
        .await;
}

#[tokio::test]
async fn forms_of_which_nothing_comes_keep_nobody_waiting() {
    Fixture::sqlite()
        .await
        .run(async |store| {
            let scene = Scene::set(store).await;
            let begun = file(FORM_MAX);
            let idle = (0..4).map(|_| {
                let first = futures::stream::iter([Ok::<_, std::io::Error>(begun.clone())]);
                let body = Body::from_stream(first.chain(futures::stream::pending()));
                scene.app.send(scene.form(body))
            });
            let mut idle = std::pin::pin!(futures::future::join_all(idle));
            assert!(timeout(Duration::from_millis(500), idle.as_mut()).await.is_err(), "they are being read");
            assert!(scene.app.app.uploads.available_permits() < UPLOADS_MAX, "what came of them counts");
            assert_eq!(scene.send(whole(&[file(FORM_MAX)])).await, StatusCode::UNPROCESSABLE_ENTITY);
        })
        .await;
}
