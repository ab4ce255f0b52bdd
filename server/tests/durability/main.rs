//! What was acknowledged survives `kill -9`, and nothing ever overlaps.
//!
//! Per engine, 32 clients book, confirm, cancel and reschedule in a child process
//! that says on its standard output what it tries and what was acknowledged. Five
//! times it is killed in the middle of things. At the end the database must hold
//! every acknowledged change, and only open legs and their time must be taken.

mod client;
mod ledger;
#[path = "../support/mod.rs"]
mod support;

use std::{
    io::{BufRead, BufReader},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use ledger::Ledger;
use support::Fixture;

/// Acknowledged changes per engine.
const CHANGES: usize = 10_000;
const KILLS: usize = 5;
const DATABASE: &str = "HANDPICK_DURABILITY_DATABASE";
const ROUND: &str = "HANDPICK_DURABILITY_ROUND";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if let (Ok(url), Ok(round)) = (std::env::var(DATABASE), std::env::var(ROUND)) {
        runtime.block_on(client::run(&url, round.parse().expect("a number")));
        return ExitCode::SUCCESS;
    }
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    runtime.block_on(async {
        Fixture::sqlite().await.run(async |store| survive("SQLite", store).await).await;
        Fixture::postgres().await.run(async |store| survive("PostgreSQL", store).await).await;
    });
    println!("2 passed, 0 failed");
    ExitCode::SUCCESS
}

async fn survive(engine: &str, store: &Fixture) {
    let began = Instant::now();
    client::prepare(store).await;
    let mut ledger = Ledger::default();
    for round in 0..=KILLS {
        let enough = CHANGES * (round + 1) / (KILLS + 1);
        work_until_killed(&store.url(), round, &mut ledger, enough);
        ledger.forget_what_was_tried(store).await;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{engine}: {} changes acknowledged in {seconds:.0} s, {KILLS} kills, {ledger}",
        ledger.acknowledged()
    );
    assert!(ledger.acknowledged() >= CHANGES);
    sound(store).await;
}

/// Runs the clients until that many changes are acknowledged in all, then kills them.
fn work_until_killed(url: &str, round: usize, ledger: &mut Ledger, enough: usize) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .env(DATABASE, url)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start the clients");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    while ledger.acknowledged() < enough {
        let line = lines.next().expect("the clients go on until they are killed").expect("a line");
        ledger.note(&line);
    }
    child.kill().expect("kill -9");
    child.wait().expect("it has ended");
    // What it managed to say before it was killed was said.
    for line in lines.map_while(Result::ok) {
        ledger.note(&line);
    }
}

/// The rules that hold whatever happened.
async fn sound(store: &Fixture) {
    const OPEN: &str = "('requested', 'proposed', 'confirmed', 'arrived', 'in_service')";
    let overlaps = |resource: &str| {
        format!(
            "SELECT count(*) FROM legs a JOIN legs b ON a.{resource} = b.{resource} AND a.id < b.id
                 AND a.starts_at < b.busy_until AND b.starts_at < a.busy_until
             WHERE a.state IN {OPEN} AND b.state IN {OPEN}"
        )
    };
    let tick = 15 * 60 * 1000;
    let untaken = format!(
        "SELECT count(*) FROM legs l WHERE l.state IN {OPEN} AND
             (l.busy_until - l.starts_at) / {tick} * 2 <> (SELECT count(*) FROM occupancy o WHERE o.owner = l.id
                 AND o.resource IN (l.engineer_id, l.bay_id)
                 AND o.tick >= l.starts_at / {tick} AND o.tick * {tick} < l.busy_until)"
    );
    let unowned = format!(
        "SELECT count(*) FROM occupancy o WHERE NOT EXISTS (SELECT 1 FROM legs l WHERE l.id = o.owner AND l.state IN {OPEN})
             AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.id = o.owner AND d.case_id IS NULL AND d.held_until = o.until)"
    );
    let gaps = "SELECT count(*) FROM (SELECT case_id FROM events GROUP BY case_id HAVING count(*) <> max(number)) AS gaps";
    for (rule, query) in [
        ("an engineer is in two places", overlaps("engineer_id")),
        ("a bay serves two customers", overlaps("bay_id")),
        ("an open leg's time is not taken", untaken),
        ("time is taken for nobody", unowned),
        ("a timeline has gaps", gaps.to_owned()),
    ] {
        assert_eq!(store.number(&query).await, 0, "{rule}");
    }
}
