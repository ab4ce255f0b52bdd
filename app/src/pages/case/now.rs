//! How the case stands now: in words, with the clock of a promise.

use handpick::{
    case::{Access, Leg, LegState},
    engineer::Mode,
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        appointment::{MapLink, state_word},
        heart::Heart,
        icon::Icon,
        notice::{Notice, Tone},
    },
    web::Visit,
    when::When,
};

use super::{
    attest,
    change::{Phone, accept_form, can_reschedule, is_asked},
    dossier::Dossier,
};

#[component]
pub fn Now(visit: Visit, dossier: Dossier) -> impl IntoView {
    let label = visit.t.case_now();
    let state = match dossier.leg.state {
        LegState::Requested => view! { <Waiting visit=visit dossier=dossier/> }.into_any(),
        LegState::Proposed => view! { <Proposed visit=visit dossier=dossier/> }.into_any(),
        LegState::Confirmed => view! { <Confirmed visit=visit dossier=dossier/> }.into_any(),
        LegState::Arrived | LegState::InService => view! { <Here visit=visit dossier=dossier/> }.into_any(),
        LegState::Done => view! { <Done visit=visit dossier=dossier/> }.into_any(),
        LegState::Declined | LegState::Cancelled | LegState::NoShow | LegState::Lapsed => {
            view! { <Ended visit=visit dossier=dossier/> }.into_any()
        }
    };
    view! { <section class="stack" aria-label=label>{state}</section> }
}

#[component]
fn Clock(
    icon: &'static str,
    #[prop(optional)] done: bool,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=if done { "clock clock-done" } else { "clock" }>
            <div class="clock-line">
                <Icon name=icon/>
                <div>
                    <p class="clock-title">{title}</p>
                    <p class="soft">{text}</p>
                </div>
            </div>
            {children.map(|children| children())}
        </div>
    }
}

/// A request has a promise: an answer by a time that both sides see.
#[component]
fn Waiting(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let Dossier { leg, when, now, .. } = &dossier;
    let late = *now > leg.answer_by;
    let by = by(when, leg.answer_by);
    let distance = when.distance(leg.answer_by);
    let asked = is_asked(&dossier);
    let title = match dossier.access {
        Access::Customer => t.case_waiting(dossier.host(&visit)),
        Access::Engineer if asked => t.case_waiting_you().to_owned(),
        Access::Engineer | Access::Desk => t.case_waiting_here().to_owned(),
    };
    let text = match (dossier.is_customer(), late) {
        (true, false) => t.case_promise(by, distance),
        (true, true) => t.case_late(by),
        (false, false) => t.case_promise_here(by, distance),
        (false, true) => t.case_late_here(by),
    };
    let meter = (!late).then(|| view! { <PromiseMeter t=t leg=leg.clone() when=when.clone() now=*now/> });
    let ways_on = (late && dossier.is_customer())
        .then(|| view! { <WaysOn visit=visit.clone() dossier=dossier.clone()/> });
    let answer = asked.then(|| view! { <AnswerLink t=t dossier=dossier.clone()/> });
    view! { <Clock icon="clock" title=title text=text>{meter}{ways_on}{answer}</Clock> }
}

#[component]
fn PromiseMeter(t: Messages, leg: Leg, when: When, now: Timestamp) -> impl IntoView {
    let minutes = |from: Timestamp, to: Timestamp| to.duration_since(from).as_mins().max(0);
    let total = minutes(leg.requested_at, leg.answer_by).max(1);
    let gone = minutes(leg.requested_at, now).min(total);
    view! {
        <progress class="meter meter-warn" max=total.to_string() value=gone.to_string() aria-label=t.case_meter()></progress>
        <p class="clock-scale">
            <span>{t.case_asked(when.distance(leg.requested_at))}</span>
            <time datetime=when.machine(leg.answer_by)>{t.case_latest(by(&when, leg.answer_by))}</time>
        </p>
    }
}

/// "14:30", with the day when that is another one.
fn by(when: &When, at: Timestamp) -> String {
    if when.local(at).date() == when.today() { when.time(at) } else { when.at(at) }
}

/// Requests stand above the engineer's day, with all that she can answer.
#[component]
fn AnswerLink(t: Messages, dossier: Dossier) -> impl IntoView {
    let day = dossier.when.local(dossier.leg.start).date();
    view! {
        <p class="actions"><a class="button" href=format!("/work?day={day}#ask-h")>{t.case_answer()}</a></p>
    }
}

/// For somebody who has waited too long, or whose booking came to nothing.
#[component]
fn WaysOn(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let other_time = can_reschedule(&dossier)
        .then(|| view! { <a class="button button-small" href=format!("{}/reschedule", dossier.path())>{t.case_other_time()}</a> });
    view! {
        <div class="actions">
            {other_time}
            <Phone t=t phone=dossier.point.as_ref().and_then(|point| point.phone.clone())/>
            <a class="button button-quiet button-small" href=dossier.someone_else()>{t.case_someone_else()}</a>
        </div>
    }
}

