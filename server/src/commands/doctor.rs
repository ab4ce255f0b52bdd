//! `handpick doctor`: is everything as it should be, and if not, what to do.

use std::{fmt, path::Path, process::ExitCode};

use handpick::{clock::Clock, place::Gazetteer};
use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;

use super::{Ended, open_store, tell};
use crate::{
    clock::SystemClock,
    config::Config,
    mail::{self, Mailer},
    store::inspect::{Inspection, Steps},
    tiles::tiles,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    Ok,
    /// Works, but perhaps not as meant.
    Warn,
    /// Does not work.
    Fail,
}

/// What was found out about one thing, and what to do about it.
#[derive(Debug)]
pub struct Finding {
    pub health: Health,
    pub about: &'static str,
    pub what: String,
}

impl Finding {
    fn ok(about: &'static str, what: impl Into<String>) -> Self {
        Self { health: Health::Ok, about, what: what.into() }
    }

    fn warn(about: &'static str, what: impl Into<String>) -> Self {
        Self { health: Health::Warn, about, what: what.into() }
    }

    fn fail(about: &'static str, what: impl Into<String>) -> Self {
        Self { health: Health::Fail, about, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let health = match self.health {
            Health::Ok => "ok",
            Health::Warn => "warn",
            Health::Fail => "FAIL",
        };
        write!(f, "{health:<5} {:<10} {}", self.about, self.what)
    }
}

pub async fn run(config: &Config) -> Ended {
    let findings = examine(config, SystemClock.now()).await;
    for finding in &findings {
        tell(finding);
    }
    let sick = findings.iter().any(|finding| finding.health == Health::Fail);
    Ok(if sick { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub async fn examine(config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![data_dir(&config.data_dir), places()];
    findings.extend(database(config, now).await);
    findings.extend([mail(config), public_url(config), maps(config), contact(config)]);
    findings
}

fn data_dir(folder: &Path) -> Finding {
    let (about, name) = ("data", folder.display());
    if !folder.exists() {
        return Finding::warn(about, format!("{name} is not there yet; `handpick serve` makes it"));
    }
    let probe = folder.join(".handpick-doctor");
    match std::fs::write(&probe, "").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::ok(about, format!("{name} can be written")),
        Err(why) => Finding::fail(about, format!("{name} cannot be written ({why}): give it to this user")),
    }
}

fn places() -> Finding {
    match Gazetteer::parse(crate::PLACES) {
        Ok(places) => Finding::ok("places", format!("{} towns", places.all().len())),
        Err(why) => Finding::fail("places", format!("{why}: this program is broken, build it again")),
    }
}

async fn database(config: &Config, now: Timestamp) -> Vec<Finding> {
    const ABOUT: &str = "database";
    let mut inspection = match Inspection::open(&config.database_url).await {
        Ok(Some(inspection)) => inspection,
        Ok(None) => {
            let what = "there is none yet; `handpick migrate` creates it, `handpick demo` fills it";
            return vec![Finding::warn(ABOUT, what)];
        }
        Err(why) => {
            let what = format!("{why}; check HANDPICK_DATABASE_URL and that the server runs");
            return vec![Finding::fail(ABOUT, what)];
        }
    };
    let version = match inspection.version().await {
        Ok(version) => Finding::ok(ABOUT, version),
        Err(why) => return vec![Finding::fail(ABOUT, why.to_string())],
    };
    let tables = tables(&mut inspection).await;
    let current = tables.health == Health::Ok;
    let mut findings = vec![version, tables];
    if current {
        findings.push(clock(&mut inspection, now).await);
        findings.push(operators(&mut inspection).await);
        findings.push(desks(&mut inspection).await);
        findings.push(outbox(&mut inspection, now).await);
        findings.push(ratings(config).await);
    }
    findings
}

async fn tables(inspection: &mut Inspection) -> Finding {
    const ABOUT: &str = "tables";
    match inspection.steps().await {
        Ok(Steps { behind: 0, ahead: 0 }) => Finding::ok(ABOUT, "of this version"),
        Ok(Steps { behind, ahead: 0 }) => Finding::warn(
            ABOUT,
            format!("{behind} steps behind; `handpick serve` or `handpick migrate` takes them"),
        ),
        Ok(Steps { ahead, .. }) => {
            Finding::fail(ABOUT, format!("{ahead} steps of a later version: use that version of Handpick"))
        }
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

/// Against the database's clock, and on SQLite, which has none, against the latest
/// account: time does not go back.
async fn clock(inspection: &mut Inspection, now: Timestamp) -> Finding {
    const ABOUT: &str = "clock";
    const CLOSE_MS: i64 = 2_000;
    let there = match inspection {
        Inspection::Sqlite(_) => inspection.number("SELECT COALESCE(MAX(created_at), 0) FROM accounts").await,
        Inspection::Postgres(_) => {
            inspection.number("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)").await
        }
    };
    let ahead = match there {
        Ok(there) => there - now.as_millisecond(),
        Err(why) => return Finding::fail(ABOUT, why.to_string()),
    };
    let off = match inspection {
        Inspection::Sqlite(_) => ahead.max(0),
        Inspection::Postgres(_) => ahead.abs(),
    };
    if off <= CLOSE_MS {
        Finding::ok(ABOUT, format!("{now:.0}"))
    } else {
        let seconds = off / 1_000;
        Finding::fail(ABOUT, format!("{seconds} s from the database's: keep both machines on time (NTP)"))
    }
}

async fn operators(inspection: &mut Inspection) -> Finding {
    const ABOUT: &str = "operators";
    let count = "SELECT COUNT(*) FROM accounts WHERE operator = 1 AND deactivated_at IS NULL";
    match inspection.number(count).await {
        Ok(0) => {
            Finding::warn(ABOUT, "nobody can open /ops: `handpick account create --operator` makes the first")
        }
        Ok(count) => Finding::ok(ABOUT, count.to_string()),
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

/// A request at a point without staff would be seen by nobody.
async fn desks(inspection: &mut Inspection) -> Finding {
    const ABOUT: &str = "desks";
    let count = "SELECT COUNT(*) FROM points p WHERE p.active = 1 AND NOT EXISTS (
                     SELECT 1 FROM staff s JOIN accounts a ON a.id = s.account_id
                     WHERE s.point_id = p.id AND a.deactivated_at IS NULL
                 )";
    match inspection.number(count).await {
        Ok(0) => Finding::ok(ABOUT, "every point has staff"),
        Ok(count) => Finding::warn(
            ABOUT,
            format!("{count} points have no staff to confirm bookings: invite some at /ops/people"),
        ),
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

/// Whoever was written to has heard nothing.
async fn outbox(inspection: &mut Inspection, now: Timestamp) -> Finding {
    const ABOUT: &str = "outbox";
    let lately = (now - SignedDuration::from_hours(30 * 24)).as_millisecond();
    let count = format!(
        "SELECT COUNT(*) FROM mails WHERE sent_at IS NULL AND next_try_at IS NULL AND created_at > {lately}"
    );
    match inspection.number(AssertSqlSafe(count)).await {
        Ok(0) => Finding::ok(ABOUT, "no mail of the last 30 days was given up"),
        Ok(count) => Finding::warn(
            ABOUT,
            format!("{count} mails were given up: `last_error` in the table `mails` says why"),
        ),
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

async fn ratings(config: &Config) -> Finding {
    const ABOUT: &str = "ratings";
    let store = match open_store(config).await {
        Ok(store) => store,
        Err(why) => return Finding::fail(ABOUT, why.to_string()),
    };
    match store.store.wrong_ratings().await {
        Ok(0) => Finding::ok(ABOUT, "sums equal a recount"),
        Ok(wrong) => Finding::fail(
            ABOUT,
            format!("{wrong} sums differ from a recount: the database was changed by hand; restore a backup"),
        ),
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

fn mail(config: &Config) -> Finding {
    const ABOUT: &str = "mail";
    if config.smtp_url.is_none() {
        let folder = mail::folder(config);
        let what = format!("is not sent, but written into {}; set HANDPICK_SMTP_URL", folder.display());
        return Finding::warn(ABOUT, what);
    }
    match Mailer::new(config) {
        Ok(_) => Finding::ok(ABOUT, format!("is sent as {}", config.smtp_from)),
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}

fn public_url(config: &Config) -> Finding {
    const ABOUT: &str = "address";
    let url = &config.public_url;
    let local = ["http://127.", "http://localhost", "http://[::1]"].iter().any(|host| url.starts_with(host));
    if config.is_https() || local {
        Finding::ok(ABOUT, url.clone())
    } else {
        let what = format!("{url} is not https: sign-ins can be listened to; put a TLS proxy before it");
        Finding::warn(ABOUT, what)
    }
}

fn contact(config: &Config) -> Finding {
    const ABOUT: &str = "contact";
    match &config.contact {
        Some(contact) => Finding::ok(ABOUT, format!("/about names {contact}")),
        None => {
            Finding::warn(ABOUT, "people cannot tell who runs this site: HANDPICK_CONTACT says so on /about")
        }
    }
}

fn maps(config: &Config) -> Finding {
    const ABOUT: &str = "maps";
    match tiles(config) {
        Ok(None) => Finding::ok(ABOUT, "are drawn here; HANDPICK_TILES lets people move around on them"),
        Ok(Some(tiles)) if config.is_https() && tiles.template.starts_with("http://") => {
            let what = format!("tiles of {} come without https, so browsers may refuse them", tiles.host());
            Finding::warn(ABOUT, what)
        }
        Ok(Some(tiles)) => {
            Finding::ok(ABOUT, format!("tiles of {}, when somebody asks for them", tiles.host()))
        }
        Err(why) => Finding::fail(ABOUT, why.to_string()),
    }
}
