//! What strangers are shown is remembered for a moment.
//!
//! A public page says so itself when everybody without an account sees the same of it.
//! Such a page is then made once a second and language, however many ask: a profile that
//! a whole town passes on costs what one reader costs. What somebody with a session
//! does is never behind, and whether a time is still free is decided when it is taken.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use handpick::lang::Lang;
use handpick_app::{
    ports::App,
    web::{ForStrangers, Nonce, asked_lang},
};
use jiff::{SignedDuration, Timestamp};

/// For how long.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(1);
/// Most bytes of all pages and their addresses together.
const BYTES_MAX: usize = 6 * 1024 * 1024;

#[derive(Default)]
pub struct Pages(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    pages: HashMap<Address, Arc<Page>>,
    bytes: usize,
}

/// Path, query and language: all that a page for strangers is made of.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Address(String, Lang);

struct Page {
    made: Timestamp,
    headers: HeaderMap,
    html: Bytes,
    /// Where the nonce of its script stands, which is another each time.
    nonces: Vec<usize>,
    pictures_from: Option<String>,
}

/// Answers from memory what may be, and remembers what may be.
pub async fn remember(
    State((app, pages)): State<(App, Arc<Pages>)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(address) = Address::of(&request) else { return next.run(request).await };
    let now = app.now();
    if let Some(page) = pages.get(&address, now) {
        return page.answer(&Nonce::mint(&*app.random));
    }
    let response = next.run(request).await;
    let Some(shared) = response.extensions().get::<ForStrangers>().cloned() else { return response };
    let (parts, body) = response.into_parts();
    // A page is in one piece already.
    let room = body.size_hint().exact().and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX);
    if room > BYTES_MAX || parts.headers.contains_key(header::SET_COOKIE) {
        return Response::from_parts(parts, body);
    }
    let Ok(html) = to_bytes(body, BYTES_MAX).await else { return Response::from_parts(parts, Body::empty()) };
    pages.put(address, Page::new(now, parts.headers.clone(), html.clone(), shared));
    Response::from_parts(parts, Body::from(html))
}

impl Address {
    /// `None` when the answer may be for this reader only.
    fn of(request: &Request) -> Option<Self> {
        let headers = request.headers();
        let stranger = headers.get_all(header::COOKIE).iter().all(|cookies| {
            let mut cookies = cookies.as_bytes().split(|byte| *byte == b';');
            cookies.all(|cookie| cookie.trim_ascii_start().starts_with(b"lang="))
        });
        let path = request.uri().path_and_query()?;
        let lang = asked_lang(request.uri(), headers).unwrap_or_default();
        (stranger && request.method() == Method::GET).then(|| Self(path.as_str().to_owned(), lang))
    }
}

impl Pages {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // Every entry is sound at any moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, address: &Address, now: Timestamp) -> Option<Arc<Page>> {
        self.shelf().pages.get(address).filter(|page| page.is_fresh(now)).cloned()
    }

    /// Where there is no room among fresh pages, this one is not remembered: throwing
    /// those away would help nobody when more are asked for than there is room.
    fn put(&self, address: Address, page: Page) {
        let mut shelf = self.shelf();
        let bytes = address.0.len() + page.html.len();
        shelf.forget(&address);
        if shelf.bytes + bytes > BYTES_MAX {
            shelf.keep_fresh(page.made);
        }
        if shelf.bytes + bytes <= BYTES_MAX {
            shelf.bytes += bytes;
            shelf.pages.insert(address, Arc::new(page));
        }
    }
}

impl Shelf {
    fn forget(&mut self, address: &Address) {
        if let Some(old) = self.pages.remove(address) {
            self.bytes -= address.0.len() + old.html.len();
        }
    }

    fn keep_fresh(&mut self, now: Timestamp) {
        self.pages.retain(|_, page| page.is_fresh(now));
        self.bytes = self.pages.iter().map(|(address, page)| address.0.len() + page.html.len()).sum();
    }
}

impl Page {
    fn new(made: Timestamp, headers: HeaderMap, html: Bytes, shared: ForStrangers) -> Self {
        let text = str::from_utf8(&html).unwrap_or_default();
        let nonces = text.match_indices(shared.nonce.as_str()).map(|(at, _)| at).collect();
        Self { made, headers, html, nonces, pictures_from: shared.pictures_from }
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.made);
        age < REMEMBERED && !age.is_negative()
    }

    fn answer(&self, nonce: &Nonce) -> Response {
        let html = match self.nonces.as_slice() {
            [] => self.html.clone(),
            nonces => {
                let mut html = self.html.to_vec();
                for at in nonces {
                    html[*at..*at + nonce.as_str().len()].copy_from_slice(nonce.as_str().as_bytes());
                }
                html.into()
            }
        };
        let mut response = Response::new(Body::from(html));
        *response.headers_mut() = self.headers.clone();
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, nonce.policy(self.pictures_from.as_deref()));
        response
    }
}
