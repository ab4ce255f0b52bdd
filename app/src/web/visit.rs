use std::{net::IpAddr, ops::Deref, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Uri, header, request::Parts},
    middleware::Next,
    response::Response,
};
use handpick::{
    account::{Admission, Role, Viewer},
    id::DraftId,
    lang::Lang,
};
use jiff::Timestamp;
use tower_sessions::Session;

use crate::{
    catalogue::Messages,
    limits::{Limit, Who},
    ports::App,
};

use super::{Nonce, Problem};

/// Session key of the signed-in account's id.
pub const SESSION_ACCOUNT: &str = "account";
/// Session key of the generation in which the account was signed in.
pub const SESSION_GENERATION: &str = "generation";
/// Session key of the [`Admission`](handpick::account::Admission) that was signed out.
pub const SESSION_KNOWN: &str = "known";
/// Session key of the secret that ties drafts to a browser, signed in or not.
pub const SESSION_VISITOR: &str = "visitor";

const LANG_COOKIE: &str = "lang";

/// The address a request comes from, as `server` established it: behind trusted
/// proxies the last address that is not one of them.
#[derive(Debug, Clone, Copy)]
pub struct ClientIp(pub IpAddr);

/// One request: who asks, in which language, for what. Cheap to clone, for parts of
/// pages want their own.
#[derive(Clone)]
pub struct Visit(Arc<Asked>);

#[derive(Clone)]
pub struct Asked {
    pub app: App,
    /// When the request came: all that one page says of time agrees.
    pub now: Timestamp,
    pub t: Messages,
    pub viewer: Option<Viewer>,
    pub session: Session,
    pub ip: IpAddr,
    pub uri: Uri,
    pub nonce: Nonce,
    /// The language was chosen by `?lang=`: remember it in a cookie.
    pub chose_lang: bool,
}

impl Deref for Visit {
    type Target = Asked;

    fn deref(&self) -> &Asked {
        &self.0
    }
}

impl Visit {
    pub fn lang(&self) -> Lang {
        self.t.0
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    pub fn path_and_query(&self) -> &str {
        self.uri.path_and_query().map_or("/", |whole| whole.as_str())
    }

    /// Whoever is signed in, or the way to the sign-in page.
    pub fn signed_in(&self) -> Result<&Viewer, Problem> {
        self.viewer.as_ref().ok_or(Problem::SignInNeeded { resume: None })
    }

    /// One of what the limit allows to the reader's address and account.
    pub fn take(&self, limit: Limit) -> Result<(), Problem> {
        Ok(self.app.limits.take(limit, &self.whose())?)
    }

    /// Gives back what was taken for something that only counts when it fails.
    pub fn give_back(&self, limit: Limit) {
        self.app.limits.give_back(limit, &self.whose());
    }

    /// The reader's address and account.
    fn whose(&self) -> Vec<Who> {
        let account = self.viewer.as_ref().map(|viewer| Who::Account(viewer.id()));
        account.into_iter().chain([Who::at(self.ip)]).collect()
    }

    pub fn may(&self, role: Role) -> bool {
        role == Role::Anyone || self.viewer.as_ref().is_some_and(|viewer| viewer.may(role))
    }

    /// From here on somebody else asks: the session was signed in.
    pub fn becomes(&mut self, viewer: Option<Viewer>) {
        Arc::make_mut(&mut self.0).viewer = viewer;
    }

    /// The secret of this browser, made when first needed.
    pub async fn visitor(&self) -> Result<String, Problem> {
        if let Some(visitor) = self.session.get::<String>(SESSION_VISITOR).await? {
            return Ok(visitor);
        }
        let visitor = DraftId::mint(self.now, &*self.app.random).to_string();
        self.session.insert(SESSION_VISITOR, &visitor).await?;
        Ok(visitor)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Visit>()
            .cloned()
            .ok_or_else(|| Problem::internal("no visit: the layer is missing"))
    }
}

/// Finds out who asks, once per request.
pub async fn visit_layer(State(app): State<App>, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let visit = find_out(app, &parts).await?;
    parts.extensions.insert(visit);
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn find_out(app: App, request: &Parts) -> Result<Visit, Problem> {
    let extensions = &request.extensions;
    let session =
        extensions.get::<Session>().cloned().ok_or_else(|| Problem::internal("no session layer"))?;
    let ip = extensions.get::<ClientIp>().map_or(IpAddr::from([127, 0, 0, 1]), |client| client.0);
    let viewer = viewer(&app, &session).await?;
    // Signing in switches nothing: what the browser says counts before the account.
    let lang = asked_lang(&request.uri, &request.headers)
        .or_else(|| viewer.as_ref().map(Viewer::lang))
        .unwrap_or_default();
    let nonce = Nonce::mint(&*app.random);
    Ok(Visit(Arc::new(Asked {
        now: app.now(),
        app,
        t: Messages(lang),
        viewer,
        session,
        ip,
        uri: request.uri.clone(),
        nonce,
        chose_lang: query_lang(&request.uri).is_some(),
    })))
}

/// Whoever this session signed in, unless it is over since.
async fn viewer(app: &App, session: &Session) -> Result<Option<Viewer>, Problem> {
    let Some(id) = session.get::<String>(SESSION_ACCOUNT).await? else { return Ok(None) };
    let Ok(account) = id.parse() else { return Ok(None) };
    let generation = session.get(SESSION_GENERATION).await?.unwrap_or(0);
    let viewer = app.store.viewer(account).await?;
    Ok(viewer.filter(|viewer| viewer.admission() == Admission { account, generation }))
}

/// The language that the request itself asks for, whoever sends it.
pub fn asked_lang(uri: &Uri, headers: &HeaderMap) -> Option<Lang> {
    query_lang(uri).or_else(|| cookie_lang(headers)).or_else(|| accepted_lang(headers))
}

fn query_lang(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
}

fn cookie_lang(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        if name == LANG_COOKIE { value.parse().ok() } else { None }
    })
}

fn accepted_lang(headers: &HeaderMap) -> Option<Lang> {
    Lang::from_accept(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The cookie that remembers a chosen language for a year.
pub(super) fn lang_cookie(lang: Lang, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{LANG_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax{secure}")
}
