use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    case::{Access, LegState},
    id::{CaseId, ReviewId},
    live::Topic,
};
use leptos::prelude::*;

use crate::{
    components::{
        answer::{Answer, AnswerNotice},
        icon::Icon,
        live::{LiveRegion, Watch},
        timeline::Timeline,
    },
    web::{Fields, Filled, Head, Problem, Visit},
};

use super::{change::Change, details::Details, dossier::Dossier, now::Now, review::Reviews, story};

/// What the page says beside the case: an answer, and forms as they were sent.
#[derive(Clone, Default)]
pub struct Aside {
    pub answer: Option<Answer>,
    /// The cancellation that was refused.
    pub cancel: Option<Filled>,
    /// The review that was refused.
    pub review: Option<Filled>,
    /// The reply that was refused, and to which review.
    pub reply: Option<(ReviewId, Filled)>,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    let case: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let watch = Watch::begin(&visit.app, Topic::Case(case)).await?;
    let dossier = Dossier::load(&visit, &id).await?;
    let aside = Aside { answer: done(&visit, &dossier, query.get("done")), ..Aside::default() };
    Ok(page(&visit, dossier, Some(watch), StatusCode::OK, aside))
}

/// What was done, after a redirect: a key of this list, while the case agrees. Anything
/// else is nothing.
fn done(visit: &Visit, dossier: &Dossier, key: &str) -> Option<Answer> {
    let t = visit.t;
    let (is, reviewed) = (|state| dossier.leg.state == state, !dossier.reviews.is_empty());
    let text = match key {
        "requested" if is(LegState::Requested) => t.case_done_requested(),
        "accepted" if is(LegState::Confirmed) => t.case_done_accepted(),
        "cancelled" if is(LegState::Cancelled) => t.case_done_cancelled(),
        "moved" if is(LegState::Requested) => t.case_done_moved(),
        "attested" if is(LegState::Done) && !reviewed => t.case_done_attested(),
        "reviewed" if reviewed => t.review_done(),
        "reviewed-before" if reviewed => t.review_stands(),
        "replied" if reviewed => t.review_reply_done(),
        _ => return None,
    };
    Some(Answer::success(text))
}

/// The page as an answer to a form; it stands still, so that what was typed stays.
pub fn answer(visit: &Visit, dossier: Dossier, status: StatusCode, aside: Aside) -> Response {
    page(visit, dossier, None, status, aside)
}

fn page(visit: &Visit, dossier: Dossier, watch: Option<Watch>, status: StatusCode, aside: Aside) -> Response {
    let head = Head::new(title(visit, &dossier)).with_islands();
    visit.page_with(status, head, || {
        view! { <CasePage visit=visit.clone() dossier=dossier watch=watch aside=aside/> }
    })
}

/// "Your laptop with Chen Meiling", or "Wang Jun: laptop, screen" for those who serve.
pub fn title(visit: &Visit, dossier: &Dossier) -> String {
    let t = visit.t;
    let name = dossier.engineer(visit);
    let customer = t.customer(&dossier.case.customer_name);
    let what = dossier.what(visit);
    match (dossier.is_customer(), dossier.case.product) {
        (true, Some(product)) => t.case_title_yours(t.tag(handpick::tag::TagKind::Product, product), name),
        (true, None) => t.case_title_yours_plain(name),
        (false, _) if what.is_empty() => customer,
        (false, _) => t.case_title_theirs(customer, what),
    }
}

#[component]
fn CasePage(visit: Visit, dossier: Dossier, watch: Option<Watch>, aside: Aside) -> impl IntoView {
    let (back, label) = back(&visit, &dossier);
    let t = visit.t;
    let news = story::news(&visit, &dossier);
    let lines = story::lines(&visit, &dossier);
    let over = !dossier.leg.state.is_open();
    let story = if over { t.case_story_ended() } else { t.case_story() };
    view! {
        <a class="back" href=back><Icon name="chevron"/>{label}</a>
        <AnswerNotice answer=aside.answer.clone()/>
        <LiveRegion visit=visit.clone() watch=watch label=t.case_live() news=news over=over>
            <PageHead visit=visit.clone() dossier=dossier.clone()/>
            <div class="beside beside-between">
                <Now visit=visit.clone() dossier=dossier.clone()/>
                <aside class="stack" aria-label=t.case_details()>
                    <Details visit=visit.clone() dossier=dossier.clone()/>
                    <Change visit=visit.clone() dossier=dossier.clone() cancel=aside.cancel/>
                </aside>
                <div class="stack">
                    <section class="section" aria-labelledby="story-h">
                        <h2 id="story-h">{story}</h2>
                        <Timeline lines=lines/>
                    </section>
                    <Reviews visit=visit dossier=dossier review=aside.review reply=aside.reply/>
                </div>
            </div>
        </LiveRegion>
    }
}

/// Where the reader came from.
fn back(visit: &Visit, dossier: &Dossier) -> (String, &'static str) {
    let t = visit.t;
    let day = dossier.when.local(dossier.leg.start).date();
    match (dossier.access, &dossier.leg.point) {
        (Access::Engineer, _) => (format!("/work?day={day}"), t.common_nav_work()),
        (Access::Desk, Some(point)) => (format!("/desk/{}?day={day}", point.slug), t.common_nav_desk()),
        _ => ("/me#cases".to_owned(), t.common_nav_cases()),
    }
}

#[component]
fn PageHead(visit: Visit, dossier: Dossier) -> impl IntoView {
    let Dossier { leg, when, .. } = &dossier;
    let place = leg.point.as_ref().map(|point| format!(" · {}", point.name.text(visit.lang())));
    let at_home = place.is_none().then(|| format!(" · {}", visit.t.word("mode-home")));
    view! {
        <div class="page-head">
            <h1>{title(&visit, &dossier)}</h1>
            <p>
                <time datetime=when.machine(leg.start)>{when.range(leg.start, leg.end)}</time>
                {format!(" · {}", when.zone_name())}
                {place}
                {at_home}
            </p>
        </div>
    }
}
