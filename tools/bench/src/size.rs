//! The bytes of a page as a browser fetches it, compressed.

use std::{collections::BTreeSet, net::SocketAddr};

use crate::client::Connection;

/// Bytes with brotli, of one page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bytes {
    pub html: usize,
    pub css: usize,
    pub js: usize,
    pub wasm: usize,
}

pub async fn of(server: SocketAddr, path: &str, session: Option<&str>) -> Bytes {
    let page = String::from_utf8(fetch(server, path, session, false).await).expect("HTML");
    let mut bytes = Bytes { html: fetch(server, path, session, true).await.len(), ..Bytes::default() };
    for asset in assets(&page) {
        let length = fetch(server, &asset, None, true).await.len();
        if asset.contains(".css") {
            bytes.css += length;
        } else if asset.ends_with(".wasm") {
            bytes.wasm += length;
        } else {
            bytes.js += length;
        }
    }
    bytes
}

/// The style, and the program where there is one: `start.js` fetches its two
/// neighbours.
fn assets(page: &str) -> BTreeSet<String> {
    let mut assets = BTreeSet::new();
    for text in page.split('"').filter(|text| text.starts_with('/')) {
        if let Some(folder) = text.strip_suffix("start.js") {
            assets.extend(
                ["start.js", "handpick.js", "handpick_bg.wasm"].map(|file| format!("{folder}{file}")),
            );
        } else if text.contains(".css") {
            assets.insert(text.to_owned());
        }
    }
    assets
}

/// The body as it is sent.
async fn fetch(server: SocketAddr, path: &str, session: Option<&str>, compressed: bool) -> Vec<u8> {
    let encoding = if compressed { "br" } else { "identity" };
    let cookie = session.map(|id| format!("cookie: session={id}\r\n")).unwrap_or_default();
    let request =
        format!("GET {path} HTTP/1.0\r\nhost: 127.0.0.1\r\naccept-encoding: {encoding}\r\n{cookie}\r\n");
    let connection = Connection::open(server).await.expect("connect");
    let whole = connection.ask_to_the_end(request.as_bytes()).await.expect("an answer");
    let end = whole.windows(4).position(|window| window == b"\r\n\r\n").expect("a head") + 4;
    assert!(whole.get(9..12) == Some(b"200"), "{path}");
    whole[end..].to_vec()
}
