//! Accepting connections. Ours, because axum's own loop waits for ever for a client
//! that sends the head of its request a byte at a time, or never reads its answer.

use std::{future::Future, io::ErrorKind, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::connect_info::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tower::{Layer as _, ServiceExt as _};

use super::patient::PatientStream;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// From a connection, or the answer before, to the whole head of a request.
    pub head: Duration,
    /// Until some bytes of an answer that waits are taken.
    pub answer: Duration,
    /// From the signal to stop to the end of open requests.
    pub grace: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(20),
            answer: Duration::from_secs(30),
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` is ready; then open requests may finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => talk(&http, &open, patience, (stream, peer), &router),
            Err(error) => rest(&error).await,
        }
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => {}
        () = tokio::time::sleep(patience.grace) => {
            tracing::warn!("some connections were still open and are closed now");
        }
    }
}

fn talk(
    http: &http1::Builder,
    open: &GracefulShutdown,
    patience: Patience,
    (stream, peer): (TcpStream, SocketAddr),
    router: &Router,
) {
    // Without TCP_NODELAY small answers wait for an acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let service = axum::Extension(ConnectInfo(peer)).layer(router.clone());
    let service = service.map_request(|request: Request<Incoming>| request.map(Body::new));
    let stream = TokioIo::new(PatientStream::new(stream, patience.answer));
    let connection = http.serve_connection(stream, TowerToHyperService::new(service));
    let connection = open.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
}

/// Whoever hangs up before being heard is no trouble. Without file handles left it
/// takes a moment until there are some.
async fn rest(error: &std::io::Error) {
    let hung_up = [ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset, ErrorKind::ConnectionRefused];
    if !hung_up.contains(&error.kind()) {
        tracing::error!(%error, "cannot accept connections");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Bytes,
        extract::ConnectInfo,
        routing::{MethodRouter, get},
    };
    use futures::{StreamExt as _, stream};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::{Mutex, mpsc, oneshot},
    };

    use super::*;

    /// A server of one page, its address, and what stops it.
    async fn start(head: Duration) -> (SocketAddr, oneshot::Sender<()>) {
        let page = get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string());
        start_with(page, Patience { head, ..Patience::default() }).await
    }

    async fn start_with(page: MethodRouter, patience: Patience) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", page);
        tokio::spawn(serve(listener, router, patience, async { drop(stopped.await) }));
        (address, stop)
    }

    /// What comes back until the server hangs up.
    async fn answer(address: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(sent.as_bytes()).await.expect("sent");
        let mut told = String::new();
        let read = stream.read_to_string(&mut told);
        tokio::time::timeout(Duration::from_secs(30), read).await.expect("hung up in time").expect("text");
        told
    }

    #[tokio::test]
    async fn whoever_never_ends_the_head_is_hung_up_on() {
        let (address, _stop) = start(Duration::from_millis(100)).await;
        for unfinished in ["", "GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
            let told = answer(address, unfinished).await;
            assert!(!told.contains("200 OK"), "{told}");
        }
    }

    #[tokio::test]
    async fn whoever_asks_is_answered_and_known_by_address() {
        let (address, _stop) = start(Duration::from_secs(60)).await;
        let told = answer(address, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
        assert!(told.starts_with("HTTP/1.1 200 OK") && told.contains("127.0.0.1:"), "{told}");
    }

    /// A page of the pieces, which are sent as they come; it ends with them.
    async fn start_pieces(pieces: mpsc::Receiver<Bytes>) -> (SocketAddr, oneshot::Sender<()>) {
        let pieces = std::sync::Arc::new(Mutex::new(Some(pieces)));
        let page = get(async move || {
            let pieces = pieces.lock().await.take().expect("asked for once");
            let piece = async |mut pieces: mpsc::Receiver<Bytes>| Some((pieces.recv().await?, pieces));
            Body::from_stream(stream::unfold(pieces, piece).map(Ok::<_, std::io::Error>))
        });
        start_with(page, Patience { answer: Duration::from_millis(20), ..Patience::default() }).await
    }

    #[tokio::test]
    async fn whoever_does_not_take_the_answer_is_hung_up_on() {
        let (pieces, sent) = mpsc::channel(1);
        let (address, _stop) = start_pieces(sent).await;
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sent");
        let megabyte = Bytes::from(vec![0; 1 << 20]);
        let given_up = async { while pieces.send(megabyte.clone()).await.is_ok() {} };
        tokio::time::timeout(Duration::from_secs(30), given_up).await.expect("given up in time");
    }

    #[tokio::test]
    async fn an_answer_with_nothing_to_say_for_a_while_goes_on() {
        let (pieces, sent) = mpsc::channel(1);
        let (address, _stop) = start_pieces(sent).await;
        let slow = async {
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_millis(50)).await;
                pieces.send(Bytes::from_static(b"news;")).await.expect("still there");
            }
            drop(pieces);
        };
        let (told, ()) =
            tokio::join!(answer(address, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"), slow);
        assert_eq!(told.matches("news;").count(), 3, "{told}");
    }

    #[tokio::test]
    async fn after_the_signal_idle_connections_end() {
        let (address, stop) = start(Duration::from_secs(60)).await;
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sent");
        let mut some = [0; 1024];
        assert!(stream.read(&mut some).await.expect("an answer") > 0);
        stop.send(()).expect("still serving");
        let end = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut some));
        assert_eq!(end.await.expect("in time").expect("read"), 0);
    }
}
