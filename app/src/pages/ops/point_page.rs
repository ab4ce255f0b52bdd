//! One service point: what is said of it, and who stands at its desk.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    account::{NAME_MAX, Viewer},
    booking::ADDRESS_MAX,
    id::{AccountId, BayId, PointId},
    lang::Lang,
    point::{Bay, NewPoint, ServicePoint},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, AnswerNotice},
        form::Field,
    },
    web::{Fields, Filled, Head, Problem, Visit, redirect},
};

use super::{
    ActiveSwitch, Tab, Tabs,
    point_form::{HOURS_MAX, PHONE_MAX, Reading, fill, fresh, read, slug},
};

pub async fn show_new(visit: Visit) -> Result<Response, Problem> {
    let form = fresh(PointId::mint(visit.now, &*visit.app.random));
    Ok(render(&visit, StatusCode::OK, None, form, None))
}

pub async fn create(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let id = fields.get("id").parse().map_err(|_| Problem::BadRequest)?;
    let mut form = Filled::with(fields);
    let slug = free_slug(&visit, id, &slug(form.fields.get("name-en"))).await?;
    let reading = Reading { t: visit.t, places: &visit.app.places, id, slug, place: None, bays: &[] };
    store(&visit, None, form_read(&visit, &mut form, &reading), form).await
}

pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let known = Known::load(&visit, &slug).await?;
    let form = fill(&known.point, &known.bays, &visit.app.places, visit.lang());
    Ok(render(&visit, StatusCode::OK, Some(known), form, None))
}

pub async fn save(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let known = Known::load(&visit, &slug).await?;
    let mut form = Filled::with(fields);
    let reading = Reading {
        t: visit.t,
        places: &visit.app.places,
        id: known.point.id,
        slug,
        place: Some(known.point.place),
        bays: &known.bays,
    };
    let point = form_read(&visit, &mut form, &reading);
    store(&visit, Some(known), point, form).await
}

