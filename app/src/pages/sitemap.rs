//! What search engines are told: which addresses there are.

use axum::{
    Extension,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::account::Role;

use crate::{
    routes::{self, Route},
    web::{ForStrangers, Problem, Visit},
};

/// Engineers in one file; the protocol allows 50,000.
const FILE_SIZE: u32 = 5_000;
/// How the names of files begin that hold engineers.
const ENGINEERS: &str = "engineers-";
const PAGES: &str = "pages.xml";
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

/// One file holds the pages that are always there and the service points, the others the
/// engineers: each those behind the one whom it is named after. So a file stays what it
/// was while others come and go, and costs what the first one does.
async fn index(visit: Visit) -> Result<Response, Problem> {
    let mut files = vec![PAGES.to_owned(), file_behind("")];
    let mut last = String::new();
    while let Some(slug) = visit.app.store.slug_after(&last, FILE_SIZE).await? {
        files.push(file_behind(&slug));
        last = slug;
    }
    let root = &visit.app.site.public_url;
    let entries = files.iter().map(|file| format!("<sitemap><loc>{root}/sitemaps/{file}</loc></sitemap>\n"));
    Ok(xml(&visit, "sitemapindex", &entries.collect::<String>()))
}

fn file_behind(slug: &str) -> String {
    format!("{ENGINEERS}{slug}.xml")
}

async fn page(visit: Visit, Path(file): Path<String>) -> Result<Response, Problem> {
    let behind = file.strip_prefix(ENGINEERS).and_then(|rest| rest.strip_suffix(".xml"));
    let paths = match behind {
        Some(slug) => engineers(&visit, slug).await?,
        None if file == PAGES => pages_and_points(&visit).await?,
        None => return Err(Problem::NotFound),
    };
    let root = &visit.app.site.public_url;
    let entries: String = paths.iter().map(|path| format!("<url><loc>{root}{path}</loc></url>\n")).collect();
    Ok(xml(&visit, "urlset", &entries))
}

async fn pages_and_points(visit: &Visit) -> Result<Vec<String>, Problem> {
    let points = visit.app.store.all_points().await?;
    let active = points.iter().filter(|point| point.active);
    let points = active.map(|point| format!("/points/{}", point.slug));
    Ok(STATIC_PAGES.into_iter().map(str::to_owned).chain(points).collect())
}

async fn engineers(visit: &Visit, behind: &str) -> Result<Vec<String>, Problem> {
    let slugs = visit.app.store.slugs(behind, FILE_SIZE).await?;
    if slugs.is_empty() && !behind.is_empty() {
        return Err(Problem::NotFound);
    }
    Ok(slugs.into_iter().map(|slug| format!("/engineers/{slug}")).collect())
}

/// Slugs and addresses hold no character that XML would mistake.
fn xml(visit: &Visit, element: &str, entries: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</{element}>\n"
    );
    let shared = Extension(ForStrangers { nonce: visit.nonce.clone(), pictures_from: None });
    (shared, [(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response()
}
