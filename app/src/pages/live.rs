//! The stream behind live pages (server-sent events). It carries no content, only
//! the ids of events: the page fetches itself again, with its own rights.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures::{Stream, stream};
use handpick::{
    account::{Role, Viewer},
    case::access,
    id::AccountId,
    live::{BEFORE_ALL, Topic},
    store::StoreResult,
};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, timeout_at},
};

use crate::{
    ports::App,
    routes::{self, Route},
    seats::Seat,
    web::{Problem, Visit},
};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/live/{topic}", Role::Customer, watch)]
}

/// How often a silent stream says that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often a silent stream asks whether its session still lives.
const ASK_EVERY: Duration = Duration::from_secs(30);
/// A stream ends after this long; the browser comes back and is asked anew who it is.
const LONGEST: Duration = Duration::from_secs(3600);

async fn watch(visit: Visit, Path(topic): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let topic: Topic = topic.parse().map_err(|_| Problem::NotFound)?;
    authorise(&visit, topic).await?;
    let watcher = Watcher::of(&visit)?;
    let feed = Feed::open(&visit.app, watcher, topic, last_event_id(&headers)).await?;
    let events = Sse::new(feed.events()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // Some proxies collect a response before they pass it on, unless told otherwise.
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], events).into_response())
}

/// Whoever may see the page may watch it.
async fn authorise(visit: &Visit, topic: Topic) -> Result<(), Problem> {
    let viewer = visit.signed_in()?;
    if may_watch(&visit.app, viewer, topic).await? { Ok(()) } else { Err(Problem::NotFound) }
}

async fn may_watch(app: &App, viewer: &Viewer, topic: Topic) -> StoreResult<bool> {
    Ok(match topic {
        Topic::Case(id) => app.store.case(id).await?.is_some_and(|case| access(viewer, &case).is_some()),
        Topic::Desk(point) => viewer.staffs(point),
        Topic::Work(engineer) => viewer.engineer == Some(engineer),
    })
}

/// Who watches: a session that can end, and rights that can be taken away, while the
/// stream goes on.
struct Watcher {
    session: String,
    account: AccountId,
    _seat: Seat,
}

impl Watcher {
    fn of(visit: &Visit) -> Result<Self, Problem> {
        let account = visit.signed_in()?.id();
        let session = visit.session.id().ok_or(Problem::SignInNeeded { resume: None })?.to_string();
        let seat = visit.app.seats.take(account).ok_or(Problem::TooMany { wait: LONGEST })?;
        Ok(Self { session, account, _seat: seat })
    }

    /// Whether it is still the same session of somebody who may watch.
    async fn may_still(&self, app: &App, topic: Topic) -> StoreResult<bool> {
        if app.store.session(&self.session, app.now()).await?.is_none() {
            return Ok(false);
        }
        match app.store.viewer(self.account).await? {
            Some(viewer) => may_watch(app, &viewer, topic).await,
            None => Ok(false),
        }
    }
}

/// What a returning browser saw last. Anything but an id of ours counts as nothing.
fn last_event_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("last-event-id")?.to_str().ok()?;
    let ours = (1..=26).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ours.then(|| id.to_owned())
}

/// What the browser is told next.
enum News {
    /// Where the timeline stands: the page compares it with what it shows.
    Standing(String),
    /// Something happened; the id of the latest event.
    Happened(String),
    /// Something changed without a new event, or with one that sorts before the last.
    Changed,
}

/// A topic being watched. While nothing happens it holds no connection to the
/// database, only its place in the channel of changes.
struct Feed {
    app: App,
    watcher: Watcher,
    topic: Topic,
    changes: broadcast::Receiver<Topic>,
    stopping: watch::Receiver<bool>,
    last: String,
    first: Option<News>,
    until: Instant,
}

impl Feed {
    /// Subscribes before it looks, so that nothing falls in between.
    async fn open(app: &App, watcher: Watcher, topic: Topic, seen: Option<String>) -> StoreResult<Feed> {
        let changes = app.changes.subscribe();
        let last = latest(app, topic).await?;
        let first = match seen {
            Some(seen) if seen == last => None,
            Some(_) => Some(News::Happened(last.clone())),
            None => Some(News::Standing(last.clone())),
        };
        let (stopping, until) = (app.stopping.subscribe(), Instant::now() + LONGEST);
        Ok(Feed { app: app.clone(), watcher, topic, changes, stopping, last, first, until })
    }

    fn events(self) -> impl Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, async |mut feed| {
            let news = match feed.first.take() {
                Some(news) => news,
                None => feed.next().await?,
            };
            Some((Ok(event(&news)), feed))
        })
    }

    /// Waits for the topic to change. `None` ends the stream: its time is over, its
    /// session has ended, the program does, or the database failed; the browser comes
    /// back with its last id, and is asked who it is.
    async fn next(&mut self) -> Option<News> {
        let mut asked = Instant::now();
        loop {
            let until = self.until.min(asked + ASK_EVERY);
            let change = tokio::select! {
                change = timeout_at(until, self.changes.recv()) => change,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            let lagged = match change {
                Ok(Ok(topic)) if topic == self.topic => Some(false),
                Ok(Ok(_)) => continue,
                Ok(Err(RecvError::Lagged(_))) => Some(true),
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => None,
            };
            asked = Instant::now();
            let may = self.watcher.may_still(&self.app, self.topic).await;
            if asked >= self.until || !may.map_err(Problem::from).ok()? {
                return None;
            }
            let Some(lagged) = lagged else { continue };
            let lagged = self.drain() || lagged;
            let latest = latest(&self.app, self.topic).await.map_err(Problem::from).ok()?;
            if latest != self.last {
                self.last.clone_from(&latest);
                return Some(News::Happened(latest));
            }
            if !lagged {
                return Some(News::Changed);
            }
        }
    }

    /// Takes what is already there: many changes at once become one event. Tells
    /// whether some were lost.
    fn drain(&mut self) -> bool {
        use broadcast::error::TryRecvError;
        let mut lagged = false;
        loop {
            match self.changes.try_recv() {
                Ok(_) => {}
                Err(TryRecvError::Lagged(_)) => lagged = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return lagged,
            }
        }
    }
}

async fn latest(app: &App, topic: Topic) -> StoreResult<String> {
    Ok(app.store.last_event(topic).await?.unwrap_or_else(|| BEFORE_ALL.to_owned()))
}

/// The id stands in the data as well, where the page reads it.
fn event(news: &News) -> sse::Event {
    match news {
        News::Standing(id) => sse::Event::default().event("hello").id(id).data(id),
        News::Happened(id) => sse::Event::default().event("change").id(id).data(id),
        News::Changed => sse::Event::default().event("change").data("again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_ours_are_taken_from_a_header() {
        let given = |text: &str| {
            let value = text.parse().expect("a header value");
            last_event_id(&HeaderMap::from_iter([(HeaderName::from_static("last-event-id"), value)]))
        };
        assert_eq!(given("12").as_deref(), Some("12"));
        assert_eq!(given("01KBZ7Q3N4E6T8Y0V2X4Z6B8D0").as_deref(), Some("01KBZ7Q3N4E6T8Y0V2X4Z6B8D0"));
        for strange in ["", "' OR 1=1", "0123456789012345678901234567890"] {
            assert_eq!(given(strange), None, "{strange}");
        }
    }
}
