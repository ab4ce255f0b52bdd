//! Sending what waits in the outbox: by SMTP, or as files where there is no server.

mod letter;

use std::path::PathBuf;

use handpick::mail::QueuedMail;
use lettre::{
    Address, AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use crate::{
    commands::CommandError,
    config::{self, Config},
};

/// Where mail goes.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    public_url: String,
}

enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// `.eml` files, for trying things out.
    Files(AsyncFileTransport<Tokio1Executor>),
}

/// The mail was not sent; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the address is not one mail can go to: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the mail cannot be written: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the mail server: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail folder: {0}")]
    File(#[from] lettre::transport::file::Error),
}

/// Where mail is written when no server is configured.
pub fn folder(config: &Config) -> PathBuf {
    config.data_dir.join("mail")
}

impl Mailer {
    pub fn new(config: &Config) -> Result<Self, CommandError> {
        let from = config
            .smtp_from
            .parse()
            .map_err(|error| CommandError::refused(format!("HANDPICK_SMTP_FROM is no mailbox: {error}")))?;
        let transport = match &config.smtp_url {
            Some(url) => Transport::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|error| CommandError::refused(format!("HANDPICK_SMTP_URL: {error}")))?
                    .build(),
            ),
            None => {
                let folder = folder(config);
                config::make_dir(&folder)
                    .map_err(|why| CommandError::File { what: folder.display().to_string(), why })?;
                Transport::Files(AsyncFileTransport::new(folder))
            }
        };
        Ok(Self { transport, from, public_url: config.public_url.clone() })
    }

    pub async fn send(&self, mail: &QueuedMail) -> Result<(), MailError> {
        let (user, host) = mail.to.as_str().rsplit_once('@').unwrap_or((mail.to.as_str(), ""));
        let to =
            Mailbox::new(Some(mail.name.clone()).filter(|name| !name.is_empty()), Address::new(user, host)?);
        let text = letter::write(mail, &self.public_url);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            // The same mail sent twice after a crash is one for the reader's program.
            .message_id(Some(format!("<{}@handpick>", mail.id)))
            .subject(text.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.body)?;
        match &self.transport {
            Transport::Smtp(smtp) => {
                smtp.send(message).await?;
            }
            Transport::Files(files) => {
                files.send(message).await?;
            }
        }
        Ok(())
    }
}
