//! `handpick demo`: people to look around with.

use std::{process::ExitCode, time::Instant};

use handpick::clock::Clock;

use super::{CommandError, Ended, open_store, tell};
use crate::{
    clock::SystemClock,
    config::Config,
    demo::{self, DemoError, Plan, sign_ins},
};

#[derive(Debug, clap::Args)]
pub struct Demo {
    /// How many engineers, with points, customers and reviews to match
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    engineers: u32,
    /// The same seed gives the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub async fn run(config: &Config, demo: Demo) -> Ended {
    let opened = open_store(config).await?;
    let loader = opened.engine.loader();
    let plan = Plan { engineers: demo.engineers, seed: demo.seed, now: SystemClock.now() };
    let begun = Instant::now();
    let rows = demo::fill(&*loader, plan).await.map_err(refusal)?;
    let seconds = begun.elapsed().as_secs_f64();
    let rate = rate(rows, seconds);
    tell(format_args!("{} engineers, {rows} rows in {seconds:.1} s: {rate:.0} rows/s", plan.engineers));
    tell(sign_ins::table(&*opened.store).await?);
    Ok(ExitCode::SUCCESS)
}

fn refusal(error: DemoError) -> CommandError {
    match error {
        DemoError::Store(error) => error.into(),
        other => CommandError::refused(other.to_string()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "an approximate figure for people")]
fn rate(rows: u64, seconds: f64) -> f64 {
    rows as f64 / seconds.max(0.001)
}
