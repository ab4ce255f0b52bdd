//! Who: everything at a glance, and who asks for it. Signing in or up happens on
//! this very form, so that nothing typed is lost on the way.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    account::{self, NotAPhone, PHONE_DIGITS_MIN, PHONE_MAX},
    booking::{CHANGE_NOTICE_HOURS, RequestRefusal, WAITING_MAX, answer_by},
    photo::PhotoOwner,
    tag::TagKind,
};
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        form::{Field, Form},
        icon::Icon,
        notice::{Notice, Tone},
    },
    limits::Limit,
    pages::login::{door, forms::WhoFields},
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::{
    draft::{Booking, Step, open},
    frame::Frame,
    time::{self, Refusal},
};

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    if let Some(back) = booking.sent_back_from(Step::Who) {
        return Ok(back);
    }
    page(&visit, &booking, Filled::default(), None).await
}

/// Asks for the appointment. Sent twice, it leads to the same case.
pub async fn request(mut visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    if let Some(back) = booking.sent_back_from(Step::Who) {
        return Ok(back);
    }
    let mut filled = Filled::with(fields);
    let stranger = visit.viewer.is_none();
    if stranger {
        door::check(&visit, &mut filled);
    }
    let phone = read_phone(&visit, &booking, &mut filled);
    if stranger && filled.is_sound() {
        door::enter(&mut visit, &mut filled).await?;
    }
    if !filled.is_sound() {
        return page(&visit, &booking, filled, None).await;
    }
    let customer = visit.signed_in()?.id();
    keep_phone(&visit, phone).await?;
    if let Err(refusal) = time::keep(&visit, &booking).await? {
        return time::refused(&visit, &booking, refusal).await;
    }
    visit.take(Limit::Booking)?;
    match visit.app.store.request_booking(booking.draft.id, customer, visit.now).await? {
        Ok(case) => Ok(redirect(&format!("/cases/{case}"))),
        Err(refusal) => refused(&visit, &booking, refusal).await,
    }
}

/// Whoever waits at home must be reachable; at a service point somebody is there.
fn read_phone(visit: &Visit, booking: &Booking, form: &mut Filled) -> Option<String> {
    match account::phone(form.fields.get("phone")) {
        Err(NotAPhone) => form.refuse("phone", visit.t.me_phone_wrong(PHONE_DIGITS_MIN, PHONE_MAX)),
        Ok(None) if booking.point.is_none() => form.refuse("phone", visit.t.book_phone_empty()),
        Ok(phone) => return phone,
    }
    None
}

/// The number stays with the account: nobody is asked twice.
async fn keep_phone(visit: &Visit, phone: Option<String>) -> Result<(), Problem> {
    let account = &visit.signed_in()?.account;
    let new = phone.filter(|phone| account.phone.as_ref() != Some(phone));
    if let Some(phone) = new {
        visit.app.store.save_account(account.id, &account.name, Some(&phone), account.lang).await?;
    }
    Ok(())
}

async fn refused(visit: &Visit, booking: &Booking, refusal: RequestRefusal) -> Result<Response, Problem> {
    match (refusal, booking.draft.hold) {
        (RequestRefusal::TimeTaken, Some(hold)) => {
            time::refused(visit, booking, Refusal::Taken(hold.start)).await
        }
        (RequestRefusal::NotOffered, Some(hold)) => {
            time::refused(visit, booking, Refusal::NotOffered(hold.start)).await
        }
        (RequestRefusal::TooManyWaiting(most), _) => {
            page(visit, booking, Filled::default(), Some(Stop::Waiting(most))).await
        }
        (RequestRefusal::Herself, _) => page(visit, booking, Filled::default(), Some(Stop::Herself)).await,
        _ => Ok(redirect(&format!("/book/{}", booking.draft.id))),
    }
}

/// Why this customer cannot ask for it, whatever she changes here.
enum Stop {
    /// So many of her requests wait already.
    Waiting(usize),
    Herself,
}

async fn page(
    visit: &Visit,
    booking: &Booking,
    filled: Filled,
    stop: Option<Stop>,
) -> Result<Response, Problem> {
    let photos = visit.app.store.photos_of(PhotoOwner::Draft(booking.draft.id)).await?.len();
    let status = match &stop {
        Some(_) => StatusCode::CONFLICT,
        None if filled.is_sound() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(Frame::of(visit, booking, Step::Who).page(status, || {
        let t = visit.t;
        view! {
            <h1 id="step-title">{t.book_who_title()}</h1>
            {stop.map(|stop| match stop {
                Stop::Waiting(most) => view! { <Waiting visit=visit.clone() most=most/> }.into_any(),
                Stop::Herself => view! { <Herself visit=visit.clone()/> }.into_any(),
            })}
            <Summary visit=visit.clone() booking=booking.clone() photos=photos/>
            <Ask visit=visit.clone() booking=booking.clone() filled=filled/>
        }
    }))
}

/// Enough of this customer's requests wait already: what there is to do about it.
#[component]
fn Waiting(visit: Visit, most: usize) -> impl IntoView {
    let t = visit.t;
    let title = t.book_waiting_title(u64::try_from(most).unwrap_or(u64::MAX));
    let unconfirmed = visit.viewer.as_ref().is_some_and(|viewer| viewer.account.email_confirmed_at.is_none());
    let more = unconfirmed.then(|| view! { <p>{t.book_waiting_confirm(WAITING_MAX)}</p> });
    view! {
        <Notice tone=Tone::Warn answer=true>
            <p><strong>{title}</strong></p>
            <p>{t.book_waiting_text()}</p>
            {more}
            <p><a class="link" href="/me#cases">{t.book_waiting_see()}</a></p>
        </Notice>
    }
}

#[component]
fn Herself(visit: Visit) -> impl IntoView {
    let t = visit.t;
    view! {
        <Notice tone=Tone::Warn answer=true>
            <p><strong>{t.book_herself_title()}</strong></p>
            <p>{t.book_herself_text()}</p>
            <p><a class="link" href="/engineers">{t.book_other_engineers()}</a></p>
        </Notice>
    }
}

/// What was chosen, each line with the way back to it.
#[component]
fn Summary(visit: Visit, booking: Booking, photos: usize) -> impl IntoView {
    let t = visit.t;
    let line = |label: &'static str, step: Step, what: &'static str, words: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{words}</dd>
                <dd class="summary-change">
                    <a href=booking.link(step)>
                        {t.book_change()}<span class="visually-hidden">{format!(" ({what})")}</span>
                    </a>
                </dd>
            </div>
        }
    };
    view! {
        <div class="card">
            <dl class="summary">
                {line(t.book_summary_when(), Step::When, t.book_change_when(), time_words(&visit, &booking))}
                {line(t.book_summary_where(), Step::Where, t.book_change_where(), place_words(&visit, &booking))}
                {line(t.book_summary_what(), Step::What, t.book_change_what(), problem_words(t, &booking, photos))}
            </dl>
        </div>
    }
}

