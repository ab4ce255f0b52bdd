//! The profile: who somebody is, how it was for others, where and when she serves.

mod availability;
mod json_ld;
mod promises;
mod related;
mod service;
mod whereabouts;

use axum::{extract::Path, response::Response};
use handpick::{
    account::Role,
    engineer::{Area, Engineer, History, Words},
    point::ServicePoint,
    review::{ReviewPage, Subject, Trend},
    schedule::Schedule,
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    components::{
        card::{NextFree, languages},
        distribution::Distribution,
        heart::{Experts, Heart, LiveHearts},
        icon::Icon,
        rating::RatingLarge,
        review::{ReviewChoice, ReviewList, ReviewQuery},
        trend::{TrendPlot, trend},
        unlisted::Unlisted,
    },
    routes::{self, Route},
    web::{Fields, Head, Problem, SearchQuery, Visit},
};
use availability::Availability;
use related::{Others, Related, related};
use service::{Service, Skills};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/engineers/{slug}", Role::Anyone, show)]
}

/// Everything the page tells.
#[derive(Clone)]
struct Profile {
    engineer: Engineer,
    history: History,
    areas: Vec<Area>,
    points: Vec<ServicePoint>,
    schedule: Option<Schedule>,
    reviews: ReviewPage,
    trend: Option<Trend>,
    related: Option<Related>,
    expert: bool,
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let asked = Fields::of_query(&visit.uri).unwrap_or_default();
    let search = SearchQuery::read(&visit).await?;
    let reviews = ReviewQuery::read(&asked, Fields::parse(&search.passed_on())?);
    let engineer = visit.app.store.engineer_by_slug(&slug).await?;
    let engineer = engineer.filter(|engineer| engineer.active).ok_or(Problem::NotFound)?;
    let profile = load(&visit, engineer, &search, &reviews).await?;
    let head = head(&visit, &profile);
    Ok(visit
        .page(head, || view! { <Page visit=visit.clone() profile=profile search=search reviews=reviews/> }))
}

async fn load(
    visit: &Visit,
    engineer: Engineer,
    search: &SearchQuery,
    reviews: &ReviewQuery,
) -> Result<Profile, Problem> {
    let store = &visit.app.store;
    let id = engineer.id;
    let of = Subject::Engineer(id);
    let (history, areas, points, schedule, reviews, trend, related) = futures::try_join!(
        store.history(id, visit.now),
        store.areas(id),
        store.points_of(id),
        store.schedule(id),
        store.reviews(of, reviews.filter),
        trend(visit, of, &engineer.zone),
        related(visit, &engineer, search),
    )?;
    let expert = Experts::of(visit).await?.has(id);
    Ok(Profile { engineer, history, areas, points, schedule, reviews, trend, related, expert })
}

fn head(visit: &Visit, profile: &Profile) -> Head {
    let t = visit.t;
    let engineer = &profile.engineer;
    let name = engineer.name.text(visit.lang());
    let town = visit.app.places.get(engineer.place).map(|place| place.label(visit.lang()));
    let title = match town {
        Some(town) => t.engineer_title(name, town),
        None => name.to_owned(),
    };
    let words = engineer.words.get(visit.lang());
    Head::new(title)
        .description(words.map_or("", |words| &words.headline))
        .canonical(format!("/engineers/{}", engineer.slug))
        .image(engineer.portrait.url())
        .json_ld(json_ld::of(visit, profile))
        .with_map(visit, !(profile.points.is_empty() && profile.areas.is_empty()))
        .with_hearts(visit)
}

