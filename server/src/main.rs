use std::{
    io::IsTerminal as _,
    panic,
    process::{self, ExitCode},
    thread,
};

use clap::Parser;
use handpick_server::{LOGGED, cli::Cli, store::sqlite::engine::THREAD};
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
    end_with_sqlite();
    Cli::parse().run().await
}

/// A thread of SQLite that panicked would leave a connection that answers nothing, and
/// perhaps a commit of which nobody knows. What was acknowledged is on the disk: whoever
/// looks after this program starts it again.
fn end_with_sqlite() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        tell(panicked);
        if thread::current().name().is_some_and(|name| name.starts_with(THREAD)) {
            process::abort();
        }
    }));
}
