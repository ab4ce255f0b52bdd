//! Backing up and being examined.

mod support;

use std::{os::unix::fs::PermissionsExt as _, path::Path};

use handpick::clock::Clock as _;
use handpick_server::{
    clock::SystemClock,
    commands::{
        self, CommandError,
        backup::{self, Backup},
        doctor::{self, Health},
    },
    config::Config,
    demo::{self, Plan},
    mail::{self, Mailer},
    store,
};
use support::{Fixture, NOW, hours_later};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_everything_and_never_replaces_one() {
    Fixture::sqlite()
        .await
        .run(async |fixture| {
            fill(fixture).await;
            let stored = fixture
                .create_session("a session of ours", "{}", None, hours_later(24))
                .await
                .expect("stored");
            assert!(stored && fixture.number("SELECT COUNT(*) FROM sessions").await == 1);
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("copy of today.db");
            let config = config(fixture, folder.path());
            // Somebody goes on writing meanwhile.
            let mut tx = match &fixture.any.engine {
                store::EngineStore::Sqlite(store) => store.begin().await.expect("begun"),
                store::EngineStore::Postgres(_) => unreachable!("this is SQLite"),
            };
            sqlx::query("UPDATE accounts SET name = 'unfinished'").execute(&mut *tx).await.expect("changed");
            backup::run(&config, Backup { file: file.clone() }).await.expect("backed up");
            drop(tx);

            let before = std::fs::read(&file).expect("a file");
            let again = backup::run(&config, Backup { file: file.clone() }).await;
            assert!(matches!(again, Err(CommandError::Refused(_))));
            assert_eq!(std::fs::read(&file).expect("a file"), before);
            assert_eq!(
                std::fs::read_dir(folder.path()).expect("a folder").count(),
                1,
                "nothing is left over"
            );

            let url = format!("sqlite:{}", file.display());
            assert_eq!(rights(&file), 0o600, "nobody else reads it");
            assert!(!contains(&before, b"a session of ours"), "nobody is signed in by it");

            let restored = store::open(&url, fixture.random.clone()).await.expect("opens");
            assert_eq!(restored.store.wrong_ratings().await.expect("read"), 0);
            let slugs = restored.store.slugs("", 100).await.expect("read");
            assert_eq!(slugs, fixture.slugs("", 100).await.expect("read"));
            let people = restored.store.people("", 0, 50).await.expect("read").0;
            assert!(people.len() > 10 && people.iter().all(|viewer| viewer.account.name != "unfinished"));
        })
        .await;
}

