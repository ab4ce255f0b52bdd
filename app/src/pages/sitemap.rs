//! What search engines are told: which addresses there are.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::account::Role;

use crate::{
    routes::{self, Route},
    web::{Problem, Visit},
};

/// Addresses in one file; the protocol allows 50,000.
const PAGE_SIZE: u32 = 20_000;
const STATIC_PAGES: [&str; 5] = ["/", "/engineers", "/points", "/how-it-works", "/about"];

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/robots.txt", Role::Anyone, robots),
        routes::show("/sitemap.xml", Role::Anyone, index),
        routes::show("/sitemaps/{file}", Role::Anyone, page),
    ]
}

/// Filters lead everywhere, again and again: robots get the sitemap, and the pages in
/// each language.
async fn robots(visit: Visit) -> Response {
    let root = &visit.app.site.public_url;
    let private =
        ["/book", "/cases", "/desk", "/live", "/login", "/me", "/ops", "/places", "/register", "/work"];
    let private: String = private.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let text =
        format!("User-agent: *\n{private}Disallow: /*?\nAllow: /*?lang=\n\nSitemap: {root}/sitemap.xml\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// File 0 holds the pages that are always there and the service points, the others
/// the engineers.
async fn index(visit: Visit) -> Result<Response, Problem> {
    let engineers = visit.app.store.count_engineers().await?;
    let files = 0..=engineers.div_ceil(PAGE_SIZE.into());
    let root = &visit.app.site.public_url;
    let entries: String =
        files.map(|file| format!("<sitemap><loc>{root}/sitemaps/{file}.xml</loc></sitemap>\n")).collect();
    Ok(xml("sitemapindex", &entries))
}

async fn page(visit: Visit, Path(file): Path<String>) -> Result<Response, Problem> {
    let number: u32 =
        file.strip_suffix(".xml").and_then(|stem| stem.parse().ok()).ok_or(Problem::NotFound)?;
    let paths = match number {
        0 => pages_and_points(&visit).await?,
        number => engineers(&visit, number).await?,
    };
    let root = &visit.app.site.public_url;
    let entries: String = paths.iter().map(|path| format!("<url><loc>{root}{path}</loc></url>\n")).collect();
    Ok(xml("urlset", &entries))
}

async fn pages_and_points(visit: &Visit) -> Result<Vec<String>, Problem> {
    let points = visit.app.store.all_points().await?;
    let active = points.iter().filter(|point| point.active);
    let points = active.map(|point| format!("/points/{}", point.slug));
    Ok(STATIC_PAGES.into_iter().map(str::to_owned).chain(points).collect())
}

/// The engineers of file `number`, counted from 1: the store pages by slug, so the
/// files before are stepped over.
async fn engineers(visit: &Visit, number: u32) -> Result<Vec<String>, Problem> {
    let mut slugs: Vec<String> = Vec::new();
    for _ in 0..number {
        let after = slugs.last().cloned().unwrap_or_default();
        slugs = visit.app.store.slugs(&after, PAGE_SIZE).await?;
        if slugs.is_empty() {
            return Err(Problem::NotFound);
        }
    }
    Ok(slugs.into_iter().map(|slug| format!("/engineers/{slug}")).collect())
}

/// Slugs and addresses hold no character that XML would mistake.
fn xml(element: &str, entries: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</{element}>\n"
    );
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response()
}
