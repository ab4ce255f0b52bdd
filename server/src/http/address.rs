//! Where a request comes from. `X-Forwarded-For` is believed only from proxies the
//! owner named, and then only the part they wrote: anybody can send the header.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use handpick_app::web::ClientIp;

const FORWARDED: &str = "x-forwarded-for";

pub async fn establish(proxies: Arc<[IpAddr]>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
    let client = client_address(peer, request.headers(), &proxies);
    request.extensions_mut().insert(ClientIp(client));
    next.run(request).await
}

/// The last address of the chain that is not a trusted proxy.
fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let peer = peer.to_canonical();
    if !proxies.contains(&peer) {
        return peer;
    }
    let values = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = values.flat_map(|line| line.split(',')).collect();
    // From the end, which the proxies wrote: what is unreadable before it is a stranger's.
    let addresses = chain.into_iter().rev().map_while(|text| text.trim().parse::<IpAddr>().ok());
    addresses.map(|ip| ip.to_canonical()).find(|ip| !proxies.contains(ip)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, line.parse().expect("a header"));
        }
        let proxies = ["10.0.0.1", "10.0.0.2"].map(|ip| ip.parse().expect("an address"));
        client_address(peer.parse().expect("an address"), &headers, &proxies).to_string()
    }

    #[test]
    fn only_named_proxies_are_believed() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, x, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, x"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }
}
