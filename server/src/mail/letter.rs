//! The words of each letter, in the reader's language, with the zone named.

use handpick::{
    account::{INVITATION_DAYS, RESET_HOURS},
    case::attest_until,
    engineer::Mode,
    lang::Localized,
    mail::{Appointment, Letter, QueuedMail},
};
use handpick_app::{catalogue::Messages, when::When};
use jiff::Timestamp;

pub struct Text {
    pub subject: String,
    pub body: String,
}

pub fn write(mail: &QueuedMail, public_url: &str) -> Text {
    let writer = Writer { t: Messages(mail.lang), mail, public_url };
    let Told { subject, paragraphs } = writer.told();
    let body = [writer.greeting()].into_iter().chain(paragraphs).chain([writer.t.mail_farewell().to_owned()]);
    Text { subject, body: body.collect::<Vec<_>>().join("\r\n\r\n") }
}

/// What a letter says between its greeting and its farewell.
struct Told {
    subject: String,
    paragraphs: Vec<String>,
}

struct Writer<'a> {
    t: Messages,
    mail: &'a QueuedMail,
    public_url: &'a str,
}

impl<'a> Writer<'a> {
    fn told(&self) -> Told {
        let t = self.t;
        match &self.mail.letter {
            Letter::ConfirmEmail { path } => {
                self.linked(t.mail_confirm_subject(), t.mail_confirm_text().to_owned(), path)
            }
            Letter::AlreadyRegistered => self.already_registered(),
            Letter::ResetPassword { path } => {
                self.linked(t.mail_reset_subject(), t.mail_reset_text(RESET_HOURS.into()), path)
            }
            Letter::Invitation { path, point } => self.invitation(path, point.as_ref()),
            Letter::Requested { appointment } => {
                self.of_booking(appointment, Messages::mail_requested_subject, t.mail_requested_text())
            }
            Letter::Confirmed { appointment } => {
                self.of_booking(appointment, Messages::mail_confirmed_subject, t.mail_confirmed_text())
            }
            Letter::Proposed { appointment, start } => self.proposed(appointment, *start),
            Letter::Declined { appointment, reason } => {
                self.of_booking(appointment, Messages::mail_declined_subject, t.mail_declined_text(reason))
            }
            Letter::Moved { appointment } => {
                self.of_booking(appointment, Messages::mail_moved_subject, t.mail_moved_text())
            }
            Letter::Cancelled { appointment } => {
                self.of_booking(appointment, Messages::mail_cancelled_subject, t.mail_cancelled_text())
            }
            Letter::Lapsed { appointment } => {
                self.of_booking(appointment, Messages::mail_lapsed_subject, t.mail_lapsed_text())
            }
            Letter::Missed { appointment } => {
                let text = t.mail_missed_text(self.at(appointment, attest_until(appointment.end)));
                self.of_booking(appointment, Messages::mail_missed_subject, text)
            }
            Letter::InviteReview { appointment } => {
                self.of_booking(appointment, Messages::mail_review_subject, t.mail_review_text())
            }
            Letter::WorkRequested { appointment, customer, answer_by } => {
                let text = t.mail_work_requested_text(customer, self.at(appointment, *answer_by));
                self.of_work(appointment, customer, Messages::mail_work_requested_subject, text)
            }
            Letter::WorkMoved { appointment, customer } => {
                let text = t.mail_work_moved_text(customer);
                self.of_work(appointment, customer, Messages::mail_work_moved_subject, text)
            }
            Letter::WorkAccepted { appointment, customer } => {
                let text = t.mail_work_accepted_text(customer);
                self.of_work(appointment, customer, Messages::mail_work_accepted_subject, text)
            }
            Letter::WorkCancelled { appointment, customer } => {
                let text = t.mail_work_cancelled_text(customer);
                self.of_work(appointment, customer, Messages::mail_work_cancelled_subject, text)
            }
            Letter::Reviewed { appointment, customer, stars } => {
                let text = t.mail_reviewed_text((*stars).into(), customer);
                self.of_work(appointment, customer, Messages::mail_reviewed_subject, text)
            }
        }
    }

    fn already_registered(&self) -> Told {
        let t = self.t;
        let mut told = self.linked(t.mail_already_subject(), t.mail_already_text().to_owned(), "/login");
        told.paragraphs.extend([t.mail_already_reset().to_owned(), self.link("/reset")]);
        told
    }

