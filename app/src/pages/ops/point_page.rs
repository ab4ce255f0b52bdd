//! One service point: what is said of it, and who stands at its desk.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    account::{NAME_MAX, PHONE_MAX, Viewer},
    booking::ADDRESS_MAX,
    id::{AccountId, BayId, PointId},
    lang::Lang,
    point::{Bay, BayInUse, HOURS_MAX, NewPoint, ServicePoint},
    text,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, AnswerNotice},
        form::{Field, Form},
    },
    web::{Fields, Filled, Head, Problem, Visit, redirect},
};

use super::{
    Tab, Tabs,
    point_beside::Beside,
    point_form::{Reading, fill, fresh, name_field, read},
};

pub async fn show_new(visit: Visit) -> Result<Response, Problem> {
    let form = fresh(PointId::mint(visit.now, &*visit.app.random));
    Ok(render(&visit, StatusCode::OK, None, form, None))
}

pub async fn create(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let id = fields.get("id").parse().map_err(|_| Problem::BadRequest)?;
    let mut form = Filled::with(fields);
    let slug = free_slug(&visit, id, &text::slug(form.fields.get(&name_field(Lang::default())))).await?;
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

/// A bay in which somebody is expected stays, and the page says so.
pub async fn remove_bay(
    visit: Visit,
    Path((slug, bay)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let known = Known::load(&visit, &slug).await?;
    let bay: BayId = bay.parse().map_err(|_| Problem::NotFound)?;
    let bay = known.bays.iter().find(|known| known.id == bay).cloned().ok_or(Problem::NotFound)?;
    match visit.app.store.remove_bay(known.point.id, bay.id, visit.now).await? {
        Ok(()) => Ok(redirect(&format!("/ops/points/{slug}"))),
        Err(BayInUse) => {
            let form = fill(&known.point, &known.bays, &visit.app.places, visit.lang());
            let answer = Some(Answer::error(visit.t.ops_bay_in_use(bay.label)));
            Ok(render(&visit, StatusCode::CONFLICT, Some(known), form, answer))
        }
    }
}

/// A point as it is, with its bays and the people at its desk.
pub struct Known {
    pub point: ServicePoint,
    pub bays: Vec<Bay>,
    pub staff: Vec<Viewer>,
}

impl Known {
    async fn load(visit: &Visit, slug: &str) -> Result<Self, Problem> {
        let store = &visit.app.store;
        let point = store.point_by_slug(slug).await?.ok_or(Problem::NotFound)?;
        let bays = store.bays(point.id).await?;
        let staff = store.staff_of(point.id).await?;
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
        return Ok(render(visit, StatusCode::UNPROCESSABLE_ENTITY, known, form, None));
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
    let listed = known.is_some();
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
                <PointForm t=t action=action form=form listed=listed/>
                {known.map(|known| view! { <Beside visit=visit.clone() known=known/> })}
            </div>
        }
    })
}

#[component]
fn PointForm(
    t: Messages,
    action: String,
    form: Filled,
    /// The point is there already, and its bays are listed beside.
    listed: bool,
) -> impl IntoView {
    let names = Lang::ALL.map(|lang| {
        let label = t.word(&format!("point-name-{lang}").to_lowercase());
        view! {
            <Field
                form=form.clone() name=name_field(lang) label=label required=lang == Lang::default()
                maxlength=NAME_MAX
            />
        }
    });
    let bays = if listed {
        let hint = t.ops_bays_hint();
        view! { <Field form=form.clone() name="bays" kind="number" label=t.ops_bays() hint=hint/> }.into_any()
    } else {
        view! { <Field form=form.clone() name="bays" kind="number" label=t.ops_bays()/> }.into_any()
    };
    view! {
        <Form t=t form=form.clone() class="card form" action=action>
            <input type="hidden" name="id" value=form.value("id")/>
            <div class="field-row">{names.collect_view()}</div>
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
                    form=form name="phone" kind="tel" label=t.ops_phone() required=false maxlength=PHONE_MAX
                />
                {bays}
            </div>
            <div class="actions">
                <button class="button">{t.ops_save()}</button>
                <a class="button button-plain" href="/ops">{t.common_back()}</a>
            </div>
        </Form>
    }
}
