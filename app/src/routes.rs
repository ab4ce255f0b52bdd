//! Every route, and who may call it. The server builds its router from this list,
//! and a test walks it as every role and as a stranger.

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use handpick::account::Role;

use crate::{
    pages,
    ports::App,
    web::{FORM_MAX, Problem, Refused, UPLOAD_FORM_MAX, Visit},
};

/// One route: method, path and who may call it.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub role: Role,
    handler: MethodRouter<App>,
}

/// All routes of the pages, as each page states them.
pub fn routes() -> Vec<Route> {
    let pages = [
        pages::about::routes(),
        pages::how_it_works::routes(),
        pages::book::routes(),
        pages::case::routes(),
        pages::desk::routes(),
        pages::engineer::routes(),
        pages::engineers::routes(),
        pages::favourite::routes(),
        pages::home::routes(),
        pages::live::routes(),
        pages::login::routes(),
        pages::me::routes(),
        pages::ops::routes(),
        pages::photo::routes(),
        pages::place::routes(),
        pages::point::routes(),
        pages::sitemap::routes(),
        pages::suggest::routes(),
        pages::work::routes(),
    ];
    pages.into_iter().flatten().collect()
}

/// The router over [`routes`].
pub fn router() -> Router<App> {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.handler);
    }
    router.fallback(async || Problem::NotFound)
}

/// A page or another safe read.
pub fn show<H, T>(path: &'static str, role: Role, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route { method: Method::GET, path, role, handler: guarded(get(handler), role) }
}

/// A form; its body is small.
pub fn act<H, T>(path: &'static str, role: Role, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        role,
        handler: guarded(post(handler).layer(DefaultBodyLimit::max(FORM_MAX)), role),
    }
}

/// A form with files.
pub fn upload<H, T>(path: &'static str, role: Role, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    let limit = DefaultBodyLimit::max(UPLOAD_FORM_MAX);
    Route { method: Method::POST, path, role, handler: guarded(post(handler).layer(limit), role) }
}

fn guarded(handler: MethodRouter<App>, role: Role) -> MethodRouter<App> {
    handler.layer(middleware::from_fn(move |visit: axum::Extension<Visit>, request: Request, next: Next| {
        guard(visit.0, role, request, next)
    }))
}

async fn guard(visit: Visit, role: Role, request: Request, next: Next) -> Response {
    if visit.may(role) {
        return next.run(request).await;
    }
    if visit.viewer.is_some() {
        return Problem::Forbidden.into_response();
    }
    Problem::SignInNeeded { resume: refused_form(request).await }.into_response()
}

/// Keeps a plain form of somebody whose session has ended, so that it can be sent
/// again after signing in. Uploads and passwords are not kept.
async fn refused_form(request: Request) -> Option<std::sync::Arc<Refused>> {
    if request.method() != Method::POST {
        return None;
    }
    let kind = request.headers().get(axum::http::header::CONTENT_TYPE)?.to_str().ok()?;
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let action = request.uri().path_and_query()?.to_string();
    let body = axum::body::to_bytes(Body::new(request.into_body()), FORM_MAX).await.ok()?;
    let body = String::from_utf8(body.to_vec()).ok()?;
    // A password never stands in a page.
    (!body.contains("password")).then(|| std::sync::Arc::new(Refused { action, body }))
}
