//! The forms with which those who serve answer and move an appointment: at a desk
//! and in an engineer's own work. `pages::leg` reads them.

use axum::response::Response;
use handpick::{
    case::{LegState, NOTE_MAX},
    id::LegId,
    schedule::FreeTime,
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::form::{Form, Select, TextArea},
    web::{Filled, redirect},
    when::When,
};

/// What a form does with an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Confirm,
    Propose,
    Decline,
    Bay,
    CheckIn,
    NoShow,
    TakeBack,
    Start,
    Finish,
}

impl Verb {
    const ALL: [Verb; 9] = [
        Verb::Confirm,
        Verb::Propose,
        Verb::Decline,
        Verb::Bay,
        Verb::CheckIn,
        Verb::NoShow,
        Verb::TakeBack,
        Verb::Start,
        Verb::Finish,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Confirm => "confirm",
            Verb::Propose => "propose",
            Verb::Decline => "decline",
            Verb::Bay => "bay",
            Verb::CheckIn => "check-in",
            Verb::NoShow => "no-show",
            Verb::TakeBack => "take-back",
            Verb::Start => "start",
            Verb::Finish => "finish",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    /// The state that shows that it has been done already, where one does: another
    /// time or bay can be given again.
    pub const fn leads_to(self) -> Option<LegState> {
        match self {
            Verb::Confirm => Some(LegState::Confirmed),
            Verb::Decline => Some(LegState::Declined),
            Verb::CheckIn => Some(LegState::Arrived),
            Verb::NoShow => Some(LegState::NoShow),
            Verb::TakeBack => Some(LegState::Cancelled),
            Verb::Start => Some(LegState::InService),
            Verb::Finish => Some(LegState::Done),
            Verb::Propose | Verb::Bay => None,
        }
    }

    /// What is said when it is done.
    pub fn done(self, t: Messages) -> &'static str {
        match self {
            Verb::Confirm => t.leg_done_confirm(),
            Verb::Propose => t.leg_done_propose(),
            Verb::Decline => t.leg_done_decline(),
            Verb::Bay => t.leg_done_bay(),
            Verb::CheckIn => t.leg_done_check_in(),
            Verb::NoShow => t.leg_done_no_show(),
            Verb::TakeBack => t.leg_done_take_back(),
            Verb::Start => t.leg_done_start(),
            Verb::Finish => t.leg_done_finish(),
        }
    }

    /// More than a button.
    const fn has_fields(self) -> bool {
        matches!(self, Verb::Propose | Verb::Decline | Verb::Bay | Verb::Finish)
    }
}

/// A form that was not taken: whose it is, and everything typed in it.
#[derive(Debug, Clone)]
pub struct Typed {
    pub leg: LegId,
    pub verb: Verb,
    pub form: Filled,
}

/// The form as it stands for this appointment, and whether it was just refused.
pub fn form_of(typed: Option<&Typed>, leg: LegId, verb: Verb) -> (Filled, bool) {
    let (form, refused) = match typed {
        Some(typed) if typed.leg == leg && typed.verb == verb => (typed.form.clone(), true),
        _ => (Filled::default(), false),
    };
    (form.scoped(leg.to_string()), refused)
}

/// The page that a form stands on and comes back to: a day of a desk or of an
/// engineer's work.
#[derive(Debug, Clone)]
pub struct Place {
    path: String,
    day: Date,
}

impl Place {
    pub fn desk(slug: &str, day: Date) -> Self {
        Self { path: format!("/desk/{slug}"), day }
    }

    pub fn work(day: Date) -> Self {
        Self { path: "/work".to_owned(), day }
    }

    /// Back to the page, which says what was done, and to the appointment on it.
    pub fn done(&self, what: &str, leg: LegId) -> Response {
        redirect(&format!("{}?day={}&done={what}#leg-{leg}", self.path, self.day))
    }
}

/// The field that says which time was answered.
pub const SEEN: &str = "seen";

/// A form that does `verb`; more than a button, it has fields.
#[component]
pub fn LegForm(
    t: Messages,
    place: Place,
    leg: LegId,
    verb: Verb,
    #[prop(optional)] form: Filled,
    children: Children,
) -> impl IntoView {
    let Place { path, day } = place;
    let class = if verb.has_fields() { "form" } else { "" };
    view! {
        <Form t=t form=form class=class action=format!("{path}/legs/{leg}/{}", verb.as_str())>
            <input type="hidden" name="day" value=day.to_string()/>
            {children()}
        </Form>
    }
}

/// Offers one of these times in place of the one that was asked for.
#[component]
pub fn ProposeForm(
    t: Messages,
    when: When,
    place: Place,
    leg: LegId,
    times: Vec<FreeTime>,
    form: Filled,
) -> impl IntoView {
    if times.is_empty() {
        return view! { <p class="soft">{t.leg_no_other_time()}</p> }.into_any();
    }
    let options = times.iter().map(|time| (when.machine(time.start), when.range(time.start, time.end)));
    let options: Vec<_> = options.collect();
    view! {
        <LegForm t=t place=place leg=leg verb=Verb::Propose form=form.clone()>
            <Select form=form name="start" label=t.leg_other_time() options=options/>
            <div class="actions"><button class="button button-quiet">{t.leg_propose_do()}</button></div>
        </LegForm>
    }
    .into_any()
}

/// Says no, or calls off what was confirmed: behind a fold and with a reason.
#[component]
pub fn DeclineFold(
    t: Messages,
    place: Place,
    leg: LegId,
    typed: Option<Typed>,
    #[prop(optional)] confirmed: bool,
) -> impl IntoView {
    let (form, declining) = form_of(typed.as_ref(), leg, Verb::Decline);
    let (title, label) = match confirmed {
        true => (t.leg_call_off(), t.leg_call_off_do()),
        false => (t.leg_decline(), t.leg_decline_do()),
    };
    view! {
        <details class="fold" open=declining>
            <summary>{title}</summary>
            <LegForm t=t place=place leg=leg verb=Verb::Decline form=form.clone()>
                <TextArea form=form name="reason" label=t.leg_reason() rows=2 maxlength=NOTE_MAX/>
                <div class="actions"><button class="button button-danger">{label}</button></div>
            </LegForm>
        </details>
    }
}
