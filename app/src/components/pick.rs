use handpick::engineer::{
    Mode,
    recommend::{Pick, Reason},
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
    let when = When::new(t, &engineer.zone, visit.now);
    let book = format!("/book?engineer={}&{passed_on}", engineer.slug);
    view! {
        <article class="pick">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512"/>
            <div class="pick-person">
                <h3 class="pick-name">
                    <a class="card-link" href=profile(&engineer, &passed_on)>{name.clone()}</a>
                </h3>
                <p class="headline">{headline}</p>
                <RatingLine t=t rating=engineer.rating/>
                {badge(t, &reasons)}
            </div>
            <ul class="pick-why" aria-label=t.home_why(&name)>{why(t, &when, mode, &reasons)}</ul>
            <div class="pick-foot">
                <p class="pick-next">{t.common_next_free()}" "<NextFree visit=visit.clone() engineer=&engineer mode=mode/></p>
                <a class="button" href=book.trim_end_matches('&').to_owned() aria-label=t.common_book(&name)>
                    {t.common_book_short()}
                </a>
            </div>
            <Heart visit=visit engineer=engineer.id name=name on=candidate.favourite/>
        </article>
    }
}

fn badge(t: Messages, reasons: &[Reason]) -> impl IntoView + use<> {
    let badge = if reasons.contains(&Reason::YourExpert) {
        ("badge badge-accent", t.home_your_expert())
    } else if reasons.contains(&Reason::Newcomer) {
        ("badge", t.home_newcomer())
    } else {
        return None;
    };
    Some(view! { <p><span class=badge.0>{badge.1}</span></p> })
}

fn why(t: Messages, when: &When, mode: Option<Mode>, reasons: &[Reason]) -> impl IntoView + use<> {
    let lines =
        reasons.iter().map(|reason| view! { <li><span>{in_words(t, when, mode, reason)}</span></li> });
    lines.collect_view()
}

fn in_words(t: Messages, when: &When, mode: Option<Mode>, reason: &Reason) -> String {
    match reason {
        Reason::YourExpert => t.home_reason_expert().to_owned(),
        Reason::ServedYou { at } => t.home_reason_served_you(when.calendar_day(when.local(*at).date())),
        Reason::Similar { need, count } => {
            t.home_reason_similar((*count).into(), t.word(&format!("need-{need}")))
        }
        Reason::Favourable { percent, reviews } => t.home_reason_favourable((*reviews).into(), *percent),
        Reason::Near { .. } if mode == Some(Mode::Home) => t.home_reason_comes().to_owned(),
        Reason::Near { km } if *km < NEXT_DOOR_KM => t.home_reason_here().to_owned(),
        Reason::Near { km } => t.home_reason_near(t.common_km(format!("{km:.1}"))),
        Reason::Speaks { language } => t.home_reason_speaks(t.word(&format!("language-{language}"))),
        Reason::FreeSoon { at } => t.home_reason_free(when.at(*at)),
        Reason::Newcomer => t.home_reason_newcomer().to_owned(),
    }
}
