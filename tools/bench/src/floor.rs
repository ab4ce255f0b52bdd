//! The floor: the same questions to the store, and bytes that were made before.

use std::{collections::HashMap, net::SocketAddr, path::PathBuf, sync::Arc};

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{get, post},
    serve::ListenerExt as _,
};
use handpick::{
    booking::Draft,
    case::{Actor, ActorKind, Move},
    clock::Clock as _,
    engineer::{Mode, Search, recommend::PICKS},
    geo::Position,
    place::Gazetteer,
    review::{ReviewFilter, Subject, last_months},
    schedule::{Resource, Span},
    search::{Lexicon, name_parts, understand},
    store::Store,
};
use handpick_server::{
    clock::{SystemClock, SystemRandom},
    store,
};
use jiff::{SignedDuration, tz::TimeZone};

use crate::page::{TOWNS, home_search, list_search, positions, related_search};

#[derive(clap::Args)]
pub struct Floor {
    #[arg(long)]
    database_url: String,
    #[arg(long)]
    addr: SocketAddr,
    /// A JSON object: path and query to the page's text
    #[arg(long)]
    pages: PathBuf,
}

#[derive(Clone)]
struct Known {
    store: Arc<dyn Store>,
    pages: Arc<HashMap<String, axum::body::Bytes>>,
    positions: [Position; TOWNS.len()],
    /// The names that are asked for, by path and query.
    typed: Arc<HashMap<String, Vec<String>>>,
}

impl Floor {
    pub async fn serve(self) {
        let any = store::open(&self.database_url, Arc::new(SystemRandom)).await.expect("open the database");
        let text = std::fs::read_to_string(&self.pages).expect("the pages");
        let pages: HashMap<String, String> = serde_json::from_str(&text).expect("the pages");
        let pages: HashMap<String, axum::body::Bytes> =
            pages.into_iter().map(|(path, text)| (path, text.into())).collect();
        let typed = Arc::new(typed_names(pages.keys()));
        let known = Known { store: any.store, pages: Arc::new(pages), positions: positions(), typed };
        let router = Router::new()
            .route("/", get(home))
            .route("/engineers", get(list))
            .route("/engineers/{slug}", get(profile))
            .route("/book/{draft}/when", get(times))
            .route("/suggest", get(suggest))
            .route("/book/{draft}/request", post(request))
            .route("/desk/{slug}/legs/{leg}/confirm", post(confirm))
            .with_state(known);
        let listener = tokio::net::TcpListener::bind(self.addr).await.expect("bind");
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("TCP_NODELAY"));
        axum::serve(listener, router).await.expect("serve");
    }
}

/// What of each query for suggestions may be a name.
fn typed_names<'p>(paths: impl Iterator<Item = &'p String>) -> HashMap<String, Vec<String>> {
    let lexicon = Lexicon::load().expect("the words");
    let places = Gazetteer::parse(handpick_server::PLACES).expect("the table of places");
    let typed = paths.filter_map(|path| {
        let query = path.strip_prefix("/suggest?q=")?.replace('+', " ");
        let said = understand(&query, &lexicon, &places);
        Some((path.clone(), name_parts(&format!("{} {}", said.place_word, said.unknown.join(" ")))))
    });
    typed.collect()
}

impl Known {
    /// The place that a query names.
    fn place(&self, query: Option<String>) -> Position {
        let query = query.unwrap_or_default();
        let town = TOWNS.iter().position(|town| query.contains(town)).expect("a town");
        self.positions[town]
    }

    fn page(&self, uri: &Uri) -> Response {
        let path = uri.path_and_query().map_or("/", |whole| whole.as_str());
        let bytes = self.pages.get(path).cloned().expect("a copied page");
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes).into_response()
    }

    /// What every request with a session asks: the session and its viewer.
    async fn viewer(&self, headers: &HeaderMap) -> Option<handpick::account::Viewer> {
        let cookie = headers.get(header::COOKIE)?.to_str().ok()?;
        let (_, session) = cookie.split_once('=')?;
        let found = self.store.session(session, SystemClock.now()).await.expect("a session")?;
        let data: serde_json::Value = serde_json::from_str(&found.0).expect("a session's data");
        let account = data["account"].as_str()?.parse().ok()?;
        self.store.viewer(account).await.expect("a viewer")
    }

    /// What each filter would leave, and how many fit.
    async fn count(&self, search: &Search) {
        let crowd = self.store.crowd(search).await.expect("people");
        if crowd.total(search).is_none() {
            self.store.count_fitting(search).await.expect("a number");
        }
    }

    async fn draft(&self, id: &str) -> Draft {
        let id = id.parse().expect("an id");
        self.store.draft(id).await.expect("a draft").expect("a draft")
    }
}

