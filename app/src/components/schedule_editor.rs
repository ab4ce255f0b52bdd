//! Weekly hours with whereabouts: one fieldset a day, one row a window.

use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        choice::Chips,
        form::Select,
        notice::{Notice, Tone},
    },
    web::Filled,
};

/// Most windows of one weekday.
pub const ROWS: usize = 3;

/// The fields of a row.
pub const PARTS: [&str; 3] = ["from", "to", "where"];

/// The fields of "the same hours on other days", and the button that copies.
pub const COPY_FROM: &str = "copy-from";
pub const COPY_TO: &str = "copy-to";
pub const COPY: &str = "copy";

/// Name of a field of a row: weekday 1 (Monday) to 7, row from 0.
pub fn row_name(weekday: i8, row: usize, part: &str) -> String {
    format!("d{weekday}-{row}-{part}")
}

/// Rows in use stand open; the others wait behind "add hours". `places` are the
/// values and words of where one can be, `remove` the value that takes a row away.
#[component]
pub fn ScheduleEditor(
    t: Messages,
    form: Filled,
    places: Vec<(String, String)>,
    remove: &'static str,
    /// What was copied just now, in sentences.
    copied: Vec<String>,
) -> impl IntoView {
    let days = (1..=7i8).map(|weekday| {
        view! { <Weekday t=t form=form.clone() places=places.clone() remove=remove weekday=weekday/> }
    });
    view! {
        <div class="schedule-editor">{days.collect_view()}</div>
        <CopyDay t=t form=form.clone() copied=copied/>
    }
}

/// One day's hours on other days too. The form comes back with them; nothing is saved.
#[component]
fn CopyDay(t: Messages, form: Filled, copied: Vec<String>) -> impl IntoView {
    let option = |day: i8| (day.to_string(), weekday(t, day).to_owned());
    let days: Vec<(String, String)> = (1..=7).map(option).collect();
    // The days after the one that is copied, and it last, where the style hides it: the
    // first has to be seen, for what is wrong leads there.
    let from = form.value(COPY_FROM).parse::<i8>().ok().filter(|day| (1..=7).contains(day)).unwrap_or(1);
    let others: Vec<(String, String)> = (0..7).map(|ahead| option((from + ahead) % 7 + 1)).collect();
    let copied = (!copied.is_empty()).then(|| {
        let said = copied.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
        view! { <Notice tone=Tone::Info answer=true here=true>{said}</Notice> }
    });
    view! {
        <fieldset class="schedule-copy">
            <legend>{t.schedule_copy()}</legend>
            {copied}
            <Select form=form.clone() name=COPY_FROM label=t.schedule_copy_from() options=days/>
            <Chips form=form name=COPY_TO legend=t.schedule_copy_to() options=others/>
            <div class="actions">
                <button class="button button-quiet" name=COPY value="1" formnovalidate>{t.schedule_copy_do()}</button>
            </div>
        </fieldset>
    }
}

pub fn weekday(t: Messages, day: i8) -> &'static str {
    t.word(&format!("weekday-{day}"))
}

#[component]
fn Weekday(
    t: Messages,
    form: Filled,
    places: Vec<(String, String)>,
    remove: &'static str,
    weekday: i8,
) -> impl IntoView {
    let used = |row: &usize| {
        ["from", "to"].iter().any(|part| !form.value(&row_name(weekday, *row, part)).is_empty())
    };
    let (used, spare): (Vec<usize>, Vec<usize>) = (0..ROWS).partition(used);
    let row = |row: usize, used: bool| {
        let mut places = places.clone();
        if used {
            places.push((remove.to_owned(), t.schedule_remove().to_owned()));
        }
        view! { <Row t=t form=form.clone() places=places weekday=weekday row=row/> }
    };
    let name = self::weekday(t, weekday);
    let none = used.is_empty().then(|| view! { <p class="soft">{t.schedule_none()}</p> });
    let rows = used.into_iter().map(|index| row(index, true)).collect_view();
    let spare = (!spare.is_empty()).then(|| {
        view! {
            <details class="schedule-more">
                <summary>{t.schedule_add()}<span class="visually-hidden">{format!(": {name}")}</span></summary>
                {spare.into_iter().map(|index| row(index, false)).collect_view()}
            </details>
        }
    });
    view! {
        <fieldset class="schedule-day">
            <legend>{name}</legend>
            {none}
            {rows}
            {spare}
        </fieldset>
    }
}

#[component]
fn Row(t: Messages, form: Filled, places: Vec<(String, String)>, weekday: i8, row: usize) -> impl IntoView {
    let name = |part: &str| row_name(weekday, row, part);
    let error = form.error(&name("from")).map(|error| without_day(t, weekday, &error));
    let error_id = error.is_some().then(|| name("error"));
    let time = |part: &'static str, label: &'static str| {
        let name = name(part);
        view! {
            <div class="field">
                <label for=name.clone()>{label}</label>
                <input
                    id=name.clone() name=name.clone() type="time" min="00:00" step="900" value=form.value(&name)
                    aria-invalid=error_id.is_some().then_some("true") aria-describedby=error_id.clone()
                />
            </div>
        }
    };
    let from = time("from", t.schedule_from());
    let to = time("to", t.schedule_to());
    let error = error.map(|error| view! { <p class="field-error" id=name("error")>{error}</p> });
    view! {
        <div class="schedule-window">
            {from}
            {to}
            <Select form=form.clone() name=name("where") label=t.schedule_where() options=places/>
            {error}
        </div>
    }
}

/// What is wrong with a row, beside it: the legend there names the day.
fn without_day(t: Messages, day: i8, error: &str) -> String {
    let named = t.schedule_wrong_on(weekday(t, day), "");
    error.strip_prefix(named.as_str()).unwrap_or(error).to_owned()
}
