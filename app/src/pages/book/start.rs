//! The first step, before there is a draft: nothing is made by looking at it.

use axum::{http::StatusCode, response::Response};
use handpick::{
    booking::Draft,
    case::{Case, Remembered},
    engineer::{Engineer, Mode},
    id::{DraftId, PhotoId},
    photo::{Photo, PhotoOwner},
    tag::TagKind,
};
use jiff::Timestamp;

use crate::{
    limits::Limit,
    offer::{Offer, Venue},
    web::{AGAIN, Fields, Filled, Located, Problem, Visit, redirect},
};

use super::{
    draft::{Booking, Step},
    frame::{Frame, nobody},
    place::{self, PlaceForm, Places},
    time::{self, TimeForm},
};

/// What a link to here says and the forms carry along: whom, for what, near where
/// (as a search says it), the case of which nothing came, at which time.
const KEPT: [&str; 8] = ["engineer", "product", "need", "place", "lat", "lon", AGAIN, "at"];

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    if query.get("engineer").is_empty() {
        return Ok(redirect("/engineers"));
    }
    let engineer = engineer(&visit, &query).await?;
    let known = remembered(&visit).await?;
    let places = places(&visit, &engineer, &query, &known).await?;
    let kept = kept(&query);
    if places.is_nowhere() {
        return Ok(nobody(&visit, &engineer, StatusCode::OK));
    }
    if places.only_point().is_some() {
        return times(&visit, &engineer, &places, &query, kept).await;
    }
    let typed = typed_before(&visit, &query, &places, &known);
    Ok(choose_place(&visit, engineer, places, Filled::with(typed), kept))
}

