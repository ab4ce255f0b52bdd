use leptos::prelude::*;

use crate::components::icon::Icon;

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It is done.
    Success,
    /// Look at this.
    Warn,
    /// It was not done.
    Error,
}

/// A message above what it is about. With `answer` it answers what somebody just
/// did, and is read out.
#[component]
pub fn Notice(tone: Tone, #[prop(optional)] answer: bool, children: Children) -> impl IntoView {
    let (class, icon, role) = match tone {
        Tone::Info => ("notice", "info", "status"),
        Tone::Success => ("notice notice-success", "check", "status"),
        Tone::Warn => ("notice notice-warn", "alert", "status"),
        Tone::Error => ("notice notice-error", "alert", "alert"),
    };
    view! {
        <div class=class role=answer.then_some(role)>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// What a page says to what its reader just did.
#[derive(Debug, Clone)]
pub struct Answer {
    pub tone: Tone,
    pub text: String,
}

impl Answer {
    pub fn success(text: impl Into<String>) -> Self {
        Self { tone: Tone::Success, text: text.into() }
    }

    pub fn refusal(text: impl Into<String>) -> Self {
        Self { tone: Tone::Error, text: text.into() }
    }
}

/// The answer, if there is one.
#[component]
pub fn AnswerNotice(answer: Option<Answer>) -> impl IntoView {
    answer.map(|answer| view! { <Notice tone=answer.tone answer=true><p>{answer.text}</p></Notice> })
}
