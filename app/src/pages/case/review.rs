//! What the customer says of the service, and what the engineer says to that.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Leg, LegState},
    engineer::Mode,
    id::{LegId, ReviewId},
    review::{NewReview, REVIEW_MAX, ReplyRefusal, Review, ReviewRefusal, Subject},
    tag::TagKind,
    text,
};
use leptos::prelude::*;

use crate::{
    components::{
        review_form::{Given, ReplyForm, ReviewForm},
        unconfirmed::Unconfirmed,
    },
    limits::Limit,
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    act::back,
    dossier::Dossier,
    show::{Aside, answer},
};

/// The address of the form, opened as a page: after a language was chosen there.
pub async fn resume(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let dossier = of_leg(&visit, &id).await?;
    Ok(redirect(&dossier.path()))
}

/// As [`resume`]; from the review alone no way leads to its case.
pub async fn resume_reply(Path(_): Path<String>) -> Result<Response, Problem> {
    Ok(redirect("/work"))
}

pub async fn send(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let dossier = of_leg(&visit, &id).await?;
    let viewer = visit.signed_in()?.id();
    if !dossier.is_customer() {
        return Err(Problem::NotFound);
    }
    visit.take(Limit::Review)?;
    let mut form = Filled::with(fields);
    let Some(read) = read(&visit, &dossier.leg, &mut form) else {
        let aside = Aside { review: Some(form), ..Aside::default() };
        return Ok(answer(&visit, dossier, StatusCode::UNPROCESSABLE_ENTITY, aside));
    };
    let new = NewReview {
        leg: dossier.leg.id,
        customer: viewer,
        stars: read.stars,
        text: read.text,
        praise: read.praise,
        point: read.point,
        now: visit.now,
    };
    match visit.app.store.review(new).await? {
        Ok(()) => Ok(back(&dossier, "reviewed")),
        Err(ReviewRefusal::Already) => Ok(back(&dossier, "reviewed-before")),
        // The page says so in place of the form.
        Err(ReviewRefusal::Unconfirmed) => Ok(redirect(&dossier.path())),
        Err(ReviewRefusal::NotServed) => Err(Problem::NotFound),
    }
}

struct Read {
    stars: u8,
    text: Option<String>,
    praise: Vec<&'static str>,
    point: Option<(u8, Option<String>)>,
}

/// The review as typed; `None` when something is missing or too long, which the
/// form then says.
fn read(visit: &Visit, leg: &Leg, form: &mut Filled) -> Option<Read> {
    let t = visit.t;
    let stars = stars(form, "stars");
    if stars.is_none() {
        form.refuse("stars", t.review_stars_missing(leg.engineer.name.text(visit.lang())));
    }
    let text = words(visit, form, "text");
    let mut praise: Vec<_> = form.fields.all("praise").filter_map(|key| TagKind::Praise.find(key)).collect();
    praise.sort_unstable();
    praise.dedup();
    let point_text = words(visit, form, "point-text");
    let point_stars = self::stars(form, "point-stars").filter(|_| leg.mode == Mode::Visit);
    let point = leg.point.as_ref().filter(|_| leg.mode == Mode::Visit);
    if let (None, Some(Some(_)), Some(point)) = (point_stars, &point_text, point) {
        form.refuse("point-stars", t.review_stars_missing(point.name.text(visit.lang())));
    }
    let (Some(stars), Some(text), Some(point_text), true) = (stars, text, point_text, form.is_sound()) else {
        return None;
    };
    Some(Read { stars, text, praise, point: point_stars.map(|stars| (stars, point_text)) })
}

fn stars(form: &Filled, name: &str) -> Option<u8> {
    form.fields.get(name).parse().ok().filter(|stars| (1..=5).contains(stars))
}

/// `None` when too long.
fn words(visit: &Visit, form: &mut Filled, name: &'static str) -> Option<Option<String>> {
    let words = text::optional_paragraphs(form.fields.raw(name), REVIEW_MAX).ok();
    if words.is_none() {
        form.refuse(name, visit.t.common_too_long(REVIEW_MAX));
    }
    words
}

