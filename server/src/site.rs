//! Static files: a stand-in until they are embedded.
use axum::{Router, http::header, response::IntoResponse, routing::get};
use tower_http::services::ServeDir;

pub fn router() -> Router {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");
    Router::new()
        .route("/style.css", get(style))
        .nest_service("/portraits", ServeDir::new(format!("{root}/portraits")))
        .route_service("/icons.svg", tower_http::services::ServeFile::new(format!("{root}/icons.svg")))
        .route_service("/favicon.svg", tower_http::services::ServeFile::new(format!("{root}/favicon.svg")))
        .nest_service("/pkg", ServeDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/pkg")))
}

async fn style() -> impl IntoResponse {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../style");
    let mut css = String::new();
    for name in ["tokens", "base", "layout"] {
        css += &std::fs::read_to_string(format!("{root}/{name}.css")).unwrap_or_default();
    }
    if let Ok(entries) = std::fs::read_dir(format!("{root}/components")) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            css += &std::fs::read_to_string(path).unwrap_or_default();
        }
    }
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css)
}

pub fn style_url() -> &'static str {
    "/style.css"
}
pub fn script_url() -> &'static str {
    "/pkg/start.js"
}
pub fn icons_url() -> &'static str {
    "/icons.svg"
}
