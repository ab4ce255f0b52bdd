use axum::response::Response;
use handpick::{
    account::Role,
    engineer::{Crowd, Found, Total},
    id::EngineerId,
    point::ServicePoint,
    store::StoreResult,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        filter::SortLinks,
        heart::{Experts, LiveHearts},
        people::People,
        people_map::{PeopleMap, is_drawn},
        place_field::{UnknownPlace, WhichPlace},
        search_box::{Namesake, NotUnderstood, SearchBox},
    },
    relaxed::{Relaxed, relaxed},
    routes::{self, Route},
    web::{Head, LIST, Problem, SearchQuery, Visit},
};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/engineers", Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = SearchQuery::read(&visit).await?;
    let store = &visit.app.store;
    let (found, crowd, experts) = futures::try_join!(
        async { Ok::<_, Problem>(store.search(&query.search).await?) },
        async { Ok(store.crowd(&query.search).await?) },
        Experts::of(&visit)
    )?;
    let total = query.total(&visit, &crowd).await?;
    visit.app.questions.count(&visit, &query, total);
    let (relaxed, points) =
        futures::try_join!(relaxed(&visit, &query, total), points(&visit, &query, &found))?;
    let t = visit.t;
    let title = match &query.located.spot {
        Some(spot) => t.engineers_title_near(spot.place.label(visit.lang())),
        None => t.engineers_title().to_owned(),
    };
    let head = Head::new(title).description(t.engineers_description()).canonical("/engineers");
    let head = head.with_map(&visit, is_drawn(&query, &points)).with_islands();
    Ok(visit.page(
        head,
        || view! { <List visit=visit.clone() query=query found=found total=total crowd=crowd points=points relaxed=relaxed experts=experts/> },
    ))
}

/// Where the people of the page take visits, for the map.
async fn points(
    visit: &Visit,
    query: &SearchQuery,
    found: &Found,
) -> StoreResult<Vec<(EngineerId, ServicePoint)>> {
    if !query.map {
        return Ok(Vec::new());
    }
    let people: Vec<_> = found.engineers.iter().map(|(engineer, _)| engineer.id).collect();
    visit.app.store.points_of_each(&people).await
}

#[component]
fn List(
    visit: Visit,
    query: SearchQuery,
    found: Found,
    total: Total,
    crowd: Crowd,
    points: Vec<(EngineerId, ServicePoint)>,
    relaxed: Vec<Relaxed>,
    experts: Experts,
) -> impl IntoView {
    let t = visit.t;
    let heading = heading(t, &visit, &query, total);
    view! {
        <div class="stack">
            <div class="section-head" id=LIST><h1>{heading}</h1><SortLinks t=t query=query.clone()/></div>
            <SearchBox t=t query=query.clone() action="/engineers"/>
            <NotUnderstood t=t query=query.clone()/>
            <Namesake t=t query=query.clone()/>
            <UnknownPlace t=t located=query.located.clone()/>
            <WhichPlace visit=visit.clone() located=query.located.clone() fields=query.fields.clone()/>
            <PeopleMap visit=visit.clone() query=query.clone() people=found.engineers.clone() points=points/>
            <h2 class="visually-hidden">{t.engineers_people()}</h2>
            <People visit=visit.clone() query=query found=found total=total crowd=crowd relaxed=relaxed experts=experts with_place=true/>
            <LiveHearts visit=visit/>
        </div>
    }
}

/// "148 engineers near Wuhan".
pub fn heading(t: Messages, visit: &Visit, query: &SearchQuery, total: Total) -> String {
    let place = query.located.spot.as_ref().map(|spot| spot.place.label(visit.lang()));
    let Total { people, more } = total;
    // Of a great crowd only some were counted: no number is better than a wrong one.
    match (people > 0 && !more, place) {
        (true, Some(place)) => t.engineers_all_near(people, place),
        (true, None) => t.engineers_all(people),
        (false, Some(place)) => t.engineers_title_near(place),
        (false, None) => t.engineers_title().to_owned(),
    }
}
