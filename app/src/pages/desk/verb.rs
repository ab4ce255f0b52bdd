use handpick::{case::LegState, id::LegId};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Filled};

/// What a desk does with an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Confirm,
    Propose,
    Decline,
    Bay,
    CheckIn,
    NoShow,
}

impl Verb {
    const ALL: [Verb; 6] =
        [Verb::Confirm, Verb::Propose, Verb::Decline, Verb::Bay, Verb::CheckIn, Verb::NoShow];

    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Confirm => "confirm",
            Verb::Propose => "propose",
            Verb::Decline => "decline",
            Verb::Bay => "bay",
            Verb::CheckIn => "check-in",
            Verb::NoShow => "no-show",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    /// The state that shows that it has been done already, where one does.
    pub const fn leads_to(self) -> Option<LegState> {
        match self {
            Verb::Confirm => Some(LegState::Confirmed),
            Verb::Decline => Some(LegState::Declined),
            Verb::CheckIn => Some(LegState::Arrived),
            Verb::NoShow => Some(LegState::NoShow),
            Verb::Propose | Verb::Bay => None,
        }
    }

    /// What is said when it is done.
    pub fn done(self, t: Messages) -> &'static str {
        match self {
            Verb::Confirm => t.desk_done_confirm(),
            Verb::Propose => t.desk_done_propose(),
            Verb::Decline => t.desk_done_decline(),
            Verb::Bay => t.desk_done_bay(),
            Verb::CheckIn => t.desk_done_check_in(),
            Verb::NoShow => t.desk_done_no_show(),
        }
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
    match typed {
        Some(typed) if typed.leg == leg && typed.verb == verb => (typed.form.clone(), true),
        _ => (Filled::default(), false),
    }
}

/// The page that a form stands on and comes back to.
#[derive(Debug, Clone)]
pub struct Place {
    pub slug: String,
    pub day: Date,
}

impl Place {
    pub fn link(&self) -> String {
        format!("/desk/{}?day={}", self.slug, self.day)
    }
}

/// A form that does `verb`.
#[component]
pub fn LegForm(place: Place, leg: LegId, verb: Verb, children: Children) -> impl IntoView {
    let class = matches!(verb, Verb::Decline | Verb::Propose | Verb::Bay).then_some("form");
    view! {
        <form class=class method="post" action=format!("/desk/{}/legs/{leg}/{}", place.slug, verb.as_str())>
            <input type="hidden" name="day" value=place.day.to_string()/>
            {children()}
        </form>
    }
}
