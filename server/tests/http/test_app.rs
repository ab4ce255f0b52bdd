//! The whole program without a socket: hands out signed-in people.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use handpick::{account::NewAccount, clock::Clock, id::AccountId, lang::Lang};
use handpick_app::ports::App;
use handpick_server::{config::Config, http, password};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::support::{Fixture, NOW, SeededRandom, hours_later};

pub const PASSWORD: &str = "correct horse battery";

/// A clock that stands still until it is moved.
pub struct StillClock(Mutex<Timestamp>);

impl StillClock {
    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().expect("not poisoned") += by;
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("not poisoned")
    }
}

pub struct TestApp<'a> {
    pub store: &'a Fixture,
    pub clock: Arc<StillClock>,
    pub app: App,
    router: Router,
    config: Config,
    /// Gone with the test.
    _data_dir: TempDir,
}

/// Who sends a request: the value of the session cookie, or nobody.
pub type Session = Option<String>;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The session cookie that the answer sets.
    pub fn session(&self) -> Session {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies.filter_map(|cookie| cookie.strip_prefix("session=")).find_map(|rest| {
            let value = rest.split(';').next()?;
            (!value.is_empty()).then(|| value.to_owned())
        })
    }
}

impl<'a> TestApp<'a> {
    pub fn new(store: &'a Fixture) -> Self {
        Self::with(store, |_| {})
    }

    /// With other settings than usual.
    pub fn with(store: &'a Fixture, change: impl FnOnce(&mut Config)) -> Self {
        let data_dir = TempDir::with_prefix("handpick-test-").expect("make a directory");
        let mut config = Config {
            database_url: store.url(),
            addr: ([127, 0, 0, 1], 0).into(),
            data_dir: data_dir.path().to_owned(),
            public_url: "http://handpick.test".to_owned(),
            smtp_url: None,
            smtp_from: "Handpick <handpick@handpick.test>".to_owned(),
            trusted_proxies: Vec::new(),
            metrics_addr: None,
            tiles: None,
            contact: None,
            tiles_credit: None,
        };
        change(&mut config);
        let clock = Arc::new(StillClock(Mutex::new(NOW)));
        let random = Arc::new(SeededRandom::new(3));
        let app = http::app(&config, &store.any, clock.clone(), random).expect("an app");
        let router = http::router(app.clone(), &config);
        Self { store, clock, app, router, config, _data_dir: data_dir }
    }

    pub fn config(&self) -> Config {
        self.config.clone()
    }

    pub fn config_with_smtp(&self, url: &str) -> Config {
        Config { smtp_url: Some(url.to_owned()), ..self.config() }
    }

    /// An account that can sign in with [`PASSWORD`].
    pub async fn account(&self, name: &str, operator: bool) -> AccountId {
        let id = AccountId::mint(NOW, &*self.store.random);
        let account = NewAccount {
            id,
            email: address(name).parse().expect("an address"),
            name: name.to_owned(),
            password_hash: password::hash(PASSWORD).expect("hashed"),
            lang: Lang::En,
            operator,
            email_confirmed: true,
            now: NOW,
        };
        self.store.create_account(account, None).await.expect("stored").expect("a free address");
        id
    }

    /// An account, and a session of it.
    pub async fn signed_in(&self, name: &str, operator: bool) -> (AccountId, Session) {
        let account = self.account(name, operator).await;
        (account, self.session_of(account).await)
    }

    /// A session of the account, as if it had signed in.
    pub async fn session_of(&self, account: AccountId) -> Session {
        let id = tower_sessions::session::Id::default().to_string();
        let data = serde_json::json!({ "account": account.to_string() }).to_string();
        let stored = self.store.create_session(&id, &data, Some(account), hours_later(24)).await;
        assert!(stored.expect("stored"));
        Some(id)
    }

    pub async fn get(&self, session: &Session, path: &str) -> Answer {
        self.send(request(Method::GET, session, path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form as a browser does from our own page.
    pub async fn post(&self, session: &Session, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields");
        let request = request(Method::POST, session, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// The answer with its body unread: for streams.
    pub async fn respond(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

pub fn address(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

pub fn request(method: Method, session: &Session, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "handpick.test");
    match session {
        Some(session) => request.header(header::COOKIE, format!("session={session}")),
        None => request,
    }
}
