//! A case in a list of its customer's.

use handpick::{
    case::{Leg, LegState},
    engineer::Mode,
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{catalogue::Messages, components::appointment::state_word, web::Visit, when::When};

/// What it is about, with whom, where and when, and how it stands.
#[component]
pub fn CaseLine(visit: Visit, leg: Leg) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let when = When::new(t, &leg.zone, visit.now);
    let place = match (&leg.point, leg.mode) {
        (Some(point), _) => point.name.text(lang).to_owned(),
        (None, mode) => t.word(&format!("mode-{}", mode.as_str())).to_owned(),
    };
    let engineer = leg.engineer.name.text(lang).to_owned();
    let link = format!("/cases/{}", leg.case);
    let review = (leg.state == LegState::Done && !leg.reviewed).then(|| {
        view! { <a class="button button-quiet button-small" href=format!("{link}#review")>{t.me_review()}</a> }
    });
    view! {
        <li>
            <div class="person">
                <img class="face" src=leg.engineer.portrait.url() alt="" width="96" height="96"/>
                <div>
                    <p class="person-name"><a href=link>{title(t, &leg)}</a></p>
                    <p class="person-note">
                        {format!("{engineer} · {place} · ")}
                        <time datetime=when.machine(leg.start)>{when.at(leg.start)}</time>
                        {t.common_zone_after(when.zone_name())}
                    </p>
                </div>
            </div>
            <div class="actions">
                <span class=badge(leg.state)>{standing(t, &leg, place, engineer)}</span>
                {review}
            </div>
        </li>
    }
}

fn title(t: Messages, leg: &Leg) -> String {
    let product = leg.product.map(|key| t.tag(TagKind::Product, key));
    let need = leg.need.map(|key| t.tag(TagKind::Need, key));
    let words: Vec<&str> = product.into_iter().chain(need).collect();
    if words.is_empty() { t.me_case().to_owned() } else { capitalised(&words.join(" · ")) }
}

/// As a title begins in the languages that have capitals.
fn capitalised(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// The state; while it waits, for whom.
fn standing(t: Messages, leg: &Leg, place: String, engineer: String) -> String {
    match leg.state {
        LegState::Requested => t.me_waiting_for(if leg.mode == Mode::Visit { place } else { engineer }),
        state => state_word(t, state).to_owned(),
    }
}

const fn badge(state: LegState) -> &'static str {
    match state {
        LegState::Requested | LegState::Proposed => "badge badge-warn",
        LegState::Confirmed | LegState::Arrived | LegState::InService => "badge badge-accent",
        LegState::Declined | LegState::NoShow | LegState::Lapsed => "badge badge-error",
        LegState::Done | LegState::Cancelled => "badge",
    }
}
