//! The words of each letter, in the reader's language, with the zone named.

use handpick::{
    engineer::Mode,
    mail::{Appointment, Letter, QueuedMail},
};
use handpick_app::{catalogue::Messages, when::When};

pub struct Text {
    pub subject: String,
    pub body: String,
}

pub fn write(mail: &QueuedMail, public_url: &str) -> Text {
    let t = Messages(mail.lang);
    let link = |path: &str| format!("{public_url}{path}");
    let (subject, lines): (String, Vec<String>) = match &mail.letter {
        Letter::ConfirmEmail { path } => {
            (t.mail_confirm_subject().into(), vec![t.mail_confirm_text().into(), link(path)])
        }
        Letter::AlreadyRegistered => (
            t.mail_already_subject().into(),
            vec![t.mail_already_text().into(), link("/login"), t.mail_already_reset().into(), link("/reset")],
        ),
        Letter::ResetPassword { path } => {
            (t.mail_reset_subject().into(), vec![t.mail_reset_text().into(), link(path)])
        }
        Letter::Invitation { path, point } => {
            let text = match point {
                Some(point) => t.mail_invitation_point(point.text(mail.lang)),
                None => t.mail_invitation_text().into(),
            };
            (t.mail_invitation_subject().into(), vec![text, link(path)])
        }
        Letter::Requested { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_requested_subject(engineer(mail, appointment)), t.mail_requested_text()),
        ),
        Letter::Confirmed { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_confirmed_subject(engineer(mail, appointment)), t.mail_confirmed_text()),
        ),
        Letter::Proposed { appointment, start } => {
            let when = When::new(t, &appointment.zone, mail.created_at);
            let day = when.calendar_day(when.local(*start).date());
            let other = format!("{day} {} ({})", when.time(*start), when.zone_name());
            about(
                t,
                mail,
                public_url,
                appointment,
                Told::new(t.mail_proposed_subject(engineer(mail, appointment)), t.mail_proposed_text(other)),
            )
        }
        Letter::Declined { appointment, reason } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_declined_subject(engineer(mail, appointment)), t.mail_declined_text(reason)),
        ),
        Letter::Moved { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_moved_subject(engineer(mail, appointment)), t.mail_moved_text()),
        ),
        Letter::Cancelled { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_cancelled_subject(engineer(mail, appointment)), t.mail_cancelled_text()),
        ),
        Letter::Lapsed { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_lapsed_subject(engineer(mail, appointment)), t.mail_lapsed_text()),
        ),
        Letter::InviteReview { appointment } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_review_subject(engineer(mail, appointment)), t.mail_review_text()),
        ),
        Letter::WorkRequested { appointment, customer } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_work_requested_subject(customer), t.mail_work_requested_text(customer)),
        ),
        Letter::WorkMoved { appointment, customer } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_work_moved_subject(customer), t.mail_work_moved_text(customer)),
        ),
        Letter::WorkCancelled { appointment, customer } => about(
            t,
            mail,
            public_url,
            appointment,
            Told::new(t.mail_work_cancelled_subject(customer), t.mail_work_cancelled_text(customer)),
        ),
    };
    let greeting = match mail.name.as_str() {
        "" => t.mail_greeting_plain().to_owned(),
        name => t.mail_greeting(name),
    };
    let body = [greeting].into_iter().chain(lines).chain([t.mail_farewell().to_owned()]).collect::<Vec<_>>();
    Text { subject, body: body.join("\r\n\r\n") }
}

struct Told {
    subject: String,
    text: String,
}

impl Told {
    fn new(subject: String, text: impl Into<String>) -> Self {
        Self { subject, text: text.into() }
    }
}

/// A letter about an appointment: what happened, then with whom, where and when.
fn about(
    t: Messages,
    mail: &QueuedMail,
    public_url: &str,
    appointment: &Appointment,
    told: Told,
) -> (String, Vec<String>) {
    let when = When::new(t, &appointment.zone, mail.created_at);
    let time = format!("{} ({})", calendar_range(&when, appointment), when.zone_name());
    let place = match (&appointment.point, appointment.mode) {
        (Some((name, address)), _) => format!("{}, {address}", name.text(mail.lang)),
        (None, Mode::Home) => t.mail_at_home().to_owned(),
        (None, _) => t.word("mode-online").to_owned(),
    };
    let facts = t.mail_facts(engineer(mail, appointment), time, place).replace('\n', "\r\n");
    (told.subject, vec![told.text, facts, format!("{public_url}/cases/{}", appointment.case)])
}

/// "Mon 23 Nov 10:00–10:45": a mail is read later, so no "tomorrow".
fn calendar_range(when: &When, appointment: &Appointment) -> String {
    let day = when.calendar_day(when.local(appointment.start).date());
    format!("{day} {}–{}", when.time(appointment.start), when.time(appointment.end))
}

fn engineer<'a>(mail: &QueuedMail, appointment: &'a Appointment) -> &'a str {
    appointment.engineer.text(mail.lang)
}
