//! Processes under measurement: started, watched, stopped.

use std::{
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::client::{Connection, get};

/// A server process; killed when dropped.
pub struct Server {
    child: Child,
    pub addr: SocketAddr,
    /// From its start to its first whole answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts the command and waits for its first answer to `path`.
    pub async fn start(command: &mut Command, addr: SocketAddr, path: &str) -> Self {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("start a server");
        let mut server = Self { child, addr, first_answer: Duration::ZERO };
        while !server.answers(path).await {
            assert!(began.elapsed() < Duration::from_secs(120), "the server does not answer");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.first_answer = began.elapsed();
        server
    }

    async fn answers(&self, path: &str) -> bool {
        match Connection::open(self.addr).await {
            Ok(mut connection) => connection.ask(&get(path, None)).await.is_ok(),
            Err(_) => false,
        }
    }

    /// Resident memory in MB, as the kernel tells; `peak` is the most it ever was.
    pub fn resident_mb(&self, peak: bool) -> f64 {
        let pid = self.child.id();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let field = if peak { "VmHWM:" } else { "VmRSS:" };
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or("0");
        let kilobytes: f64 =
            line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0);
        kilobytes / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("stop a server");
        self.child.wait().expect("the server stops");
    }
}

/// A port nobody listens on.
pub fn free_address() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
    listener.local_addr().expect("an address")
}
