//! The command line: which commands there are, and how they end.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{
    commands::{self, CommandError},
    config::{Config, Options},
};

/// Handpick: people who need something fixed choose the person
#[derive(Debug, Parser)]
#[command(name = "handpick", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages
    Serve,
    /// Create the tables, or bring them up to date
    Migrate,
    /// Fill an empty database with people to look around with
    Demo(commands::demo::Demo),
    /// Load your own people and service points from tables
    Import(commands::import::Import),
    /// Copy the database into a file, while it is in use
    Backup(commands::backup::Backup),
    /// Check that everything is as it should be, and say what to do
    Doctor,
    /// Create an account, the first operator for example
    #[command(subcommand)]
    Account(commands::account::Account),
}

impl Cli {
    /// Runs the command. Who waits for it learns by the exit status.
    pub async fn run(self) -> ExitCode {
        let config = Config::from(self.options);
        let done = match self.command {
            Command::Serve => crate::http::serve(&config).await,
            Command::Migrate => commands::migrate::run(&config).await,
            Command::Demo(demo) => commands::demo::run(&config, demo).await,
            Command::Import(import) => commands::import::run(&config, import).await,
            Command::Backup(backup) => commands::backup::run(&config, backup).await,
            Command::Doctor => commands::doctor::run(&config).await,
            Command::Account(account) => commands::account::run(&config, account).await,
        };
        done.unwrap_or_else(|error: CommandError| {
            eprintln!("handpick: {error}");
            error.exit_code()
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