async fn home(
    State(known): State<Known>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    known.viewer(&headers).await;
    let search = home_search(known.place(query));
    known.count(&search).await;
    let (_, candidates) = known.store.search_with_candidates(&search, None).await.expect("people");
    let picks: Vec<_> = candidates.iter().take(PICKS).map(|candidate| candidate.engineer.id).collect();
    let (kind, key) = search.case().expect("a need");
    known.store.outcomes(&picks, kind, key).await.expect("how they were rated");
    known.page(&uri)
}

async fn list(
    State(known): State<Known>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    known.viewer(&headers).await;
    let search = list_search(known.place(query));
    known.count(&search).await;
    known.store.search(&search).await.expect("people");
    known.page(&uri)
}

async fn profile(
    State(known): State<Known>,
    uri: Uri,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Response {
    let store = &known.store;
    known.viewer(&headers).await;
    let engineer = store.engineer_by_slug(&slug).await.expect("an engineer").expect("an engineer");
    let (of, now) = (Subject::Engineer(engineer.id), SystemClock.now());
    let filter = ReviewFilter { page_size: 10, ..ReviewFilter::default() };
    let months = last_months(now.to_zoned(TimeZone::UTC).date(), &TimeZone::UTC);
    let months: Vec<_> = months.into_iter().map(|(_, start)| start).collect();
    let related = related_search(&engineer);
    futures::try_join!(
        store.history(engineer.id, now),
        store.areas(engineer.id),
        store.points_of(engineer.id),
        store.schedule(engineer.id),
        store.reviews(of, filter),
        store.ratings_since(of, &months),
        store.search(&related),
    )
    .expect("a profile");
    known.page(&uri)
}

async fn times(
    State(known): State<Known>,
    uri: Uri,
    Path(draft): Path<String>,
    headers: HeaderMap,
) -> Response {
    let store = &known.store;
    known.viewer(&headers).await;
    let draft = known.draft(&draft).await;
    store.engineer(draft.engineer).await.expect("an engineer");
    let point = draft.point.expect("a visit");
    // Once for the page's frame, once for what is offered.
    store.point(point).await.expect("a point");
    store.schedule(draft.engineer).await.expect("a schedule");
    store.point(point).await.expect("a point");
    let bays = store.bays(point).await.expect("bays");
    let now = SystemClock.now();
    let resources: Vec<_> = std::iter::once(Resource::Engineer(draft.engineer))
        .chain(bays.iter().map(|bay| Resource::Bay(bay.id)))
        .collect();
    let span = Span { start: now, end: now + SignedDuration::from_hours(17 * 24) };
    store.busy(&resources, span, now).await.expect("what is taken");
    known.page(&uri)
}

async fn suggest(State(known): State<Known>, uri: Uri, headers: HeaderMap) -> Response {
    known.viewer(&headers).await;
    let path = uri.path_and_query().map_or("", |whole| whole.as_str());
    let parts = &known.typed[path];
    if !parts.is_empty() {
        futures::try_join!(known.store.engineers_named(parts, 3), known.store.points_named(parts, 2))
            .expect("names");
    }
    known.page(&uri)
}

async fn request(State(known): State<Known>, Path(draft): Path<String>, headers: HeaderMap) -> Response {
    let store = &known.store;
    let viewer = known.viewer(&headers).await.expect("a customer");
    let draft = known.draft(&draft).await;
    store.engineer(draft.engineer).await.expect("an engineer");
    store.point(draft.point.expect("a visit")).await.expect("a point");
    let requested = store.request_booking(draft.id, viewer.id(), SystemClock.now()).await;
    let case = requested.expect("a transaction").expect("the time is held");
    redirect(&format!("/cases/{case}"))
}

async fn confirm(
    State(known): State<Known>,
    Path((slug, leg)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let store = &known.store;
    let viewer = known.viewer(&headers).await.expect("staff");
    let point = store.point_by_slug(&slug).await.expect("a point").expect("a point");
    let leg = store.leg(leg.parse().expect("an id")).await.expect("a leg").expect("a leg");
    assert!(leg.mode == Mode::Visit && leg.point.is_some_and(|here| here.id == point.id));
    let by = Actor { kind: ActorKind::Desk, account: Some(viewer.id()), name: viewer.account.name };
    let moved = store.move_leg(leg.id, Move::Confirm, by, SystemClock.now()).await;
    moved.expect("a transaction").expect("it was requested");
    redirect(&format!("/desk/{slug}"))
}

fn redirect(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
