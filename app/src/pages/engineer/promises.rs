use handpick::{
    booking::ANSWER_HOURS,
    engineer::{Answers, Engineer, History, Kept, Mode, ON_TIME_MINUTES, RECENT_DAYS},
};
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Visit};

/// How what was promised is kept: answers in time, by whom they are given, and
/// services that begin on time. Never without the size of the sample.
#[component]
pub fn Promises(visit: Visit, engineer: Engineer, history: History) -> impl IntoView {
    let t = visit.t;
    let name = engineer.name.text(visit.lang());
    let lines: Vec<Line> = [
        engineer.modes.has(Mode::Visit).then(|| visits(t, history.visits)),
        engineer.modes.has(Mode::Home).then(|| home_calls(t, name, history.home_calls)),
        Some(on_time(t, history.on_time)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let told = lines.iter().any(|line| line.percent.is_some());
    let list = if told {
        view! { <ul class="promises">{lines.into_iter().map(|line| line.view(t)).collect_view()}</ul> }
            .into_any()
    } else {
        view! { <p class="soft">{t.promise_too_few(RECENT_DAYS)}</p> }.into_any()
    };
    let note = told.then(|| view! { <p class="soft small">{t.promise_note(RECENT_DAYS, ANSWER_HOURS)}</p> });
    view! { <h3>{t.promise_title()}</h3>{list}{note} }
}

struct Line {
    /// `None` when the sample is too small to tell.
    percent: Option<u32>,
    text: String,
    more: Option<String>,
}

impl Line {
    fn view(self, t: Messages) -> impl IntoView + use<> {
        let class = if self.percent.is_some() { "" } else { "soft" };
        let percent = self.percent.map_or("–".to_owned(), |percent| t.promise_percent(percent));
        let more = self.more.map(|more| view! { <span class="soft">{more}</span> });
        view! { <li><strong class=class>{percent}</strong><p class=class>{self.text}" "{more}</p></li> }
    }
}

fn visits(t: Messages, answers: Answers) -> Line {
    let Some(percent) = answers.in_time.percent() else {
        return too_few(t.promise_few_visits());
    };
    let text = t.promise_visits(answers.in_time.of.into());
    Line {
        percent: Some(percent),
        text: with_half(t, text, answers),
        more: Some(t.promise_by_desk().to_owned()),
    }
}

fn home_calls(t: Messages, name: &str, answers: Answers) -> Line {
    let Some(percent) = answers.in_time.percent() else {
        return too_few(t.promise_few_home_calls());
    };
    let text = t.promise_home_calls(answers.in_time.of.into());
    Line {
        percent: Some(percent),
        text: with_half(t, text, answers),
        more: Some(t.promise_by_engineer(name)),
    }
}

fn on_time(t: Messages, begun: Kept) -> Line {
    let Some(percent) = begun.percent() else { return too_few(t.promise_few_services()) };
    Line { percent: Some(percent), text: t.promise_on_time(begun.of.into(), ON_TIME_MINUTES), more: None }
}

fn too_few(text: &str) -> Line {
    Line { percent: None, text: text.to_owned(), more: None }
}

/// Longer waits than this are told in hours.
const MINUTES_MAX: u32 = 90;
/// Shorter ones to the next of these steps: a minute more or less is chance.
const STEP: u32 = 5;

fn with_half(t: Messages, text: String, answers: Answers) -> String {
    let half_within = answers.half_within.map(|minutes| minutes.next_multiple_of(STEP));
    match half_within {
        Some(minutes) if minutes > MINUTES_MAX => text + &t.promise_half_hours(minutes.div_ceil(60).into()),
        Some(minutes) => text + &t.promise_half_minutes(minutes.into()),
        None => text,
    }
}
