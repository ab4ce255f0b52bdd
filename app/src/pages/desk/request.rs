//! Who waits for an answer: by age, the oldest first.

use handpick::case::LegState;
use leptos::prelude::*;

use crate::{
    components::{
        appointment::what_words,
        leg_form::{DeclineFold, LegForm, ProposeForm, SEEN, Typed, Verb, form_of},
    },
    web::Visit,
};

use super::{
    counter::{Counter, Request},
    slot::{BayForm, can_change_bay},
};

#[component]
pub fn Requests(visit: Visit, counter: Counter, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    if counter.requests.is_empty() {
        return view! { <div class="empty"><p>{t.desk_no_requests()}</p></div> }.into_any();
    }
    let cards = counter.requests.iter().map(|request| {
        view! {
            <li><RequestCard visit=visit.clone() counter=counter.clone() request=request.clone() typed=typed.clone()/></li>
        }
    });
    view! { <ol class="requests">{cards.collect_view()}</ol> }.into_any()
}

#[component]
fn RequestCard(visit: Visit, counter: Counter, request: Request, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let when = counter.when.clone();
    let leg = request.leg.clone();
    let late = counter.now > leg.answer_by;
    let class = if late { "request request-late" } else { "request" };
    let asked = t.leg_asked(when.distance(leg.requested_at), when.at(leg.answer_by));
    let age = [Some(asked), when.left(leg.answer_by)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let answer = match leg.state {
        LegState::Requested => {
            let label = match &leg.bay {
                Some((_, bay)) => t.desk_confirm_bay(bay),
                None => t.desk_confirm().to_owned(),
            };
            view! {
                <div class="actions">
                    <LegForm t=t place=counter.place() leg=leg.id verb=Verb::Confirm>
                        <input type="hidden" name=SEEN value=leg.start.to_string()/>
                        <button class="button">{label}</button>
                    </LegForm>
                </div>
            }
            .into_any()
        }
        _ => {
            let offered = leg.proposed.map(|(start, _)| t.desk_offered(when.at(start)));
            view! { <p class="soft">{offered}</p> }.into_any()
        }
    };
    view! {
        <article class=class id=format!("request-{}", leg.id)>
            <div class="request-head">
                <h3 class="request-when">
                    <time datetime=when.machine(leg.start)>{when.range(leg.start, leg.end)}</time>
                </h3>
                <p class="request-age">{age}</p>
            </div>
            <Asker visit=visit.clone() request=request.clone()/>
            {answer}
            <OtherAnswers visit=visit counter=counter request=request typed=typed/>
        </article>
    }
}

/// With whom, about what, and who asks.
#[component]
fn Asker(visit: Visit, request: Request) -> impl IntoView {
    let t = visit.t;
    let leg = request.leg;
    let words = (!leg.description.is_empty())
        .then(|| view! { <p class="soft">{t.common_quote(leg.description.clone())}</p> });
    view! {
        <div class="person">
            <img class="face" src=leg.engineer.portrait.url() alt="" width="96" height="96"/>
            <div>
                <p class="person-name">{leg.engineer.name.text(visit.lang()).to_owned()}</p>
                <p class="person-note">{what_words(t, leg.product, leg.need)}</p>
            </div>
        </div>
        <div class="request-body">
            <p>
                <strong>{leg.customer_name.clone()}</strong>
                " · "<a href=format!("/cases/{}", leg.case)>{t.desk_open_case()}</a>
            </p>
            {words}
        </div>
    }
}

#[component]
fn OtherAnswers(visit: Visit, counter: Counter, request: Request, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let Request { leg, times } = request;
    let (propose, proposing) = form_of(typed.as_ref(), leg.id, Verb::Propose);
    let (_, choosing) = form_of(typed.as_ref(), leg.id, Verb::Bay);
    let place = counter.place();
    let bay = can_change_bay(&counter, &leg).then(|| {
        view! { <BayForm visit=visit counter=counter.clone() leg=leg.clone() typed=typed.clone() prefix="request"/> }
    });
    view! {
        <div class="folds">
            <details class="fold" open={proposing || choosing}>
                <summary>{t.desk_other()}</summary>
                {bay}
                <ProposeForm t=t when=counter.when place=place.clone() leg=leg.id times=times form=propose/>
            </details>
            <DeclineFold t=t place=place leg=leg.id typed=typed/>
        </div>
    }
}
