use std::{io::IsTerminal as _, process::ExitCode};

use clap::Parser;
use handpick_server::{LOGGED, cli::Cli};
use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

/// Pages are made of many small strings, on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    // A file or a journal is read without a terminal's colours.
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).init();
    Cli::parse().run().await
}
