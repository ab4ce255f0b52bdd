//! `make bench`: Handpick beside a floor measured in the same run.
//!
//! The floor is a hand-written axum handler, in a process of its own, that asks the
//! store the same questions (the same SQL) and writes the same bytes, which were
//! made beforehand. What stands between the two is what our pages cost.

mod booking;
mod client;
mod floor;
mod machine;
mod page;
mod peer;
mod plot;
mod report;
mod run;
mod size;
mod world;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// As the server has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
enum Program {
    /// Fill databases, measure, and write the report to the standard output
    Run(run::Run),
    /// Serve the floor; started by `run`
    Floor(floor::Floor),
}

#[tokio::main]
async fn main() -> ExitCode {
    match Program::parse() {
        Program::Run(run) => run.run().await,
        Program::Floor(floor) => floor.serve().await,
    }
    ExitCode::SUCCESS
}
