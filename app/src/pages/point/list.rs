use axum::response::Response;
use handpick::{geo::Position, point::ServicePoint};
use leptos::prelude::*;

use crate::{
    components::{
        icon::Icon,
        place_field::{PlaceField, WhichPlace},
        point_card::PointCard,
    },
    web::{Fields, Head, Located, NEAR_KM, Problem, Visit},
};

/// Most points on the page; the place narrows them.
const POINTS: u32 = 60;

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::of_query(&visit.uri).unwrap_or_default();
    let located = Located::read(&visit, &fields);
    let here = located.spot.as_ref().map(|spot| spot.position);
    let points = visit.app.store.points_near(here, NEAR_KM, POINTS).await?;
    let t = visit.t;
    let head = Head::new(t.point_list_title()).description(t.point_list_lead()).canonical("/points");
    Ok(visit.page(head.with_islands(), || {
        view! {
            <div class="page-head"><h1>{t.point_list_title()}</h1><p>{t.point_list_lead()}</p></div>
            <div class="stack">
                <Ask visit=visit.clone() located=located.clone()/>
                <WhichPlace visit=visit.clone() located=located.clone() fields=Fields::default()/>
            </div>
            <Points visit=visit.clone() located=located points=points here=here/>
        }
    }))
}

#[component]
fn Ask(visit: Visit, located: Located) -> impl IntoView {
    let t = visit.t;
    view! {
        <form class="ask" method="get" action="/points" role="search" aria-label=t.point_find()>
            <PlaceField visit=visit located=located/>
            <button class="button">{t.point_show()}</button>
        </form>
    }
}

#[component]
fn Points(
    visit: Visit,
    located: Located,
    points: Vec<ServicePoint>,
    here: Option<Position>,
) -> impl IntoView {
    let t = visit.t;
    let count = points.len() as u64;
    let title = match &located.spot {
        Some(spot) => t.point_near(count, spot.place.label(visit.lang())),
        None => t.point_all().to_owned(),
    };
    let cut = (count >= POINTS.into()).then(|| view! { <p class="soft small">{t.point_first(count)}</p> });
    let cards = points.into_iter().map(|point| {
        view! { <li><PointCard visit=visit.clone() point=point here=here/></li> }
    });
    let cards = cards.collect_view();
    let list = if cards.is_empty() {
        view! {
            <div class="empty">
                <Icon name="point"/>
                <h3>{t.point_none_title()}</h3>
                <p>{t.point_none_text()}</p>
                <div class="actions">
                    <a class="button button-quiet" href="/engineers?mode=home">{t.point_none_home()}</a>
                    <a class="link" href="/points">{t.point_all()}</a>
                </div>
            </div>
        }
        .into_any()
    } else {
        view! { <ul class="point-grid">{cards}</ul> }.into_any()
    };
    view! { <section class="section" aria-labelledby="found"><h2 id="found">{title}</h2>{list}{cut}</section> }
}
