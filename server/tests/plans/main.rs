//! How the engines go about the statements of every method of the store, on a filled
//! database. The plans are kept beside this test, so that a change of one is seen,
//! and none may look through a whole table.
//!
//! After a change that is wanted, keep the new plans and read the difference before
//! it is committed: `HANDPICK_KEEP_PLANS=1 tools/with-postgres cargo test -p
//! handpick-server --test plans`.

#[path = "../support/mod.rs"]
mod support;

mod explain;
mod record;
mod snapshot;
mod tour;

use handpick_server::demo::{self, Plan};
use record::{Recorder, shape};
use support::{Fixture, NOW, ports, scene};

/// So few that ANALYZE reads every row, and the plans are the same each time.
const ENGINEERS: u32 = 60;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    Fixture::sqlite().await.run(check).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    Fixture::postgres().await.run(check).await;
}

async fn check(store: &Fixture) {
    let plan = Plan { engineers: ENGINEERS, seed: 7, now: NOW };
    demo::fill(&*store.any.engine.loader(), plan).await.expect("filled");
    let recorder = Recorder::new(store);
    tour::everything(&recorder).await;
    explain::pretend_large(store).await;
    let mut plans = Vec::new();
    for (method, statements) in recorder.sent() {
        let mut explained = Vec::new();
        for statement in statements {
            explained.push((shape(&statement), explain::plan(store, &statement).await));
        }
        plans.push((method, explained));
    }
    snapshot::compare(&explain::engine(store).await, &plans);
    assert_whole(&plans);
    assert_no_scan(&plans);
}

fn assert_whole(plans: &snapshot::Plans) {
    let called = |method: &String| plans.iter().any(|(known, _)| known == method);
    // Made of another one by the port itself.
    let missing: Vec<_> =
        ports::methods().into_iter().filter(|method| method != "schedule" && !called(method)).collect();
    assert!(missing.is_empty(), "the tour does not call {missing:?}");
}

/// Methods that may look through a whole table, which, and why.
const MAY_SCAN: &[(&str, &str, &str)] = &[
    ("all_points", "points", "the operator's list of them"),
    ("mail_failed", "mails_due", "PostgreSQL would rather go through those that wait, if they are few"),
    ("give_up_mail", "mails_due", "as above"),
    ("mail_waiting", "mails", "an index of those that wait: it counts them"),
    ("people", "accounts a", "an operator looks for a part of a name"),
    ("people", "SCAN a", "as above"),
    ("people", "engineers_account_id_key", "as above"),
    ("people", "staff", "as above"),
    ("points_near", "points_by_name", "the first ones in the order of the index"),
    ("save_point", "drafts", "SQLite would, did the point's key change, which it never does"),
    ("sweep_drafts", "drafts_pkey", "PostgreSQL expects that most drafts have run out"),
    ("wrong_ratings", "", "recounts everything, every night"),
];

fn assert_no_scan(plans: &snapshot::Plans) {
    let mut wrong = Vec::new();
    for (method, statements) in plans {
        let may = |table: &str| {
            let mut known = MAY_SCAN.iter().filter(|(known, ..)| known == method);
            known.any(|(_, tables, _)| table.contains(tables))
        };
        for (shape, plan) in statements {
            let mut scans = explain::scans(plan);
            scans.retain(|scan| !may(scan));
            if !scans.is_empty() {
                wrong.push(format!("{method}: {scans:?}\n  {shape}"));
            }
        }
    }
    assert!(wrong.is_empty(), "a whole table is looked through:\n{}", wrong.join("\n"));
}
