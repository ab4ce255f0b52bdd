//! What a page says to what its reader just did.

use axum::http::StatusCode;
use handpick::case::{EARLY_MINUTES, MoveRefusal, NO_SHOW_AFTER_MINUTES};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        appointment::state_word,
        notice::{Notice, Tone},
    },
};

#[derive(Debug, Clone)]
pub struct Answer {
    tone: Tone,
    text: String,
}

impl Answer {
    pub fn success(text: impl Into<String>) -> Self {
        Self { tone: Tone::Success, text: text.into() }
    }

    pub fn error(text: impl Into<String>) -> Self {
        Self { tone: Tone::Error, text: text.into() }
    }

    /// Why a move was not made.
    pub fn refused(t: Messages, refusal: MoveRefusal) -> Self {
        Self::error(match refusal {
            MoveRefusal::WrongState(state) => t.leg_refused_state(state_word(t, state)),
            MoveRefusal::TimeTaken => t.leg_refused_taken().to_owned(),
            MoveRefusal::TooEarly => t.leg_refused_early(EARLY_MINUTES, NO_SHOW_AFTER_MINUTES),
            MoveRefusal::TooLate | MoveRefusal::Unknown | MoveRefusal::NotYours => {
                t.leg_refused_late().to_owned()
            }
        })
    }
}

/// The status of a page that says why a move was not made.
pub const fn refusal_status(refusal: MoveRefusal) -> StatusCode {
    match refusal {
        MoveRefusal::Unknown | MoveRefusal::NotYours => StatusCode::NOT_FOUND,
        MoveRefusal::WrongState(_) | MoveRefusal::TimeTaken => StatusCode::CONFLICT,
        MoveRefusal::TooLate | MoveRefusal::TooEarly => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The answer, if there is one.
#[component]
pub fn AnswerNotice(answer: Option<Answer>) -> impl IntoView {
    answer.map(|answer| view! { <Notice tone=answer.tone answer=true><p>{answer.text}</p></Notice> })
}
