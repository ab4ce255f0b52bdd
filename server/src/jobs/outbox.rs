use handpick::{id::MailId, mail::QueuedMail, store::StoreError};
use handpick_app::limits::{Limit, Who};
use handpick_app::ports::App;
use jiff::SignedDuration;

use crate::mail::Mailer;

const AT_ONCE: u32 = 20;
/// The longest pause between two tries, in minutes: a day.
const LONGEST_PAUSE: i64 = 24 * 60;
/// How long a mail is tried: as long as mail servers do (RFC 5321, 4.5.4.1).
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(5 * 24);

/// Mails that go out faster than this are noted together: each note makes who writes
/// anything else wait. A mail server takes as long for one, so that one is sent twice when
/// we end before the note.
const NOTED_WITHIN: SignedDuration = SignedDuration::from_millis(50);

/// Sends what is due.
pub async fn send(app: &App, mailer: &Mailer) -> Result<u64, StoreError> {
    let due = app.store.take_mail(app.now(), AT_ONCE).await?;
    let (mut sent, mut out, mut noted) = (0, Vec::new(), app.now());
    for mail in due {
        if is_too_many(app, &mail) {
            sent += note(app, &mut out).await?;
            tracing::warn!(mail = %mail.id, "a mailbox has had its letters; one was not sent");
            app.store.give_up_mail(mail.id, "more letters than one mailbox gets").await?;
            continue;
        }
        let answer = mailer.send(&mail).await;
        if answer.is_ok() {
            out.push(mail.id);
        }
        if answer.is_err() || app.now() >= noted + NOTED_WITHIN {
            sent += note(app, &mut out).await?;
            noted = app.now();
        }
        if let Err(error) = answer {
            failed(app, &mail, &error.to_string()).await?;
        }
    }
    Ok(sent + note(app, &mut out).await?)
}

/// Whether the mailbox is flooded: what happened stands on the pages too. A mail that is
/// tried again was counted.
fn is_too_many(app: &App, mail: &QueuedMail) -> bool {
    mail.letter.is_of_booking()
        && mail.attempts == 1
        && app.limits.take(Limit::Letter, &[Who::Email(mail.to.clone())]).is_err()
}

/// Answers how many there were.
async fn note(app: &App, out: &mut Vec<MailId>) -> Result<u64, StoreError> {
    app.store.mails_sent(out, app.now()).await?;
    let count = u64::try_from(out.len()).unwrap_or(u64::MAX);
    out.clear();
    Ok(count)
}

/// A failed mail is tried again after 1, 2, 4, 8 … minutes, and given up in the end.
async fn failed(app: &App, mail: &QueuedMail, error: &str) -> Result<(), StoreError> {
    let doubled = (mail.attempts - 1).clamp(0, 32);
    let next_try = app.now() + SignedDuration::from_mins(LONGEST_PAUSE.min(1 << doubled));
    if next_try > mail.created_at + TRIED_FOR {
        tracing::error!(mail = %mail.id, error, "a mail could not be sent for days and was given up");
        return app.store.give_up_mail(mail.id, error).await;
    }
    tracing::warn!(mail = %mail.id, error, "a mail was not sent and will be tried again");
    app.store.mail_failed(mail.id, error, next_try).await
}
