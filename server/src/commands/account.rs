//! `handpick account create`: how the first operator comes in.

use std::{io::Read, process::ExitCode};

use handpick::{
    account::{Email, NAME_MAX, NewAccount, PASSWORD_MAX, PASSWORD_MIN},
    clock::Clock,
    id::AccountId,
    lang::Lang,
    text,
};

use super::{CommandError, Ended, open_store, tell};
use crate::{
    clock::{SystemClock, SystemRandom},
    config::Config,
    password,
};

#[derive(Debug, clap::Subcommand)]
pub enum Account {
    /// Create an account whose address counts as confirmed
    Create(Create),
}

#[derive(Debug, clap::Args)]
pub struct Create {
    #[arg(long)]
    email: Email,
    #[arg(long)]
    name: String,
    /// Read the password from standard input: other users cannot see it there
    #[arg(long, required_unless_present = "password")]
    password_stdin: bool,
    /// The password itself; other users of this machine may see it while this runs
    #[arg(long, conflicts_with = "password_stdin")]
    password: Option<String>,
    /// May see /ops: create points and people
    #[arg(long)]
    operator: bool,
}

pub async fn run(config: &Config, command: Account) -> Ended {
    let Account::Create(create) = command;
    let now = SystemClock.now();
    let name = text::line(&create.name, NAME_MAX).map_err(CommandError::refused)?;
    let account = NewAccount {
        id: AccountId::mint(now, &SystemRandom),
        email: create.email.clone(),
        name,
        password_hash: password::hash(&password_of(&create)?)?,
        lang: Lang::default(),
        operator: create.operator,
        email_confirmed: true,
        now,
    };
    let created = open_store(config).await?.store.create_account(account, None).await?;
    created.map_err(|taken| CommandError::refused(format!("{}: {taken}", create.email)))?;
    tell(format_args!("Created {}. Sign in at {}/login", create.email, config.public_url));
    Ok(ExitCode::SUCCESS)
}

fn password_of(create: &Create) -> Result<String, CommandError> {
    let password = match &create.password {
        Some(password) => password.clone(),
        None => first_line_of_stdin()?,
    };
    let length = password.chars().count();
    if (PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        Ok(password)
    } else {
        Err(CommandError::refused(format!(
            "a password has {PASSWORD_MIN} to {PASSWORD_MAX} characters, this one has {length}"
        )))
    }
}

fn first_line_of_stdin() -> Result<String, CommandError> {
    let mut typed = String::new();
    let read = std::io::stdin().read_to_string(&mut typed);
    read.map_err(|why| CommandError::File { what: "standard input".to_owned(), why })?;
    Ok(typed.lines().next().unwrap_or_default().to_owned())
}