/// The engineer's one answer to a review. The form names the leg: a review alone
/// does not tell which case it belongs to.
pub async fn reply(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let dossier = of_leg(&visit, fields.get("leg")).await?;
    let viewer = visit.signed_in()?;
    let engineer = viewer.engineer.ok_or(Problem::Forbidden)?;
    let review: ReviewId = id.parse().map_err(|_| Problem::NotFound)?;
    if !dossier.reviews.iter().any(|one| one.id == review) {
        return Err(Problem::NotFound);
    }
    visit.take(Limit::Review)?;
    let mut form = Filled::with(fields);
    let text = match text::paragraphs(form.fields.raw("text"), REVIEW_MAX) {
        Ok(text) => text,
        Err(refusal) => {
            form.refuse("text", visit.t.text_refused(refusal, visit.t.review_reply_missing()));
            let aside = Aside { reply: Some((review, form)), ..Aside::default() };
            return Ok(answer(&visit, dossier, StatusCode::UNPROCESSABLE_ENTITY, aside));
        }
    };
    match visit.app.store.reply(review, engineer, &text, visit.now).await? {
        Ok(()) | Err(ReplyRefusal::Already) => Ok(back(&dossier, "replied")),
        Err(ReplyRefusal::NotYours) => Err(Problem::NotFound),
    }
}

/// The case of a leg, with that leg in front.
async fn of_leg(visit: &Visit, id: &str) -> Result<Dossier, Problem> {
    let id: LegId = id.parse().map_err(|_| Problem::NotFound)?;
    let leg = visit.app.store.leg(id).await?.ok_or(Problem::NotFound)?;
    let mut dossier = Dossier::load(visit, &leg.case.to_string()).await?;
    if dossier.leg.id != leg.id {
        dossier.reviews = visit.app.store.reviews_of_leg(leg.id).await?;
        dossier.serves = visit.signed_in()?.engineer == Some(leg.engineer.id);
        dossier.leg = leg;
    }
    Ok(dossier)
}

/// The form for the customer who was served; afterwards what was said.
#[component]
pub fn Reviews(
    visit: Visit,
    dossier: Dossier,
    review: Option<Filled>,
    reply: Option<(ReviewId, Filled)>,
) -> impl IntoView {
    let t = visit.t;
    if dossier.leg.state != LegState::Done {
        return ().into_any();
    }
    if !dossier.reviews.is_empty() {
        let reviews = dossier.reviews.clone().into_iter().map(|review| {
            view! { <Said visit=visit.clone() dossier=dossier.clone() review=review reply=reply.clone()/> }
        });
        return view! {
            <section class="section" id="review" aria-labelledby="review-h">
                <h2 id="review-h">{t.review_heading()}</h2>
                <div class="reviews">{reviews.collect_view()}</div>
            </section>
        }
        .into_any();
    }
    if !dossier.is_customer() {
        return ().into_any();
    }
    let account = visit.viewer.as_ref().map(|viewer| viewer.account.clone());
    if let Some(account) = account.filter(|account| account.email_confirmed_at.is_none()) {
        let why = t.review_unconfirmed(&account.email);
        return view! {
            <section class="section" id="review" aria-labelledby="review-h">
                <h2 id="review-h">{t.review_title(dossier.engineer(&visit))}</h2>
                <Unconfirmed t=t account=account why=why/>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="section" id="review" aria-labelledby="review-h">
            <ReviewForm visit=visit leg=dossier.leg when=dossier.when form=review.unwrap_or_default()/>
        </section>
    }
    .into_any()
}

/// One review, with the reply to it or the form for one.
#[component]
fn Said(visit: Visit, dossier: Dossier, review: Review, reply: Option<(ReviewId, Filled)>) -> impl IntoView {
    let about = match (review.subject, &dossier.leg.point) {
        (Subject::Point(_), Some(point)) => point.name.text(visit.lang()).to_owned(),
        _ => dossier.engineer(&visit),
    };
    let mine = dossier.serves && matches!(review.subject, Subject::Engineer(_)) && review.reply.is_none();
    let form = mine.then(|| {
        let form = reply.filter(|(id, _)| *id == review.id).map(|(_, form)| form).unwrap_or_default();
        view! { <ReplyForm t=visit.t review=review.id leg=dossier.leg.id form=form/> }
    });
    view! {
        <Given t=visit.t when=dossier.when.clone() review=review about=about engineer=dossier.engineer(&visit)>
            {form}
        </Given>
    }
}
