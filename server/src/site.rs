//! The files that are served as they are. `build.rs` put them into the binary.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};

struct File {
    path: &'static str,
    kind: &'static str,
    /// Changes with the content.
    hash: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The address named the content: it can never be another.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The address is a lasting one: shown at once from the browser's store, and renewed
/// behind the scenes.
const FOR_A_WHILE: HeaderValue =
    HeaderValue::from_static("public, max-age=600, stale-while-revalidate=604800");

/// One route per file.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, file| {
        router.route(
            file.path,
            get(move |uri: Uri, headers: HeaderMap| std::future::ready(file.serve(&uri, &headers))),
        )
    })
}

pub fn style_url() -> &'static str {
    STYLE
}

/// The module that wakes the islands. Where they were not built there is none, and
/// pages do without.
pub fn script_url() -> Option<&'static str> {
    START
}

/// The module that lets maps be moved, where it was put beside the islands.
pub fn moving_map_url() -> Option<&'static str> {
    MOVING_MAP
}

impl File {
    fn serve(&self, uri: &Uri, headers: &HeaderMap) -> Response {
        let tag = format!("W/\"{}\"", self.hash);
        let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        let mut response = if known.is_some_and(|known| known.contains(self.hash)) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.body(headers)
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, self.keep(uri));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }

    fn body(&self, headers: &HeaderMap) -> Response {
        let kind = [(header::CONTENT_TYPE, self.kind)];
        match self.brotli {
            Some(bytes) if takes_brotli(headers) => {
                (kind, [(header::CONTENT_ENCODING, "br")], Body::from(bytes)).into_response()
            }
            _ => (kind, Body::from(self.plain)).into_response(),
        }
    }

    fn keep(&self, uri: &Uri) -> HeaderValue {
        let named = uri.query().and_then(|query| query.strip_prefix("v=")) == Some(self.hash);
        if named || self.path.starts_with("/pkg/") { FOR_EVER } else { FOR_A_WHILE }
    }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br")
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn get(url: &str, name: header::HeaderName, value: &str) -> Response {
        let request = Request::get(url).header(name, value).body(Body::empty()).expect("sound");
        router::<()>().oneshot(request).await.expect("infallible")
    }

    fn said<'a>(response: &'a Response, name: &str) -> &'a str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[tokio::test]
    async fn an_address_that_names_its_content_is_kept_for_ever() {
        for (url, kind) in [(style_url(), "text/css; charset=utf-8"), (handpick_app::ICONS, "image/svg+xml")]
        {
            let response = get(url, header::ACCEPT, "*/*").await;
            assert_eq!((response.status(), said(&response, "content-type")), (StatusCode::OK, kind));
            assert!(said(&response, "cache-control").contains("immutable"), "{url}");
        }
        for other in ["/style.css", "/style.css?v=0"] {
            let response = get(other, header::ACCEPT, "*/*").await;
            assert!(!said(&response, "cache-control").contains("immutable"), "{other}");
        }
    }

    #[tokio::test]
    async fn whoever_takes_brotli_gets_the_same_file_smaller() {
        let plain = get("/style.css", header::ACCEPT_ENCODING, "gzip, br;q=0").await;
        assert_eq!(said(&plain, "content-encoding"), "");
        let plain = plain.into_body().collect().await.expect("whole").to_bytes();

        let small = get("/style.css", header::ACCEPT_ENCODING, "gzip, br;q=0.8").await;
        assert_eq!(said(&small, "content-encoding"), "br");
        let small = small.into_body().collect().await.expect("whole").to_bytes();
        assert!(small.len() < plain.len());
        let mut unpacked = Vec::new();
        std::io::copy(&mut brotli::Decompressor::new(&small[..], 4096), &mut unpacked).expect("brotli");
        assert_eq!(unpacked, plain);
    }

    #[tokio::test]
    async fn an_unchanged_file_is_not_sent_again() {
        let first = get("/icons.svg", header::ACCEPT, "*/*").await;
        let tag = said(&first, "etag").to_owned();
        let again = get("/icons.svg", header::IF_NONE_MATCH, &tag).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(again.into_body().collect().await.expect("whole").to_bytes().is_empty());
        let changed = get("/icons.svg", header::IF_NONE_MATCH, "W/\"0\"").await;
        assert_eq!(changed.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn nothing_else_is_served() {
        for path in ["/", "/portraits", "/pkg/start.js", "/../Cargo.toml"] {
            assert_eq!(get(path, header::ACCEPT, "*/*").await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn the_style_sheet_has_every_component_and_no_comment() {
        let sheet = FILES.iter().find(|file| file.path == "/style.css").expect("there is one");
        let text = std::str::from_utf8(sheet.plain).expect("UTF-8");
        assert!(text.contains(".engineer-card") && text.contains(".week"));
        assert!(!text.contains("/*") && !text.contains("\n\n"));
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }
}
