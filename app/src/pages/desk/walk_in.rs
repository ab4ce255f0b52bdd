//! Somebody at the counter, served at once: choose who, and start.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    account::NAME_MAX,
    booking::WalkIn,
    id::{DraftId, EngineerId},
    point::{OpeningState, ServicePoint},
    schedule::Whereabouts,
    tag::{PRODUCTS, TagKind},
    text,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::form::{ErrorSummary, Field, Form, Select},
    offer::busy_now,
    web::{Fields, Filled, Problem, Visit, redirect},
    when::{When, clock, clock_of},
};

use super::{
    counter::{Counter, Duty, FreeNow, duty, offer_of},
    my_point,
    show::{Aside, answer, asked_day},
};

/// The key under which the page says that it is done.
pub const DONE_WALK_IN: &str = "walk-in";

#[component]
pub fn WalkInCard(visit: Visit, counter: Counter, form: Option<Filled>) -> impl IntoView {
    let t = visit.t;
    let form = form.map(|form| form.scoped("walk-in"));
    let body = if counter.free_now.is_empty() {
        let refused = form.map(|form| view! { <ErrorSummary t=t form=form/> });
        view! { {refused}<p class="soft">{nobody_free(t, &counter)}</p> }.into_any()
    } else {
        view! { <WalkInForm visit=visit counter=counter form=form/> }.into_any()
    };
    view! {
        <aside class="card stack beside-sticky" id="walk-in" aria-labelledby="walk-in-h">
            <h2 id="walk-in-h">{t.desk_walk_in()}</h2>
            {body}
        </aside>
    }
}

/// Why there is nobody to choose.
fn nobody_free(t: Messages, counter: &Counter) -> String {
    match counter.opening() {
        Some(OpeningState::Closed { opens: Some(at) }) => {
            t.desk_closed_until(counter.when.day(at.date()), clock(at.time()))
        }
        Some(OpeningState::Closed { opens: None }) => t.desk_closed_now().to_owned(),
        _ => t.desk_nobody_free().to_owned(),
    }
}

#[component]
fn WalkInForm(visit: Visit, counter: Counter, form: Option<Filled>) -> impl IntoView {
    let t = visit.t;
    let open = form.is_some();
    let form = form.unwrap_or_else(|| Filled::default().scoped("walk-in"));
    let chosen = form.value("engineer");
    // Who is off duty is chosen knowingly, or not at all.
    let first = counter.free_now.first().filter(|free| free.duty == Duty::Now);
    let first = first.map(|free| free.engineer.id.to_string());
    let known = counter.free_now.iter().any(|free| free.engineer.id.to_string() == chosen);
    let checked = if known { Some(chosen) } else { first };
    let choices = counter.free_now.iter().enumerate().map(|(place, free)| {
        let id = (place == 0).then(|| form.id("engineer"));
        let checked = checked.as_deref() == Some(&free.engineer.id.to_string());
        view! { <Choice visit=visit.clone() counter=counter.clone() id=id free=free.clone() checked=checked/> }
    });
    let choices = choices.collect_view();
    let error = form.error("engineer");
    let error = error.map(|error| view! { <p class="field-error" id="walk-in-error">{error}</p> });
    let described = error.is_some().then_some("walk-in-error");
    let products = PRODUCTS.iter().map(|key| (key.to_string(), t.tag(TagKind::Product, key).to_owned()));
    let products: Vec<_> =
        std::iter::once((String::new(), t.desk_product_any().to_owned())).chain(products).collect();
    view! {
        <Form t=t form=form.clone() action=format!("/desk/{}/walk-in", counter.point.slug)>
            <input type="hidden" name="draft" value=counter.draft.to_string()/>
            <input type="hidden" name="day" value=counter.day.to_string()/>
            <fieldset class="choices" aria-describedby=described>
                <legend class="visually-hidden">{t.desk_free_now()}</legend>
                {choices}
                {error}
            </fieldset>
            <Select form=form.clone() name="product" label=t.desk_product() options=products/>
            <details class="fold" open=open>
                <summary>{t.desk_add_name()}</summary>
                <div class="form">
                    <Field
                        form=form name="name" label=t.desk_name() required=false autocomplete="off"
                        maxlength=NAME_MAX
                    />
                </div>
            </details>
            <button class="button button-wide">{t.desk_start_walk_in()}</button>
        </Form>
    }
}