fn time_words(visit: &Visit, booking: &Booking) -> AnyView {
    let when = booking.when(visit);
    booking
        .draft
        .hold
        .map(|hold| {
            view! {
                <time datetime=when.machine(hold.start)><strong>{when.dated_range(hold.start, hold.end)}</strong></time>
                <br/>
                <span class="soft">{when.zone_name()}</span>
            }
        })
        .into_any()
}

fn place_words(visit: &Visit, booking: &Booking) -> AnyView {
    let t = visit.t;
    match (&booking.point, &booking.draft.home) {
        (Some(point), _) => view! {
            {point.name.text(visit.lang()).to_owned()}<br/><span class="soft">{point.address.clone()}</span>
        }
        .into_any(),
        (None, Some(home)) => {
            let town = visit.app.places.get(home.place);
            let town = town.map(|town| format!(" · {}", town.label(visit.lang())));
            view! { {t.book_at_home()}<br/><span class="soft">{home.text.clone()}{town}</span> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}

fn problem_words(t: Messages, booking: &Booking, photos: usize) -> AnyView {
    let draft = &booking.draft;
    let product = draft.product.map(|key| t.tag(TagKind::Product, key));
    let need = draft.need.map(|key| t.tag(TagKind::Need, key));
    let tags: Vec<&str> = product.into_iter().chain(need).collect();
    let photos = (photos > 0).then(|| format!(" · {}", t.book_photo_count(photos as u64)));
    view! { {tags.join(" · ")}{photos}<br/><span class="soft">{draft.description.clone()}</span> }.into_any()
}

#[component]
fn Ask(visit: Visit, booking: Booking, filled: Filled) -> impl IntoView {
    let t = visit.t;
    let action = format!("/book/{}/request", booking.draft.id);
    let who = match &visit.viewer {
        Some(viewer) => view! {
            <p class="icon-line"><Icon name="user"/>{t.book_signed_in_as(&viewer.account.name)}</p>
        }
        .into_any(),
        None => view! {
            <h2>{t.book_who_heading()}</h2>
            <p class="soft">{t.book_who_note()}</p>
            <WhoFields t=t filled=filled.clone() name_hint=t.login_name_hint()/>
        }
        .into_any(),
    };
    let home = booking.point.is_none();
    let hint = if home { t.book_phone_hint_home() } else { t.book_phone_hint_visit() };
    let known = visit.viewer.as_ref().and_then(|viewer| viewer.account.phone.clone());
    let mut form = filled;
    if let (Some(known), false) = (known, form.fields.has("phone")) {
        form.fields.set("phone", known);
    }
    view! {
        <Form t=t form=form.clone() action=action>
            {who}
            <Field
                form=form name="phone" label=t.me_phone() kind="tel" hint=hint required=home
                autocomplete="tel" maxlength=PHONE_MAX
            />
            <p class="soft small">{terms(&visit, &booking)}</p>
            <div class="action-bar"><button class="button">{t.book_request()}</button></div>
        </Form>
    }
}

/// Who answers by when, and until when one can still change one's mind.
fn terms(visit: &Visit, booking: &Booking) -> Option<String> {
    let t = visit.t;
    let start = booking.draft.hold?.start;
    let when = booking.when(visit);
    let host = match &booking.point {
        Some(point) => point.name.text(visit.lang()).to_owned(),
        None => booking.name(visit),
    };
    let answer = t.book_terms_answer(host, when.at(rounded(answer_by(start, visit.now, when.zone()))));
    let free = start - SignedDuration::from_hours(CHANGE_NOTICE_HOURS) > visit.now;
    let cancel = match &booking.point {
        None => t.book_terms_home().to_owned(),
        Some(_) if free => t.book_terms_free(CHANGE_NOTICE_HOURS.unsigned_abs()),
        Some(_) => t.book_terms_soon().to_owned(),
    };
    Some(t.book_terms(answer, cancel))
}

/// Up to five minutes: the promise is made when the form is sent, a while from now.
fn rounded(at: Timestamp) -> Timestamp {
    let up = TimestampRound::new().smallest(Unit::Minute).increment(5).mode(RoundMode::Ceil);
    at.round(up).unwrap_or(at)
}
