use axum::{extract::Path, response::Response};
use handpick::{
    account::dialled,
    point::ServicePoint,
    review::{ReviewPage, Subject, Trend},
};
use leptos::prelude::*;

use crate::{
    components::{
        distribution::Distribution,
        heart::{Experts, LiveHearts},
        icon::Icon,
        point_card::{OpenNow, Week, address},
        rating::RatingLarge,
        review::{ReviewChoice, ReviewList, ReviewQuery},
        trend::{TrendPlot, trend},
    },
    web::{Fields, Head, Problem, Visit},
    when::When,
};

use super::{
    json_ld,
    people::People,
    surroundings::{Here, NEARBY, NEARBY_KM, Nearby, others},
};

pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let store = &visit.app.store;
    let point = store.point_by_slug(&slug).await?.filter(|point| point.active).ok_or(Problem::NotFound)?;
    let query = ReviewQuery::read(&Fields::of_query(&visit.uri).unwrap_or_default(), Fields::default());
    let (of, here) = (Subject::Point(point.id), [point.id]);
    let (people, nearby, bays, reviews, trend) = futures::try_join!(
        store.engineers_at(point.id),
        store.points_near(Some(point.position), NEARBY_KM, NEARBY + 1),
        store.bay_counts(&here),
        store.reviews(of, query.filter),
        trend(&visit, of, &point.zone),
    )?;
    let ids: Vec<_> = people.iter().map(|engineer| engineer.id).collect();
    let schedules = store.schedules(&ids).await?;
    let bays = bays.get(&point.id).copied().unwrap_or_default();
    let experts = Experts::of(&visit).await?;
    let name = point.name.text(visit.lang());
    let head = Head::new(name)
        .description(visit.t.point_description(name, &point.address))
        .canonical(format!("/points/{}", point.slug))
        .json_ld(json_ld::of(&visit, &point, &reviews))
        .with_map(&visit, true)
        .with_hearts(&visit);
    Ok(visit.page(head, || {
        view! {
            <Top visit=visit.clone() point=point.clone()/>
            <div class="beside">
                <FindIt visit=visit.clone() point=point.clone() bays=bays anybody=!people.is_empty() nearby=nearby/>
                <div class="stack">
                    <People
                        visit=visit.clone() point=point.clone() people=people schedules=schedules
                        experts=experts
                    />
                    <Said visit=visit.clone() point=point query=query page=reviews trend=trend/>
                </div>
            </div>
            <LiveHearts visit=visit.clone()/>
        }
    }))
}

#[component]
fn Top(visit: Visit, point: ServicePoint) -> impl IntoView {
    let t = visit.t;
    view! {
        <a class="back" href="/points"><Icon name="chevron"/>{t.point_all()}</a>
        <div class="page-head">
            <h1>{point.name.text(visit.lang()).to_owned()}</h1>
            <RatingLarge t=t rating=point.rating/>
        </div>
    }
}

#[component]
fn Said(
    visit: Visit,
    point: ServicePoint,
    query: ReviewQuery,
    page: ReviewPage,
    trend: Option<Trend>,
) -> impl IntoView {
    let t = visit.t;
    let name = point.name.text(visit.lang()).to_owned();
    let rating = point.rating;
    let choice = (rating.count() > 0).then(|| {
        view! {
            <div class="said-figures">
                <Distribution t=t rating=rating query=query.clone()/>
                {trend.map(|trend| view! { <TrendPlot t=t trend=trend/> })}
            </div>
            <p class="soft small">{t.point_who_may()}" "<a href="/about#reviews">{t.said_how()}</a></p>
            <ReviewChoice t=t query=query.clone() total=rating.count().into() praise=Vec::new()/>
        }
    });
    view! {
        <section class="section" id="reviews" aria-labelledby="said">
            <h2 id="said">{t.point_said()}</h2>
            {choice}
            <ReviewList visit=visit page=page query=query name=name zone=point.zone of_point=true/>
        </section>
    }
}

#[component]
fn FindIt(
    visit: Visit,
    point: ServicePoint,
    bays: u64,
    /// Whether somebody works here.
    anybody: bool,
    nearby: Vec<ServicePoint>,
) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &point.zone, visit.now);
    let phone = point.phone.clone().map(|phone| {
        let number = dialled(&phone);
        view! { <p class="icon-line"><Icon name="phone"/><span><a href=format!("tel:{number}")>{phone}</a></span></p> }
    });
    let choose =
        anybody.then(|| view! { <a class="button button-wide" href="#people">{t.point_choose()}</a> });
    let bays = (bays > 0).then(|| {
        view! { <p class="icon-line"><Icon name="user"/><span>{t.point_bays(bays)}</span></p> }
    });
    let week = view! { <Week visit=visit.clone() point=&point/> };
    let open = view! { <OpenNow visit=visit.clone() point=&point/> };
    let nearby = others(&point, nearby);
    let map = view! { <Here visit=visit.clone() point=&point nearby=&nearby/> };
    view! {
        <aside class="stack" aria-label=t.point_address_and_hours()>
            <section class="card stack" aria-labelledby="find">
                <h2 id="find">{t.point_find_it()}</h2>
                <p class="icon-line">
                    <Icon name="pin"/>
                    <span>
                        {address(&visit, &point)}<br/>
                        <a class="link" href=map_link(&point) rel="noreferrer">{t.point_map()}</a>
                    </span>
                </p>
                {map}
                {phone}
                <p class="icon-line">
                    <Icon name="clock"/><span>{open}<br/><span class="soft small">{when.zone_name()}</span></span>
                </p>
                {week}
                {bays}
                {choose}
            </section>
            <Nearby visit=visit point=&point nearby=&nearby/>
        </aside>
    }
}

fn map_link(point: &ServicePoint) -> String {
    let (lat, lon) = (point.position.lat, point.position.lon);
    format!("https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lon:.5}#map=17/{lat:.5}/{lon:.5}")
}