#[component]
fn Choice(visit: Visit, counter: Counter, id: Option<String>, free: FreeNow, checked: bool) -> impl IntoView {
    let t = visit.t;
    let name = free.engineer.name.text(visit.lang()).to_owned();
    let until = counter.when.time(free.offered.time.end);
    let bay = free.offered.bays.first().and_then(|id| counter.bays.iter().find(|bay| bay.id == *id));
    let note = t.desk_free_until(bay.map(|bay| t.desk_bay_label(&bay.label)).unwrap_or_default(), until);
    let off_duty = match free.duty {
        Duty::Now => None,
        Duty::Later(start) => Some(t.desk_here_from(clock_of(start))),
        Duty::Over => Some(t.desk_off_hours().to_owned()),
    };
    let off_duty = off_duty.map(|words| view! { <small>{words}</small> });
    view! {
        <label class="choice">
            <input id=id type="radio" name="engineer" value=free.engineer.id.to_string() checked=checked required/>
            <span><span><span class="choice-title">{name}</span><small>{note}</small>{off_duty}</span></span>
        </label>
    }
}

pub async fn act(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let point = my_point(&visit, &slug).await?;
    let when = When::new(visit.t, &point.zone, visit.now);
    let day = asked_day(&fields, &when)?;
    let draft: DraftId = fields.get("draft").parse().map_err(|_| Problem::BadRequest)?;
    let mut form = Filled::with(fields);
    let name = match text::optional_line(form.fields.raw("name"), NAME_MAX) {
        Ok(name) => name.unwrap_or_default(),
        Err(_) => {
            form.refuse("name", visit.t.common_too_long(NAME_MAX));
            let counter = today(&visit, point).await?;
            return Ok(refused(&visit, counter, StatusCode::UNPROCESSABLE_ENTITY, form));
        }
    };
    if form.fields.get("engineer").is_empty() {
        form.refuse("engineer", visit.t.desk_engineer_missing());
        let counter = today(&visit, point).await?;
        return Ok(refused(&visit, counter, StatusCode::UNPROCESSABLE_ENTITY, form));
    }
    if start(&visit, &point, draft, name, &form.fields).await? {
        // To the form again: the next one waits at the counter.
        Ok(redirect(&format!("/desk/{}?day={day}&done={DONE_WALK_IN}#walk-in", point.slug)))
    } else {
        taken(&visit, point, form).await
    }
}

/// Whether the walk-in is served, now or by the same form before.
async fn start(
    visit: &Visit,
    point: &ServicePoint,
    draft: DraftId,
    customer_name: String,
    fields: &Fields,
) -> Result<bool, Problem> {
    let engineer: EngineerId = fields.get("engineer").parse().map_err(|_| Problem::BadRequest)?;
    let store = &*visit.app.store;
    let Some(offer) = offer_of(visit, point, engineer).await? else { return Ok(false) };
    if duty(offer.schedule(), Whereabouts::At(point.id), visit.now).is_none() {
        return Ok(false);
    }
    // Even when nobody seems free: it may be this form, sent twice, that took the
    // time, and the store knows it by its draft.
    let offered = offer.at_once(&busy_now(store, std::slice::from_ref(&offer)).await?);
    let bays = store.bays(point.id).await?;
    let first = bays.iter().find(|bay| bay.active).map(|bay| bay.id);
    let free = offered.as_ref().and_then(|offered| offered.bays.first().copied());
    let (Some(bay), Some(time)) = (free.or(first), offer.from_now()) else { return Ok(false) };
    let walk_in = WalkIn {
        draft,
        engineer,
        point: point.id,
        bay,
        time,
        customer_name,
        product: TagKind::Product.find(fields.get("product")),
        need: None,
        by: visit.signed_in()?.id(),
        now: visit.now,
    };
    Ok(store.walk_in(walk_in).await?.is_ok())
}

/// Somebody else was faster; perhaps nobody is left to choose.
async fn taken(visit: &Visit, point: ServicePoint, mut form: Filled) -> Result<Response, Problem> {
    let counter = today(visit, point).await?;
    let text = visit.t.desk_walk_in_taken();
    if counter.free_now.is_empty() {
        form.refuse_whole(text);
    } else {
        form.refuse("engineer", text);
    }
    Ok(refused(visit, counter, StatusCode::CONFLICT, form))
}

async fn today(visit: &Visit, point: ServicePoint) -> Result<Counter, Problem> {
    let today = When::new(visit.t, &point.zone, visit.now).today();
    Counter::load(visit, point, today).await
}

fn refused(visit: &Visit, counter: Counter, status: StatusCode, form: Filled) -> Response {
    answer(visit, counter, status, Aside { walk_in: Some(form), ..Aside::default() })
}
