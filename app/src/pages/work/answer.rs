//! What a page says to what its reader just did.

use handpick::{case::MoveRefusal, id::LegId};

use crate::{catalogue::Messages, components::appointment::state_word, web::Filled};

use super::leg::Verb;

pub use crate::components::notice::Answer;

impl Answer {
    /// After a redirect: `done` of the query names what was done.
    pub fn done(t: Messages, done: &str) -> Option<Self> {
        let text = match Verb::parse(done)? {
            Verb::Accept => t.work_done_accept(),
            Verb::Decline => t.work_done_decline(),
            Verb::Propose => t.work_done_propose(),
            Verb::Start => t.work_done_start(),
            Verb::Finish => t.work_done_finish(),
            Verb::NoShow => t.work_done_no_show(),
        };
        Some(Self::success(text))
    }

    pub fn refused(t: Messages, refusal: MoveRefusal) -> Self {
        let text = match refusal {
            MoveRefusal::WrongState(state) => t.work_refused_state(state_word(t, state)),
            MoveRefusal::TimeTaken => t.work_refused_taken().to_owned(),
            MoveRefusal::TooEarly => t.work_refused_early().to_owned(),
            MoveRefusal::TooLate | MoveRefusal::Unknown | MoveRefusal::NotYours => {
                t.work_refused_late().to_owned()
            }
        };
        Self::refusal(text)
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
