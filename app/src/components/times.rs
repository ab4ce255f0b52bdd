use handpick::schedule::FreeTime;
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{catalogue::Messages, when::When};

/// The times of one day, parted into morning, afternoon and evening, to choose one.
/// The value is RFC 3339.
#[component]
pub fn Times(
    t: Messages,
    when: When,
    times: Vec<FreeTime>,
    chosen: Option<Timestamp>,
    #[prop(default = "at")] name: &'static str,
) -> impl IntoView {
    let hour = |time: &FreeTime| when.local(time.start).hour();
    let parts = [(t.common_morning(), 0..12), (t.common_afternoon(), 12..18), (t.common_evening(), 18..24)];
    let parts = parts.map(|(label, hours)| {
        let here: Vec<FreeTime> = times.iter().filter(|time| hours.contains(&hour(time))).copied().collect();
        let choices = here.iter().map(|time| {
            view! { <TimeChoice when=when.clone() at=time.start label=when.time(time.start) chosen=chosen name=name/> }
        });
        let choices = choices.collect_view();
        (!here.is_empty()).then(|| {
            view! {
                <fieldset class="times-part">
                    <legend>{label}</legend>
                    <div class="times-grid">{choices}</div>
                </fieldset>
            }
        })
    });
    view! { <div class="times">{parts.collect_view()}</div> }
}

/// Times of several days, each with its day: what is near to a time that is gone.
#[component]
pub fn NearTimes(
    when: When,
    times: Vec<FreeTime>,
    #[prop(into)] legend: String,
    #[prop(default = "at")] name: &'static str,
) -> impl IntoView {
    let choices = times.iter().map(|time| {
        view! { <TimeChoice when=when.clone() at=time.start label=when.at(time.start) chosen=None name=name/> }
    });
    view! {
        <fieldset class="times-part">
            <legend>{legend}</legend>
            <div class="times-grid times-grid-wide">{choices.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn TimeChoice(
    when: When,
    at: Timestamp,
    label: String,
    chosen: Option<Timestamp>,
    name: &'static str,
) -> impl IntoView {
    view! {
        <label class="time">
            <input type="radio" name=name value=when.machine(at) checked=chosen == Some(at) required/>
            <span>{label}</span>
        </label>
    }
}
