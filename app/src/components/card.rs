use handpick::{
    engineer::{Engineer, Mode},
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{heart::Heart, rating::RatingLine},
    web::Visit,
    when::When,
};

/// Tags on a card; the profile has them all.
const TAGS: usize = 4;

/// Nearer than this nothing is known but the town.
pub const NEXT_DOOR_KM: f64 = 0.05;

/// A person in a list: face, name, what she does, how it was, when she is free.
#[component]
pub fn EngineerCard(
    visit: Visit,
    engineer: Engineer,
    km: Option<f64>,
    /// One of the viewer's experts.
    #[prop(optional)]
    expert: bool,
    /// The mode that was asked for: its next free time is shown.
    #[prop(optional_no_strip)]
    mode: Option<Mode>,
    /// The need that was asked for: it stands before her others.
    #[prop(optional_no_strip)]
    need: Option<&'static str>,
    /// What the profile should know of the search, as a query.
    #[prop(optional, into)]
    passed_on: String,
) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let name = engineer.name.text(lang).to_owned();
    let headline = engineer.words.get(lang).map(|words| words.headline.clone());
    let tags = tags(t, &engineer, need);
    let whereabouts = km.filter(|km| *km >= NEXT_DOOR_KM).map(|km| t.common_km(format!("{km:.1}")));
    let town = || visit.app.places.get(engineer.place).map(|town| town.label(lang).to_owned());
    let whereabouts = whereabouts.or_else(town);
    view! {
        <article class="engineer-card">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512" loading="lazy"/>
            <div class="engineer-card-body">
                <h3 class="engineer-card-name">
                    <a class="card-link" href=profile(&engineer, &passed_on)>{name.clone()}</a>
                </h3>
                <RatingLine t=t rating=engineer.rating/>
                <p class="headline">{headline}</p>
                {tags}
                <p class="engineer-card-meta">{languages(t, &engineer)}</p>
            </div>
            <p class="engineer-card-next">
                <span><NextFree visit=visit.clone() engineer=&engineer mode=mode alone=true/></span>
                {whereabouts.map(|place| view! { <span>{place}</span> })}
            </p>
            <Heart visit=visit.clone() engineer=engineer.id name=name on=expert/>
        </article>
    }
}

/// The soonest free start as of the last refresh, or that there is none.
#[component]
pub fn NextFree<'a>(
    visit: Visit,
    engineer: &'a Engineer,
    mode: Option<Mode>,
    /// Nothing beside it says what the time is.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView + use<> {
    let now = visit.now;
    let when = When::new(visit.t, &engineer.zone, now);
    match engineer.next_free(mode).filter(|at| *at > now) {
        Some(at) => {
            let words = if alone { visit.t.me_free(when.at(at)) } else { when.at(at) };
            view! { <time datetime=when.machine(at)>{words}</time> }.into_any()
        }
        None => visit.t.common_no_free_time().into_any(),
    }
}

/// The address of a profile, with what was asked.
pub fn profile(engineer: &Engineer, passed_on: &str) -> String {
    match passed_on {
        "" => format!("/engineers/{}", engineer.slug),
        query => format!("/engineers/{}?{query}", engineer.slug),
    }
}

/// "Mandarin, Wuhan dialect".
pub fn languages(t: Messages, engineer: &Engineer) -> String {
    let spoken = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Language);
    let words: Vec<_> = spoken.map(|tag| t.tag(tag.kind, tag.key)).collect();
    words.join(t.common_list_separator())
}

/// What was asked for, if she does that, and what she is most asked for.
fn tags(t: Messages, engineer: &Engineer, asked: Option<&'static str>) -> impl IntoView + use<> {
    let mut needs: Vec<_> = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Need).collect();
    needs.sort_by_key(|tag| (asked != Some(tag.key), std::cmp::Reverse(tag.count)));
    let tags =
        needs.into_iter().take(TAGS).map(|tag| view! { <li class="tag">{t.tag(tag.kind, tag.key)}</li> });
    let tags = tags.collect_view();
    view! { <ul class="tags" aria-label=t.common_tags()>{tags}</ul> }
}