    fn invitation(&self, path: &str, point: Option<&Localized<String>>) -> Told {
        let (t, days) = (self.t, INVITATION_DAYS.into());
        let text = match point {
            Some(point) => t.mail_invitation_point(days, point.text(self.mail.lang)),
            None => t.mail_invitation_text(days),
        };
        self.linked(t.mail_invitation_subject(), text, path)
    }

    fn proposed(&self, appointment: &'a Appointment, start: Timestamp) -> Told {
        let text = self.t.mail_proposed_text(self.at(appointment, start));
        let end = start + appointment.end.duration_since(appointment.start);
        self.of_booking(
            &Appointment { start, end, ..appointment.clone() },
            Messages::mail_proposed_subject,
            text,
        )
    }

    /// "Mon 23 Nov 10:00 (Beijing time)": a mail is read later, so no "tomorrow".
    fn at(&self, appointment: &Appointment, at: Timestamp) -> String {
        let when = self.when(appointment);
        let day = when.calendar_day(when.local(at).date());
        format!("{day} {} ({})", when.time(at), when.zone_name())
    }

    /// Something to be done on the page behind a link.
    fn linked(&self, subject: &str, text: String, path: &str) -> Told {
        Told { subject: subject.to_owned(), paragraphs: vec![text, self.link(path)] }
    }

    /// To the customer, whose booking is known to her by its engineer.
    fn of_booking(
        &self,
        appointment: &'a Appointment,
        subject: impl FnOnce(Messages, &'a str) -> String,
        text: impl Into<String>,
    ) -> Told {
        let t = self.t;
        let engineer = appointment.engineer.text(self.mail.lang);
        let place = self.place(appointment, t.mail_at_home());
        let facts = t.mail_facts(engineer, self.time(appointment), place);
        self.about(appointment, subject(t, engineer), text.into(), &facts)
    }

    /// To the engineer, whose work is known to her by its time: a customer is called what
    /// she likes, and that is not to stand in the subject of our mail.
    fn of_work(
        &self,
        appointment: &Appointment,
        customer: &str,
        subject: impl FnOnce(Messages, String) -> String,
        text: String,
    ) -> Told {
        let (t, time) = (self.t, self.time(appointment));
        let place = self.place(appointment, t.mail_at_their_home());
        let facts = t.mail_work_facts(customer, &time, place);
        self.about(appointment, subject(t, time), text, &facts)
    }

    /// About an appointment: what happened, then with whom, where and when.
    fn about(&self, appointment: &Appointment, subject: String, text: String, facts: &str) -> Told {
        let path = match self.mail.letter {
            // Who never agreed to it does not see it any more.
            Letter::WorkCancelled { .. } => {
                let day = self.when(appointment).local(appointment.start).date();
                format!("/work?day={day}")
            }
            _ => format!("/cases/{}", appointment.case),
        };
        Told { subject, paragraphs: vec![text, facts.replace('\n', "\r\n"), self.link(&path)] }
    }

    fn time(&self, appointment: &Appointment) -> String {
        let when = self.when(appointment);
        format!("{} ({})", calendar_range(&when, appointment), when.zone_name())
    }

    /// `at_home` is whose home it is, as the reader sees it.
    fn place(&self, appointment: &Appointment, at_home: &str) -> String {
        match (&appointment.point, appointment.mode) {
            (Some((name, address)), _) => self.t.mail_place(name.text(self.mail.lang), address),
            (None, Mode::Home) => at_home.to_owned(),
            (None, _) => self.t.word("mode-online").to_owned(),
        }
    }

    fn greeting(&self) -> String {
        match self.mail.name.as_str() {
            "" => self.t.mail_greeting_plain().to_owned(),
            name => self.t.mail_greeting(name),
        }
    }

    fn when(&self, appointment: &Appointment) -> When {
        When::new(self.t, &appointment.zone, self.mail.created_at)
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

/// "Mon 23 Nov 10:00–10:45".
fn calendar_range(when: &When, appointment: &Appointment) -> String {
    let day = when.calendar_day(when.local(appointment.start).date());
    format!("{day} {}–{}", when.time(appointment.start), when.time(appointment.end))
}
