//! The list of service points.

use axum::{extract::Path, response::Response};
use handpick::{insight::Recount, lang::Lang, place::Gazetteer, point::ServicePoint};
use leptos::prelude::*;

use crate::{
    components::{
        answer::{Answer, AnswerNotice},
        point_card::OpenNow,
    },
    web::{Fields, Head, Problem, Visit, redirect},
};

use super::{
    Tab, Tabs,
    list::{ActiveBadge, ActiveSwitch, Labels, List, ListQuery, PAGE_SIZE},
    recounted::Recounted,
};

/// The address of the list.
const PATH: &str = "/ops";

/// A point with what its line tells of it.
struct Listed {
    point: ServicePoint,
    bays: u64,
    /// Whether somebody can confirm bookings.
    desk: bool,
}

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let fields = Fields::of_query(&visit.uri)?;
    let answer = (fields.get("done") == "saved").then(|| Answer::success(visit.t.ops_saved()));
    let query = ListQuery::read(PATH, &fields);
    let mut points = visit.app.store.all_points().await?;
    points.retain(|point| is_called(point, &query.asked, &visit.app.places));
    let total = points.len() as u64;
    let size = PAGE_SIZE as usize;
    let first = size.saturating_mul(query.page as usize);
    let points: Vec<_> = points.into_iter().skip(first).take(size).collect();
    let ids: Vec<_> = points.iter().map(|point| point.id).collect();
    let bays = visit.app.store.bay_counts(&ids).await?;
    let desks = visit.app.store.with_desk(&ids).await?;
    let rows = points.into_iter().map(|point| Listed {
        bays: bays.get(&point.id).copied().unwrap_or(0),
        desk: desks.contains(&point.id),
        point,
    });
    let rows: Vec<_> = rows.collect();
    let recount = visit.app.store.last_recount().await?;
    Ok(visit.page(Head::new(visit.t.ops_title()), || {
        view! { <Points visit=visit.clone() rows=rows query=query total=total answer=answer recount=recount/> }
    }))
}

/// By a part of its name or its town in any language, or of its address.
fn is_called(point: &ServicePoint, asked: &str, places: &Gazetteer) -> bool {
    let asked = asked.to_lowercase();
    let towns = places.get(point.place).map(|town| Lang::ALL.map(|lang| town.label(lang)));
    let names = point.name.0.values().chain([&point.address]).map(String::as_str);
    names.chain(towns.into_iter().flatten()).any(|name| name.to_lowercase().contains(&asked))
}

pub async fn set_active(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let point = visit.app.store.point_by_slug(&slug).await?.ok_or(Problem::NotFound)?;
    visit.app.store.set_point_active(point.id, fields.get("on") == "1").await?;
    Ok(redirect(&ListQuery::read(PATH, &fields).done("saved")))
}

#[component]
fn Points(
    visit: Visit,
    rows: Vec<Listed>,
    query: ListQuery,
    total: u64,
    answer: Option<Answer>,
    recount: Option<Recount>,
) -> impl IntoView {
    let t = visit.t;
    let columns = vec![t.ops_name(), t.ops_zone(), t.ops_hours(), t.ops_bays(), t.ops_state()];
    let nothing = t.ops_find_nothing(&query.asked);
    let labels = Labels { search: t.ops_find_point(), nothing, pages: t.ops_points(), columns };
    let row = |listed| view! { <Row visit=visit.clone() listed=listed query=query.clone()/> }.into_any();
    let rows = rows.into_iter().map(row).collect();
    view! {
        <div class="page-head"><h1>{t.ops_title()}</h1><p>{t.ops_lead()}</p></div>
        <Tabs t=t current=Tab::Points/>
        <AnswerNotice answer=answer/>
        <section class="section" aria-labelledby="points-h">
            <div class="section-head">
                <h2 id="points-h">{t.ops_points_count(total)}</h2>
                <a class="button" href="/ops/points/new">{t.ops_add_point()}</a>
            </div>
            <List t=t heading="points-h" query=query labels=labels total=total rows=rows/>
            <Recounted visit=visit recount=recount/>
        </section>
    }
}

#[component]
fn Row(visit: Visit, listed: Listed, query: ListQuery) -> impl IntoView {
    let t = visit.t;
    let Listed { point, bays, desk } = listed;
    let name = point.name.text(visit.lang()).to_owned();
    let town = visit.app.places.get(point.place).map(|town| town.label(visit.lang()));
    let edit = format!("/ops/points/{}", point.slug);
    let switch = format!("/ops/points/{}/active", point.slug);
    let close = t.ops_close_point(&name);
    let no_desk = (point.active && !desk).then(|| {
        view! {
            <p class="small"><span class="badge badge-warn">{t.ops_no_desk()}</span></p>
            <p class="small"><a href=invite_staff(&point)>{t.ops_invite_staff()}</a></p>
        }
    });
    let open = view! { <OpenNow visit=visit point=&point/> };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=edit>{name.clone()}</a>
                <p class="person-note">{town}</p>
                {no_desk}
            </th>
            <td role="cell" data-label=t.ops_zone()>{point.zone}</td>
            <td role="cell" data-label=t.ops_hours()>{open}</td>
            <td role="cell" data-label=t.ops_bays()>{bays.to_string()}</td>
            <td role="cell" data-label=t.ops_state()><ActiveBadge t=t active=point.active/></td>
            <td role="cell">
                <ActiveSwitch t=t action=switch active=point.active name=name question=close query=query/>
            </td>
        </tr>
    }
}

/// The form for somebody who is to answer there.
pub fn invite_staff(point: &ServicePoint) -> String {
    format!("/ops/people?point={}#invite", point.id)
}
