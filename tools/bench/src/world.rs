//! Databases to measure on, filled by `handpick demo`, and what is in them.

use std::{path::Path, process::Command, sync::Arc, time::Duration};

use handpick::{
    engineer::{Engineer, Mode},
    store::Store,
};
use handpick_server::{clock::SystemRandom, store};
use sqlx::Connection as _;

/// Profiles that are asked for: more than fit into one page of anything.
const SAMPLE: usize = 200;

pub struct World {
    pub url: String,
    pub store: Arc<dyn Store>,
    /// What `handpick demo` said of its work.
    pub filling: String,
}

impl World {
    /// A new database at `url`, with that many engineers.
    pub async fn fill(handpick: &Path, url: String, engineers: u32) -> Self {
        let mut command = Command::new(handpick);
        command.args(["demo", "--engineers", &engineers.to_string(), "--database-url", &url]);
        let output = command.env("RUST_LOG", "error").output().expect("run handpick demo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8_lossy(&output.stdout);
        let filling = said.lines().next().unwrap_or_default().to_owned();
        Self { filling, ..Self::open(url).await }
    }

    /// A database that was filled before.
    pub async fn open(url: String) -> Self {
        let store = store::open(&url, Arc::new(SystemRandom)).await.expect("open the database").store;
        Self { url, store, filling: "in an earlier run".to_owned() }
    }

    /// Engineers from all over the alphabet.
    pub async fn sample(&self) -> Vec<Engineer> {
        let mut slugs = Vec::new();
        loop {
            let last = slugs.last().map_or("", String::as_str);
            let more = self.store.slugs(last, 10_000).await.expect("slugs");
            if more.is_empty() {
                break;
            }
            slugs.extend(more);
        }
        let step = slugs.len().div_ceil(SAMPLE);
        let mut engineers = Vec::new();
        for slug in slugs.iter().step_by(step) {
            engineers.extend(self.store.engineer_by_slug(slug).await.expect("an engineer"));
        }
        engineers.retain(|engineer| engineer.modes.has(Mode::Visit));
        engineers
    }
}

/// The database of that name beside the one at `server`.
pub fn postgres_url(server: &str, name: &str) -> String {
    let (root, _) = server.rsplit_once('/').expect("a URL of a database");
    format!("{root}/{name}")
}

/// Creates it.
pub async fn create_postgres(server: &str, name: &str) {
    let mut connection = sqlx::PgConnection::connect(server).await.expect("connect to PostgreSQL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .expect("create a database");
}

/// Lets what was just written settle: statistics, checkpoints, caches.
pub async fn settle() {
    tokio::time::sleep(Duration::from_secs(2)).await;
}
