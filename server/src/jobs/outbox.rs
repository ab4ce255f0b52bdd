use handpick::store::StoreError;
use handpick_app::ports::App;
use jiff::SignedDuration;

use crate::mail::Mailer;

const AT_ONCE: u32 = 20;
/// The longest pause between two tries, in minutes: a day.
const LONGEST_PAUSE: i64 = 24 * 60;

/// Sends what is due. A failed mail is tried again after 1, 2, 4, 8 … minutes.
pub async fn send(app: &App, mailer: &Mailer) -> Result<u64, StoreError> {
    let due = app.store.take_mail(app.now(), AT_ONCE).await?;
    let mut sent = 0;
    for mail in due {
        match mailer.send(&mail).await {
            Ok(()) => {
                app.store.mail_sent(mail.id, app.now()).await?;
                sent += 1;
            }
            Err(error) => {
                tracing::warn!(mail = %mail.id, %error, "a mail was not sent and will be tried again");
                let minutes =
                    1_i64.checked_shl(u32::try_from(mail.attempts).unwrap_or(0)).unwrap_or(LONGEST_PAUSE);
                let next_try = app.now() + SignedDuration::from_mins(minutes.clamp(1, LONGEST_PAUSE));
                app.store.mail_failed(mail.id, &error.to_string(), next_try).await?;
            }
        }
    }
    Ok(sent)
}
