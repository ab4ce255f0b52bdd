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
/// did, and is read out. With `here` the browser goes to it: it stands further down.
#[component]
pub fn Notice(
    tone: Tone,
    #[prop(optional)] answer: bool,
    #[prop(optional)] here: bool,
    children: Children,
) -> impl IntoView {
    let (class, icon, role) = match tone {
        Tone::Info => ("notice", "info", "status"),
        Tone::Success => ("notice notice-success", "check", "status"),
        Tone::Warn => ("notice notice-warn", "alert", "status"),
        Tone::Error => ("notice notice-error", "alert", "alert"),
    };
    view! {
        <div class=class role=answer.then_some(role) tabindex=here.then_some("-1") autofocus=here>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}
