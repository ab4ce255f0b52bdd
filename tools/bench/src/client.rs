//! A load generator as small as can be, so that the machine is the server's: one
//! task per kept-alive connection, answers read and counted, nothing parsed but
//! status and length.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// The bytes of a request.
pub type Request = Arc<[u8]>;

/// A `GET`, with a session when there is one.
pub fn get(path: &str, session: Option<&str>) -> Request {
    let cookie = session.map(|id| format!("cookie: session={id}\r\n")).unwrap_or_default();
    Arc::from(format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{cookie}\r\n").into_bytes())
}

/// An empty form sent from our own pages by the owner of a session, from an address
/// of her own: what is limited is limited per address.
pub fn post(path: &str, session: &str, from: u32) -> Request {
    let from = std::net::Ipv4Addr::from(0x0a00_0000 + from);
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: session={session}\r\nsec-fetch-site: same-origin\r\n\
         x-forwarded-for: {from}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n"
    );
    Arc::from(head.into_bytes())
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(to: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        let (status, end) = self.exchange(request).await?;
        Ok(Answer { status, body: self.buffer[end..].to_vec() })
    }

    /// All that comes until the server closes, as it does after HTTP/1.0.
    pub async fn ask_to_the_end(mut self, request: &[u8]) -> std::io::Result<Vec<u8>> {
        self.stream.write_all(request).await?;
        self.stream.read_to_end(&mut self.buffer).await?;
        Ok(self.buffer)
    }

    /// As [`Self::ask`], without a copy of the answer: its status and where its head
    /// ends in the buffer.
    async fn exchange(&mut self, request: &[u8]) -> std::io::Result<(u16, usize)> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut expected = None;
        loop {
            expected = expected.or_else(|| head(&self.buffer));
            if let Some((status, end, length)) = expected
                && self.buffer.len() >= end + length
            {
                return Ok((status, end));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Status, length of the head and of the body. All of our answers state their length
/// unless they are compressed.
fn head(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let length = head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some((head.get(9..12)?.parse().ok()?, end, length.unwrap_or(0)))
}

/// Requests for one server, sent over that many connections at once.
pub struct Load {
    pub to: SocketAddr,
    pub requests: Arc<[Request]>,
    pub connections: usize,
}

/// How a load is sent.
#[derive(Clone, Copy)]
struct Pace {
    began: Instant,
    span: Duration,
    /// At a fixed rate, whether or not earlier ones were answered; else as fast as
    /// they are answered.
    per_second: Option<f64>,
    most: usize,
}

/// What was seen.
pub struct Measured {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// Answers that were errors.
    pub failed: usize,
}

impl Load {
    /// As many as the server answers within the span.
    pub async fn saturate(&self, span: Duration) -> Measured {
        self.send(span, None, usize::MAX).await
    }

    pub async fn at_rate(&self, per_second: f64, span: Duration) -> Measured {
        self.send(span, Some(per_second), usize::MAX).await
    }

    /// Every request once.
    pub async fn each_once(&self, per_second: Option<f64>) -> Measured {
        self.send(Duration::from_secs(600), per_second, self.requests.len()).await
    }

    /// From one thread of its own: waking another one for each answer would take more of
    /// the machine than the requests do.
    async fn send(&self, span: Duration, per_second: Option<f64>, most: usize) -> Measured {
        let pace = Pace { began: Instant::now(), span, per_second, most };
        let next = Arc::new(AtomicUsize::new(0));
        let drives: Vec<_> = (0..self.connections)
            .map(|_| drive(self.to, self.requests.clone(), next.clone(), pace))
            .collect();
        let load = tokio::task::spawn_blocking(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(drives.into_iter().collect::<JoinSet<_>>().join_all())
        });
        let seen = load.await.expect("a load");
        let seconds = pace.began.elapsed().as_secs_f64();
        let failed = seen.iter().map(|(_, failed)| failed).sum();
        let mut latencies: Vec<_> = seen.into_iter().flat_map(|(latencies, _)| latencies).collect();
        latencies.sort_unstable();
        let quantile = |q: usize| latencies.get(latencies.len() * q / 100).copied().unwrap_or_default();
        let answered = u32::try_from(latencies.len()).map_or(0.0, f64::from);
        Measured { per_second: answered / seconds, p50: quantile(50), p99: quantile(99), failed }
    }
}

/// One connection. Latency counts from the instant a request was due, so that a
/// stall of the server is not hidden.
async fn drive(
    to: SocketAddr,
    requests: Arc<[Request]>,
    next: Arc<AtomicUsize>,
    pace: Pace,
) -> (Vec<Duration>, usize) {
    let mut connection = Connection::open(to).await.expect("connect");
    let (mut latencies, mut failed) = (Vec::new(), 0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let due = match (pace.per_second, u32::try_from(number)) {
            (Some(rate), Ok(number)) => pace.began + Duration::from_secs_f64(f64::from(number) / rate),
            _ => Instant::now(),
        };
        if number >= pace.most || due.duration_since(pace.began) >= pace.span {
            return (latencies, failed);
        }
        let sent = wait_until(due).await;
        let (status, _) = connection.exchange(&requests[number % requests.len()]).await.expect("an answer");
        failed += usize::from(status >= 400);
        latencies.push(sent.elapsed());
    }
}

/// Waits for the instant at which a request is due. Who is late stays so: her request
/// counts from then. But a timer that rings late, by up to a millisecond, is no fault of
/// the server: her request counts from its ringing.
async fn wait_until(due: Instant) -> Instant {
    if due <= Instant::now() {
        return due;
    }
    tokio::time::sleep_until(due.into()).await;
    Instant::now()
}