#[component]
fn Page(visit: Visit, profile: Profile, search: SearchQuery, reviews: ReviewQuery) -> impl IntoView {
    let t = visit.t;
    let engineer = profile.engineer.clone();
    let name = engineer.name.text(visit.lang()).to_owned();
    let book = book_link(&engineer, &search);
    let words = engineer.words.get(visit.lang()).cloned().unwrap_or_default();
    let others = profile.related.clone().map(|related| {
        let (visit, engineer, search) = (visit.clone(), engineer.clone(), search.clone());
        view! { <Others visit=visit engineer=engineer related=related search=search/> }
    });
    let (need, mode) = (search.search.need, search.search.mode);
    let next = view! { <NextFree visit=visit.clone() engineer=&engineer mode=mode/> };
    let free = engineer.next_free(None).is_some_and(|at| at > visit.now);
    let book = free.then(|| view! { <a class="button" href=book>{t.common_book(&name)}</a> });
    view! {
        <a class="back" href="/engineers"><Icon name="chevron"/>{t.engineer_all()}</a>
        <div class="beside beside-between">
            <div>
                <Person visit=visit.clone() engineer=engineer.clone() words=words.clone() expert=profile.expert/>
                <Unlisted visit=visit.clone() engineer=engineer.clone() need=need mode=mode/>
                <section class="section" aria-labelledby="about">
                    <h2 id="about" class="visually-hidden">{t.engineer_about(&name)}</h2>
                    <p class="profile-about">{words.bio}</p>
                </section>
                <Skills visit=visit.clone() engineer=engineer.clone() query=reviews.clone()/>
                <Service visit=visit.clone() engineer=engineer.clone() history=profile.history.clone()/>
            </div>
            <Availability visit=visit.clone() profile=profile.clone() search=search.clone()/>
            <div>
                <Said visit=visit.clone() engineer=engineer query=reviews page=profile.reviews trend=profile.trend/>
                {others}
            </div>
        </div>
        <LiveHearts visit=visit/>
        <div class="action-bar action-bar-aside">
            <p>{t.common_next_free()}" "<strong>{next}</strong></p>
            {book}
        </div>
    }
}

#[component]
fn Person(visit: Visit, engineer: Engineer, words: Words, expert: bool) -> impl IntoView {
    let t = visit.t;
    let name = engineer.name.text(visit.lang()).to_owned();
    let spoken = languages(t, &engineer);
    let spoken =
        (!spoken.is_empty()).then(|| view! { <p class="profile-langs"><Icon name="globe"/>{spoken}</p> });
    let town = visit.app.places.get(engineer.place).map(|place| {
        let words = t.place_in_region(place.label(visit.lang()), t.region(place));
        view! { <p class="profile-langs"><Icon name="pin"/>{words}</p> }
    });
    view! {
        <header class="profile">
            <img class="face" src=engineer.portrait.url() alt=t.engineer_portrait(&name) width="512" height="512"/>
            <div class="profile-text">
                <h1>{name.clone()}</h1>
                <p class="headline">{words.headline}</p>
                <RatingLarge t=t rating=engineer.rating/>
                {spoken}
                {town}
                <Heart visit=visit engineer=engineer.id name=name on=expert labelled=true/>
            </div>
        </header>
    }
}

#[component]
fn Said(
    visit: Visit,
    engineer: Engineer,
    query: ReviewQuery,
    page: ReviewPage,
    trend: Option<Trend>,
) -> impl IntoView {
    let t = visit.t;
    let name = engineer.name.text(visit.lang()).to_owned();
    let mut praise = engineer.tags;
    praise.retain(|tag| tag.kind == TagKind::Praise);
    praise.sort_by_key(|tag| std::cmp::Reverse(tag.count));
    let rating = engineer.rating;
    let choice = (rating.count() > 0).then(|| {
        view! {
            <div class="said-figures">
                <Distribution t=t rating=rating query=query.clone()/>
                {trend.map(|trend| view! { <TrendPlot t=t trend=trend/> })}
            </div>
            <p class="soft small">
                {t.said_who_may(&name)}" "<a href="/about#reviews">{t.said_how()}</a>
            </p>
            <ReviewChoice t=t query=query.clone() total=rating.count().into() praise=praise/>
        }
    });
    view! {
        <section class="section" id="reviews" aria-labelledby="said">
            <h2 id="said">{t.said_title()}</h2>
            {choice}
            <ReviewList visit=visit page=page query=query name=name zone=engineer.zone/>
        </section>
    }
}

/// To the booking, with all that was said before.
fn book_link(engineer: &Engineer, search: &SearchQuery) -> String {
    let link = format!("/book?engineer={}&{}", engineer.slug, search.passed_on());
    link.trim_end_matches('&').to_owned()
}