pub async fn remove_staff(
    visit: Visit,
    Path((slug, account)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let point = visit.app.store.point_by_slug(&slug).await?.ok_or(Problem::NotFound)?;
    let account: AccountId = account.parse().map_err(|_| Problem::NotFound)?;
    visit.app.store.remove_staff(account, point.id).await?;
    Ok(redirect(&format!("/ops/points/{slug}")))
}

/// A point as it is, with its bays and the people at its desk.
struct Known {
    point: ServicePoint,
    bays: Vec<Bay>,
    staff: Vec<Viewer>,
}

impl Known {
    async fn load(visit: &Visit, slug: &str) -> Result<Self, Problem> {
        let store = &visit.app.store;
        let point = store.point_by_slug(slug).await?.ok_or(Problem::NotFound)?;
        let bays = store.bays(point.id).await?;
        let mut staff = store.people().await?;
        staff.retain(|person| person.staffs(point.id));
        Ok(Self { point, bays, staff })
    }
}

/// The slug, with a number where another point has it.
async fn free_slug(visit: &Visit, id: PointId, wanted: &str) -> Result<String, Problem> {
    // `/ops/points/new` is the form for a new one.
    let wanted = if wanted == "new" { "new-point" } else { wanted };
    let mut slug = wanted.to_owned();
    for number in 2u32.. {
        match visit.app.store.point_by_slug(&slug).await? {
            Some(other) if other.id != id => slug = format!("{wanted}-{number}"),
            _ => break,
        }
    }
    Ok(slug)
}

fn form_read(visit: &Visit, form: &mut Filled, reading: &Reading<'_>) -> Option<NewPoint> {
    read(form, reading, || BayId::mint(visit.now, &*visit.app.random))
}

async fn store(
    visit: &Visit,
    known: Option<Known>,
    point: Option<NewPoint>,
    form: Filled,
) -> Result<Response, Problem> {
    let Some(point) = point else {
        let answer = Some(Answer::error(visit.t.profile_not_saved()));
        return Ok(render(visit, StatusCode::UNPROCESSABLE_ENTITY, known, form, answer));
    };
    visit.app.store.save_point(point).await?;
    Ok(redirect("/ops?done=saved"))
}

fn render(
    visit: &Visit,
    status: StatusCode,
    known: Option<Known>,
    form: Filled,
    answer: Option<Answer>,
) -> Response {
    let t = visit.t;
    let title = known
        .as_ref()
        .map_or_else(|| t.ops_add_point().to_owned(), |known| known.point.name.text(visit.lang()).to_owned());
    let action = known
        .as_ref()
        .map_or_else(|| "/ops/points".to_owned(), |known| format!("/ops/points/{}", known.point.slug));
    visit.page_with(status, Head::new(title.clone()), || {
        view! {
            <div class="page-head"><h1>{title}</h1></div>
            <Tabs t=t current=Tab::Points/>
            <AnswerNotice answer=answer/>
            <div class="beside section">
                <PointForm t=t action=action form=form/>
                {known.map(|known| view! { <Beside t=t known=known lang=visit.lang()/> })}
            </div>
        }
    })
}

#[component]
fn PointForm(t: Messages, action: String, form: Filled) -> impl IntoView {
    view! {
        <form class="card form" method="post" action=action>
            <input type="hidden" name="id" value=form.value("id")/>
            <div class="field-row">
                <Field form=form.clone() name="name-en" label=t.ops_name_latin() maxlength=NAME_MAX/>
                <Field
                    form=form.clone() name="name-zh-CN" label=t.ops_name_chinese() required=false maxlength=NAME_MAX
                />
            </div>
            <Field form=form.clone() name="address" label=t.ops_address() maxlength=ADDRESS_MAX/>
            <div class="field-row">
                <Field form=form.clone() name="town" label=t.ops_town() hint=t.ops_town_hint()/>
                <Field form=form.clone() name="zone" label=t.ops_zone_field() hint=t.ops_zone_hint() required=false/>
            </div>
            <div class="field-row">
                <Field form=form.clone() name="lat" label=t.ops_lat() hint=t.ops_coordinates_hint() required=false/>
                <Field form=form.clone() name="lon" label=t.ops_lon() hint=t.ops_coordinates_hint() required=false/>
            </div>
            <Field
                form=form.clone() name="hours" label=t.ops_hours() hint=t.ops_hours_hint() maxlength=HOURS_MAX
            />
            <div class="field-row">
                <Field
                    form=form.clone() name="phone" kind="tel" label=t.ops_phone() required=false maxlength=PHONE_MAX
                />
                <Field form=form name="bays" kind="number" label=t.ops_bays()/>
            </div>
            <div class="actions">
                <button class="button">{t.ops_save()}</button>
                <a class="button button-plain" href="/ops">{t.common_back()}</a>
            </div>
        </form>
    }
}

/// The people at the desk, and the switch.
#[component]
fn Beside(t: Messages, known: Known, lang: Lang) -> impl IntoView {
    let Known { point, staff, .. } = known;
    let label = point.name.text(lang).to_owned();
    let nobody = staff.is_empty().then(|| view! { <p class="soft">{t.ops_no_staff()}</p> });
    let people = staff.into_iter().map(|person| {
        let account = person.account;
        view! {
            <li>
                <span>{account.name.clone()}<small class="soft">{format!(" {}", account.email)}</small></span>
                <form method="post" action=format!("/ops/points/{}/staff/{}/remove", point.slug, account.id)>
                    <button class="button button-quiet button-small">
                        {t.ops_remove()}<span class="visually-hidden">{format!(" {}", account.name)}</span>
                    </button>
                </form>
            </li>
        }
    });
    let people = people.collect_view();
    view! {
        <aside class="stack">
            <section class="card stack" aria-labelledby="staff-h">
                <h2 id="staff-h">{t.ops_staff()}</h2>
                {nobody}
                <ul class="people">{people}</ul>
                <p><a href=format!("/ops/people?point={}#invite", point.id)>{t.ops_invite_staff()}</a></p>
            </section>
            <ActiveSwitch t=t action=format!("/ops/points/{}/active", point.slug) active=point.active name=label/>
        </aside>
    }
}