fn contains(file: &[u8], bytes: &[u8]) -> bool {
    file.windows(bytes.len()).any(|window| window == bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_backed_up_by_its_own_tool() {
    Fixture::postgres()
        .await
        .run(async |fixture| {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("backup");
            let refused = backup::run(&config(fixture, folder.path()), Backup { file: file.clone() }).await;
            assert!(refused.is_err_and(|error| error.to_string().contains("pg_dump")));
            assert!(!file.exists());
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_sqlite_is_well_until_its_sums_are_wrong() {
    Fixture::sqlite().await.run(well_until_broken).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_postgres_is_well_until_its_sums_are_wrong() {
    Fixture::postgres().await.run(well_until_broken).await;
}

async fn well_until_broken(fixture: &Fixture) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = config(fixture, folder.path());
    assert_eq!(health(&config, "operators").await, Some(Health::Warn), "nobody is there yet");
    fill(fixture).await;
    let well = ["data", "places", "database", "tables", "clock", "operators", "desks", "outbox", "ratings"];
    for about in well.into_iter().chain(["address"]) {
        assert_eq!(health(&config, about).await, Some(Health::Ok), "{about}");
    }
    assert_eq!(health(&config, "mail").await, Some(Health::Warn), "mail goes into files");
    fixture.execute("DELETE FROM staff WHERE point_id = (SELECT MIN(id) FROM points)").await;
    assert_eq!(health(&config, "desks").await, Some(Health::Warn), "nobody would see a request");
    let given_up = "INSERT INTO mails (id, address, name, lang, letter, created_at, last_error)
                    VALUES ('1', 'ada@example.org', 'Ada', 'en', '', 9000000000000, '550 no such user')";
    fixture.execute(given_up).await;
    assert_eq!(health(&config, "outbox").await, Some(Health::Warn), "somebody was not written to");
    fixture.execute("UPDATE engineers SET stars5 = stars5 + 1 WHERE served > 0").await;
    assert_eq!(health(&config, "ratings").await, Some(Health::Fail));
    fixture.execute("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 9").await;
    assert_eq!(health(&config, "tables").await, Some(Health::Fail), "a later version was here");
    assert_eq!(health(&config, "ratings").await, None, "which is left alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_made_by_looking() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let file = data_dir.join("handpick.db");
    let config = Config {
        database_url: format!("sqlite:{}", file.display()),
        smtp_url: Some("nonsense".to_owned()),
        public_url: "http://fix.example.org".to_owned(),
        ..config_in(&data_dir)
    };
    assert_eq!(health(&config, "data").await, Some(Health::Warn));
    assert_eq!(health(&config, "database").await, Some(Health::Warn));
    assert_eq!(health(&config, "mail").await, Some(Health::Fail));
    assert_eq!(health(&config, "address").await, Some(Health::Warn));
    assert!(!data_dir.exists());
    let nowhere = Config { database_url: "mysql://localhost".to_owned(), ..config };
    assert_eq!(health(&nowhere, "database").await, Some(Health::Fail));
}

#[tokio::test(flavor = "multi_thread")]
async fn tiles_that_nobody_could_see_are_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let maps = async |template: &str, public_url: &str| {
        let config = Config {
            tiles: Some(template.to_owned()),
            tiles_credit: Some("© us".to_owned()),
            public_url: public_url.to_owned(),
            ..config_in(folder.path())
        };
        health(&config, "maps").await
    };
    let (sound, open) =
        ("https://tiles.example.org/{z}/{x}/{y}.png", "http://tiles.example.org/{z}/{x}/{y}.png");
    let (https, http) = ("https://fix.example.org", "http://127.0.0.1:3000");
    assert_eq!(maps(sound, https).await, Some(Health::Ok));
    assert_eq!(maps(open, http).await, Some(Health::Ok));
    assert_eq!(maps(open, https).await, Some(Health::Warn), "browsers refuse them");
    assert_eq!(maps("https://tiles.example.org/", https).await, Some(Health::Fail));
    assert_eq!(health(&config_in(folder.path()), "maps").await, Some(Health::Ok), "none are needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_is_for_nobody_else_to_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("handpick.db");
    let data_dir = folder.path().join("data");
    let config = Config { database_url: format!("sqlite:{}", file.display()), ..config_in(&data_dir) };
    let _open = commands::open_store(&config).await.expect("opened");
    Mailer::new(&config).expect("a mailer");
    let log = folder.path().join("handpick.db-wal");
    for (made, allowed) in [(file, 0o600), (log, 0o600), (data_dir, 0o700), (mail::folder(&config), 0o700)] {
        assert_eq!(rights(&made), allowed, "{}", made.display());
    }
}

fn rights(path: &Path) -> u32 {
    std::fs::metadata(path).expect("there").permissions().mode() & 0o777
}

async fn fill(fixture: &Fixture) {
    let plan = Plan { engineers: 30, seed: 1, now: NOW.min(SystemClock.now()) };
    demo::fill(&*fixture.any.engine.loader(), plan).await.expect("filled");
}

async fn health(config: &Config, about: &str) -> Option<Health> {
    let findings = doctor::examine(config, SystemClock.now()).await;
    findings.iter().find(|finding| finding.about == about).map(|finding| finding.health)
}

fn config(fixture: &Fixture, data_dir: &Path) -> Config {
    Config { database_url: fixture.url(), ..config_in(data_dir) }
}

fn config_in(data_dir: &Path) -> Config {
    Config {
        database_url: String::new(),
        addr: ([127, 0, 0, 1], 3000).into(),
        data_dir: data_dir.to_owned(),
        public_url: "http://127.0.0.1:3000".to_owned(),
        smtp_url: None,
        smtp_from: "Handpick <handpick@localhost>".to_owned(),
        trusted_proxies: Vec::new(),
        metrics_addr: None,
        tiles: None,
        tiles_credit: None,
        contact: None,
    }
}