#[component]
fn Proposed(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let Dossier { leg, when, .. } = &dossier;
    let Some((start, _)) = leg.proposed else { return ().into_any() };
    let new = when.at(start);
    let old = when.at(leg.start);
    if !dossier.is_customer() {
        let text = t.case_proposed_here_text(old);
        let title = t.case_proposed_here(dossier.case.customer_name.clone(), new);
        return view! { <Clock icon="calendar" title=title text=text/> }.into_any();
    }
    let accept = accept_form(&visit, &dossier);
    let text = if accept.is_some() { t.case_proposed_text(old) } else { t.case_proposal_over().to_owned() };
    let other = can_reschedule(&dossier).then(|| {
        view! {
            <a class="button button-quiet" href=format!("{}/reschedule", dossier.path())>{t.case_other_time()}</a>
        }
    });
    let title = t.case_proposed(dossier.host(&visit), new);
    view! {
        <Clock icon="calendar" title=title text=text>
            <div class="actions">{accept}{other}</div>
        </Clock>
    }
    .into_any()
}

#[component]
fn Confirmed(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let Dossier { leg, when, .. } = &dossier;
    let at = when.at(leg.start);
    let (title, text) = match (dossier.is_customer(), leg.mode) {
        (true, Mode::Home) => {
            (t.case_confirmed_home(dossier.engineer(&visit), at), t.case_confirmed_home_text())
        }
        (true, _) => (t.case_confirmed_visit(at), t.case_confirmed_visit_text()),
        (false, _) => (t.case_confirmed_here(at), t.case_confirmed_here_text()),
    };
    let map = leg.point.as_ref().map(|point| view! { <MapLink t=t position=point.position/> });
    view! {
        <Clock icon="check" done=true title=title text=text>
            <div class="actions">
                <a class="button button-quiet button-small" href=format!("{}/appointment.ics", dossier.path()) download="">
                    <Icon name="calendar"/>{t.case_add_to_calendar()}
                </a>
                {map}
            </div>
        </Clock>
    }
}

#[component]
fn Here(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let name = dossier.engineer(&visit);
    let customer = t.customer(&dossier.case.customer_name);
    let since = super::story::latest(&dossier).map(|event| dossier.when.time(event.at)).unwrap_or_default();
    let (title, text) = match (dossier.leg.state, dossier.is_customer()) {
        (LegState::InService, _) => (t.case_in_service(name), t.case_since(since)),
        (_, true) => (t.case_arrived().to_owned(), t.case_arrived_text(name)),
        (_, false) => (t.case_arrived_here(customer), t.case_since(since)),
    };
    view! { <Clock icon="check" done=true title=title text=text/> }
}

/// What was done, and what comes next, of every leg that came to its end.
#[component]
fn Done(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let notes = dossier.case.legs.iter().filter(|leg| leg.state == LegState::Done).map(|leg| {
        let (title, text) = attest::ending(&dossier, t, leg);
        let next = leg.next_note.clone().map(|next| view! { <p class="soft">{t.case_next(next)}</p> });
        view! { <div class="note"><h2>{title}</h2><p>{text}</p>{next}</div> }
    });
    let onward = dossier.is_customer().then(|| {
        let (engineer, name) = (dossier.leg.engineer.id, dossier.engineer(&visit));
        let review = dossier.reviews.is_empty().then(|| {
            view! { <a class="button button-small" href="#review">{t.case_review(&name)}</a> }
        });
        view! {
            <div class="actions">
                {review}
                <Again visit=visit.clone() dossier=dossier.clone()/>
                <Heart visit=visit.clone() engineer=engineer name=name on=dossier.expert labelled=true/>
            </div>
        }
    });
    view! { {notes.collect_view()}{onward} }
}

#[component]
fn Ended(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let at = dossier.when.at(dossier.leg.start);
    let state = dossier.leg.state;
    let (title, text) = match (dossier.is_customer(), state) {
        (false, _) => (state_word(t, state).to_owned(), at),
        (true, LegState::Declined) => {
            (t.case_declined(dossier.host(&visit), at), t.case_declined_text().to_owned())
        }
        (true, LegState::NoShow) => (t.case_no_show(at), attest::missed_text(&dossier, t).to_owned()),
        (true, LegState::Lapsed) => (t.case_lapsed().to_owned(), t.case_lapsed_text(at)),
        (true, _) => (t.case_cancelled(at), t.case_cancelled_text().to_owned()),
    };
    let reason = dossier.leg.reason.clone().map(|reason| view! { <p>{t.common_quote(reason)}</p> });
    let again = dossier.is_customer().then(|| view! { <Again visit=visit.clone() dossier=dossier.clone()/> });
    let attest = attest::form(&visit, &dossier);
    view! {
        <Notice tone=Tone::Warn>
            <p><strong>{title}</strong></p>
            {reason}
            <p>{text}</p>
            {attest}
            {again}
        </Notice>
    }
}

#[component]
fn Again(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let name = dossier.engineer(&visit);
    let ended = dossier.leg.state != LegState::Done;
    let someone_else = ended.then(|| {
        view! {
            <a class="button button-quiet button-small" href=dossier.someone_else()>{t.case_someone_else()}</a>
        }
    });
    view! {
        <p class="actions">
            <a class="button button-quiet button-small" href=dossier.book_again()>{t.case_book_again(name)}</a>
            {someone_else}
        </p>
    }
}
