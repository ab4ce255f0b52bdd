//! What a recommendation weighs, in plain words: made of the numbers that it is made of.

use axum::response::Response;
use handpick::{
    account::Role,
    case::ATTEST_DAYS,
    engineer::recommend::{HALF_CASES, HALF_HOURS, HALF_KM, LIKED_PERCENT, NEWCOMER_REVIEWS, Part},
    geo::{CITY_KM_PER_HOUR, SETTING_OUT_MINUTES, TRAVEL_MAX_KM},
    review::{PRIOR_RATE, PRIOR_REVIEWS, Rating},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    routes::{self, Route},
    web::{Head, Problem, Visit},
};

const PATH: &str = "/how-it-works";

pub fn routes() -> Vec<Route> {
    vec![routes::show(PATH, Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let t = visit.t;
    let head = Head::new(t.how_title()).description(t.how_lead()).canonical(PATH);
    Ok(visit.page(head, || view! { <HowItWorks t=t/> }))
}

#[component]
fn HowItWorks(t: Messages) -> impl IntoView {
    let engineers = [
        t.how_engineers_tags(),
        t.how_engineers_hours(),
        t.how_engineers_places(),
        t.how_engineers_nothing(),
    ];
    let engineers = engineers.map(|text| view! { <li>{text}</li> });
    view! {
        <div class="prose">
            <h1>{t.how_title()}</h1>
            <p>{t.how_lead()}</p>
            <h2 id="choose">{t.how_choose_title()}</h2>
            <p>{t.how_choose()}</p>
            <h2 id="weigh">{t.how_weigh_title()}</h2>
            <p>{t.how_weigh()}</p>
            <ul class="weights">{Part::ALL.map(|part| view! { <Weight t=t part=part/> }).collect_view()}</ul>
            <p>{t.how_minutes(SETTING_OUT_MINUTES, CITY_KM_PER_HOUR, TRAVEL_MAX_KM)}</p>
            <h2 id="few">{t.how_few_title()}</h2>
            <p>{t.how_few(PRIOR_REVIEWS, percent(PRIOR_RATE))}</p>
            <ul>
                <Example t=t good=3 all=3/>
                <Example t=t good=294 all=300/>
            </ul>
            <h2 id="new">{t.how_new_title()}</h2>
            <p>{t.how_new(NEWCOMER_REVIEWS, LIKED_PERCENT)}</p>
            <h2 id="reviews">{t.how_reviews_title()}</h2>
            <p>{t.how_reviews(ATTEST_DAYS.into())}</p>
            <h2 id="engineers">{t.how_engineers_title()}</h2>
            <ul>{engineers.collect_view()}</ul>
        </div>
    }
}

/// A part of the score, with a bar as long as what it can add.
#[component]
fn Weight(t: Messages, part: Part) -> impl IntoView {
    let (name, text) = in_words(t, part);
    let most = part.most();
    let width = percent(most / Part::ALL[0].most());
    view! {
        <li>
            <strong>{name}</strong>
            <span class="soft small">{t.how_most(format!("{most:.1}"))}</span>
            <svg aria-hidden="true"><rect width=format!("{width}%") height="100%"></rect></svg>
            <p class="soft">{text}</p>
        </li>
    }
}

fn in_words(t: Messages, part: Part) -> (&'static str, String) {
    match part {
        Part::Reviews => (t.how_part_reviews(), t.how_part_reviews_text().to_owned()),
        Part::Near => (t.how_part_near(), t.how_part_near_text(HALF_KM)),
        Part::ServedYou => (t.how_part_served_you(), t.how_part_served_you_text().to_owned()),
        Part::Similar => (t.how_part_similar(), t.how_part_similar_text(HALF_CASES)),
        Part::Soon => (t.how_part_soon(), t.how_part_soon_text(HALF_HOURS)),
        Part::Language => (t.how_part_language(), t.how_part_language_text().to_owned()),
    }
}

/// What so many favourable reviews of all are counted as.
#[component]
fn Example(t: Messages, good: u32, all: u32) -> impl IntoView {
    let rate = Rating([all - good, 0, 0, 0, good]).shrunk();
    view! { <li>{t.how_few_example(good, all, percent(rate))}</li> }
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