pub async fn begin(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let engineer = engineer(&visit, &fields).await?;
    let known = remembered(&visit).await?;
    let places = places(&visit, &engineer, &fields, &known).await?;
    let kept = kept(&fields);
    if places.is_nowhere() {
        return Ok(nobody(&visit, &engineer, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let chosen = match places.choose(&visit, &engineer, fields) {
        Ok(chosen) => chosen,
        Err(filled) => return Ok(choose_place(&visit, engineer, places, filled, kept)),
    };
    visit.take(Limit::Draft)?;
    let before = asked_before(&visit, &kept).await?;
    let mut draft = new_draft(&visit, &engineer, &kept, known, before.as_ref()).await?;
    chosen.write_to(&mut draft);
    visit.app.store.open_draft(&draft).await?;
    if let Some(before) = before {
        bring_photos(&visit, &before, draft.id).await?;
    }
    let booking = Booking { point: places.point(draft.point), draft, engineer };
    match (kept.get("at").parse::<Timestamp>(), places.only_point()) {
        // The time was chosen on this very page.
        (Ok(at), Some(_)) => time::hold_and_go_on(&visit, booking, at).await,
        (Ok(_), None) => {
            let at = kept.query_without(&KEPT[..KEPT.len() - 1]);
            Ok(redirect(&format!("{}?{at}", booking.link(Step::When))))
        }
        (Err(_), _) => Ok(redirect(&booking.link(Step::When))),
    }
}

async fn engineer(visit: &Visit, fields: &Fields) -> Result<Engineer, Problem> {
    let engineer = visit.app.store.engineer_by_slug(fields.get("engineer")).await?;
    engineer.filter(|engineer| engineer.active).ok_or(Problem::NotFound)
}

/// What is known of somebody who comes back.
async fn remembered(visit: &Visit) -> Result<Remembered, Problem> {
    match &visit.viewer {
        Some(viewer) => Ok(visit.app.store.remembered(viewer.id()).await?),
        None => Ok(Remembered::default()),
    }
}

async fn places(
    visit: &Visit,
    engineer: &Engineer,
    fields: &Fields,
    known: &Remembered,
) -> Result<Places, Problem> {
    let home = known.home.as_ref().map(|home| home.position);
    let from = Located::read(visit, fields).spot.map(|spot| spot.position).or(home);
    Places::load(visit, engineer, from).await
}

/// What is known already: how, from the search; where, from the search or from the
/// last time.
fn typed_before(visit: &Visit, query: &Fields, places: &Places, known: &Remembered) -> Fields {
    let mut typed = Fields::default();
    if query.get("mode") == Mode::Home.as_str() && !places.areas.is_empty() {
        typed.set("venue", place::HOME);
    }
    if let Some(spot) = Located::read(visit, query).spot {
        typed.set("town", spot.place.label(visit.lang()));
    }
    if let Some(home) = &known.home {
        place::write_address(visit, home, &mut typed);
    }
    typed
}

fn kept(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    for name in KEPT {
        if fields.has(name) {
            kept.set(name, fields.get(name));
        }
    }
    kept
}

fn need_of(kept: &Fields) -> Option<&'static str> {
    TagKind::Need.find(kept.get("need"))
}

async fn new_draft(
    visit: &Visit,
    engineer: &Engineer,
    kept: &Fields,
    known: Remembered,
    before: Option<&Case>,
) -> Result<Draft, Problem> {
    let now = visit.now;
    Ok(Draft {
        id: DraftId::mint(now, &*visit.app.random),
        owner: visit.visitor().await?,
        engineer: engineer.id,
        mode: None,
        point: None,
        home: known.home,
        product: TagKind::Product.find(kept.get("product")).or(known.product),
        need: need_of(kept),
        description: before.map(|case| case.description.clone()).unwrap_or_default(),
        hold: None,
        case: None,
        created_at: now,
    })
}

/// The customer's own case that she asks for again, with what she wrote and showed.
async fn asked_before(visit: &Visit, kept: &Fields) -> Result<Option<Case>, Problem> {
    let (Some(viewer), Ok(case)) = (&visit.viewer, kept.get(AGAIN).parse()) else {
        return Ok(None);
    };
    let case = visit.app.store.case(case).await?;
    Ok(case.filter(|case| case.customer == Some(viewer.id())))
}

/// Puts the photos of the case into the draft. They count as uploads; whoever has none
/// left goes on without.
async fn bring_photos(visit: &Visit, case: &Case, draft: DraftId) -> Result<(), Problem> {
    let store = &visit.app.store;
    for photo in &case.photos {
        if visit.take(Limit::Upload).is_err() {
            break;
        }
        let Some(photo) = store.photo(*photo).await? else { continue };
        let id = PhotoId::mint(visit.now, &*visit.app.random);
        store.add_photo(Photo { id, owner: PhotoOwner::Draft(draft), ..photo }, visit.now).await?;
    }
    Ok(())
}

fn choose_place(visit: &Visit, engineer: Engineer, places: Places, filled: Filled, kept: Fields) -> Response {
    let status = if filled.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::first(visit, &engineer, Step::Where).about(need_of(&kept));
    let action = action(&engineer);
    frame.page(status, || {
        place::form(PlaceForm { visit: visit.clone(), engineer, places, filled, action, kept })
    })
}

/// Names the person, so that the page of a refused form can be opened anew, in
/// another language for example.
fn action(engineer: &Engineer) -> String {
    format!("/book?engineer={}", engineer.slug)
}

/// With one place only, the first choice is the time.
async fn times(
    visit: &Visit,
    engineer: &Engineer,
    places: &Places,
    query: &Fields,
    mut kept: Fields,
) -> Result<Response, Problem> {
    let store = &*visit.app.store;
    let point = places.only_point().ok_or(Problem::NotFound)?;
    let Some(offer) = Offer::load(store, engineer, Venue::Point(point.id), visit.now).await? else {
        return Ok(nobody(visit, engineer, StatusCode::OK));
    };
    let chosen = kept.get("at").parse::<Timestamp>().ok();
    let asked = query.get("day").parse().ok().or(chosen.map(|at| offer.day_of(at)));
    let strip = offer.strip(store, asked).await?;
    kept.remove("at");
    let days = format!("/book?{}&day=", kept.query_without(&[]));
    kept.set("venue", point.slug.clone());
    let need = need_of(&kept);
    let form = TimeForm {
        point: Some(point.clone()),
        chosen,
        kept,
        ..TimeForm::new(visit, engineer, &offer, strip, action(engineer), days)
    };
    let frame = Frame::first(visit, engineer, Step::When).about(need);
    Ok(frame.page(StatusCode::OK, || time::form(form)))
}
