//! The list of service points.

use axum::{extract::Path, response::Response};
use handpick::point::ServicePoint;
use leptos::prelude::*;

use crate::{
    components::answer::{Answer, AnswerNotice},
    web::{Fields, Head, Problem, Visit, redirect},
};

use super::{ActiveBadge, ActiveSwitch, Tab, Tabs};

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let answer = (query.get("done") == "saved").then(|| Answer::success(visit.t.ops_saved()));
    let bays = visit.app.store.bay_counts().await?;
    let bays_of = |point: &ServicePoint| bays.get(&point.id).copied().unwrap_or(0);
    let points = visit.app.store.all_points().await?.into_iter();
    let rows: Vec<_> = points.map(|point| (bays_of(&point), point)).collect();
    Ok(visit.page(Head::new(visit.t.ops_title()), || {
        view! { <Points visit=visit.clone() rows=rows answer=answer/> }
    }))
}

pub async fn set_active(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let point = visit.app.store.point_by_slug(&slug).await?.ok_or(Problem::NotFound)?;
    visit.app.store.set_point_active(point.id, fields.get("on") == "1").await?;
    Ok(redirect("/ops?done=saved"))
}

#[component]
fn Points(visit: Visit, rows: Vec<(u64, ServicePoint)>, answer: Option<Answer>) -> impl IntoView {
    let t = visit.t;
    let columns = [t.ops_name(), t.ops_zone(), t.ops_hours(), t.ops_bays(), t.ops_state()]
        .map(|label| view! { <th scope="col" role="columnheader">{label}</th> });
    let rows =
        rows.into_iter().map(|(bays, point)| view! { <Row visit=visit.clone() point=point bays=bays/> });
    let rows = rows.collect_view();
    view! {
        <div class="page-head"><h1>{t.ops_title()}</h1><p>{t.ops_lead()}</p></div>
        <Tabs t=t current=Tab::Points/>
        <AnswerNotice answer=answer/>
        <section class="section" aria-labelledby="points-h">
            <div class="section-head">
                <h2 id="points-h">{t.ops_points()}</h2>
                <a class="button" href="/ops/points/new">{t.ops_add_point()}</a>
            </div>
            <div class="table-scroll">
                <table class="table table-stack" role="table" aria-labelledby="points-h">
                    <thead role="rowgroup">
                        <tr role="row">
                            {columns.collect_view()}
                            <th scope="col" role="columnheader"><span class="visually-hidden">{t.ops_action()}</span></th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(visit: Visit, point: ServicePoint, bays: u64) -> impl IntoView {
    let t = visit.t;
    let name = point.name.text(visit.lang()).to_owned();
    let edit = format!("/ops/points/{}", point.slug);
    let switch = format!("/ops/points/{}/active", point.slug);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><a href=edit>{name.clone()}</a></th>
            <td role="cell" data-label=t.ops_zone()>{point.zone}</td>
            <td role="cell" data-label=t.ops_hours()>{point.opening_hours}</td>
            <td role="cell" data-label=t.ops_bays()>{bays.to_string()}</td>
            <td role="cell" data-label=t.ops_state()><ActiveBadge t=t active=point.active/></td>
            <td role="cell"><ActiveSwitch t=t action=switch active=point.active name=name/></td>
        </tr>
    }
}
