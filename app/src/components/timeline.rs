//! What has happened and what is to come, one under the other.

use leptos::prelude::*;

/// How far a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Done,
    Now,
    Todo,
    /// It ended here.
    Stopped,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub progress: Progress,
    pub title: String,
    pub notes: Vec<String>,
    /// For machines and for people.
    pub at: Option<(String, String)>,
}

#[component]
pub fn Timeline(lines: Vec<Line>) -> impl IntoView {
    let items = lines.into_iter().map(|line| {
        let class = match line.progress {
            Progress::Done => "is-done",
            Progress::Now => "is-now",
            Progress::Todo => "is-todo",
            Progress::Stopped => "is-stopped",
        };
        let current = (line.progress == Progress::Now).then_some("step");
        let notes = line.notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
        let at = line.at.map(|(machine, words)| view! { <time datetime=machine>{words}</time> });
        view! { <li class=class aria-current=current><div><strong>{line.title}</strong>{notes}</div>{at}</li> }
    });
    view! { <ol class="timeline">{items.collect_view()}</ol> }
}
