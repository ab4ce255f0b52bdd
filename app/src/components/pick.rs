use handpick::{
    engineer::{
        Mode,
        recommend::{Pick, Reason},
    },
    geo::travel_minutes,
    review::{Outcome, Rating},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        card::{NEXT_DOOR_KM, NextFree, profile},
        heart::Heart,
        rating::RatingLine,
    },
    web::Visit,
    when::When,
};

/// A recommended person, with the reasons.
#[component]
pub fn PickCard(
    visit: Visit,
    pick: Pick,
    mode: Option<Mode>,
    /// Whether it was said what needs fixing.
    asked: bool,
    /// Where the customer is, by its time; hers is the engineer's when nothing is known.
    zone: Option<&'static str>,
    /// What the profile and the booking should know of the search, as a query.
    #[prop(into)]
    passed_on: String,
) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let Pick { candidate, reasons } = pick;
    let engineer = candidate.engineer;
    let name = engineer.name.text(lang).to_owned();
    let headline = engineer.words.get(lang).map(|words| words.headline.clone());
    let told = Told {
        t,
        mode,
        asked,
        hers: When::new(t, &engineer.zone, visit.now),
        yours: When::new(t, zone.unwrap_or(&engineer.zone), visit.now),
    };
    // Where nobody said where they are, she may be anywhere.
    let town = zone.is_none().then(|| visit.app.places.get(engineer.place)).flatten();
    let town = town.map(|town| t.home_clock_there(town.label(lang)));
    let book = format!("/book?engineer={}&{passed_on}", engineer.slug);
    view! {
        <article class="pick">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512"/>
            <div class="pick-person">
                <h3 class="pick-name">
                    <a class="card-link" href=profile(&engineer, &passed_on)>{name.clone()}</a>
                </h3>
                <p class="headline">{headline}</p>
                {standing(t, engineer.rating, &reasons)}
            </div>
            {why(&told, &name, &reasons)}
            <div class="pick-foot">
                <p class="pick-next">{t.common_next_free()}" "<NextFree visit=visit.clone() engineer=&engineer mode=mode/>" "{town}</p>
                <a class="button" href=book.trim_end_matches('&').to_owned() aria-label=t.common_book(&name)>
                    {t.common_book_short()}
                </a>
            </div>
            <Heart visit=visit engineer=engineer.id name=name on=candidate.favourite/>
        </article>
    }
}

/// How people rated her, and what she is to the reader. Of who is new without a
/// review one of both says all.
fn standing(t: Messages, rating: Rating, reasons: &[Reason]) -> impl IntoView + use<> {
    let unrated = rating.count() == 0;
    let (badge, rated) = if reasons.contains(&Reason::YourExpert) {
        (Some(("badge badge-accent", t.home_your_expert())), true)
    } else if reasons.contains(&Reason::Newcomer) {
        let words = if unrated { t.home_newcomer_unrated() } else { t.home_newcomer() };
        (Some(("badge", words)), !unrated)
    } else {
        (None, true)
    };
    let rated = rated.then(|| view! { <RatingLine t=t rating=rating/> });
    let badge = badge.map(|(class, words)| view! { <p><span class=class>{words}</span></p> });
    view! { {rated}{badge} }
}

/// What reasons are put into words with.
struct Told {
    t: Messages,
    mode: Option<Mode>,
    asked: bool,
    /// Times at the engineer's.
    hers: When,
    /// Times at the customer's.
    yours: When,
}

fn why(told: &Told, name: &str, reasons: &[Reason]) -> impl IntoView + use<> {
    let words = reasons.iter().filter_map(|reason| in_words(told, reason));
    let lines = words.map(|words| view! { <li><span>{words}</span></li> }).collect_view();
    let label = told.t.home_why(name);
    (!lines.is_empty()).then(|| view! { <ul class="pick-why" aria-label=label>{lines}</ul> })
}

/// Nothing of what the badge says already.
fn in_words(told: &Told, reason: &Reason) -> Option<String> {
    let t = told.t;
    Some(match reason {
        Reason::YourExpert => t.home_reason_expert().to_owned(),
        Reason::ServedYou { at } => t.home_reason_served_you(told.yours.month(*at)),
        Reason::Similar { kind, key, count, outcome } => {
            similar(t, t.home_reason_similar((*count).into(), t.tag(*kind, key)), *outcome)
        }
        Reason::Favourable { percent, reviews } => t.home_reason_favourable((*reviews).into(), *percent),
        Reason::Near { .. } if told.mode == Some(Mode::Home) => t.home_reason_comes().to_owned(),
        Reason::Near { km } if *km < NEXT_DOOR_KM => t.home_reason_here().to_owned(),
        Reason::Near { km } => near(t, *km),
        Reason::Speaks { language } => t.home_reason_speaks(t.word(&format!("language-{language}"))),
        Reason::FreeSoon { at } => t.home_reason_free(told.hers.at(*at)),
        Reason::Newcomer if told.asked => t.home_reason_newcomer().to_owned(),
        Reason::Newcomer => return None,
    })
}

/// "Served 52 cases like yours (screen), 36 of 38 reviews happy", or all of them.
fn similar(t: Messages, served: String, outcome: Option<Outcome>) -> String {
    let Some(Outcome { reviews, favourable }) = outcome else { return served };
    let outcome = match favourable >= reviews {
        true => t.home_reason_outcome_all(reviews.into()),
        false => t.home_reason_outcome(reviews.into(), favourable),
    };
    t.home_reason_rated(served, outcome)
}

/// "About 25 minutes by car (5.0 km)".
fn near(t: Messages, km: f64) -> String {
    let distance = t.common_km(format!("{km:.1}"));
    match travel_minutes(km) {
        Some(minutes) => t.home_reason_way(minutes, distance),
        None => t.home_reason_near(distance),
    }
}
