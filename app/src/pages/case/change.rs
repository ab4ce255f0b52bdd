//! What the reader can change: another time, a cancellation, a time on offer.

use handpick::{
    account::dialled,
    booking::CHANGE_NOTICE_HOURS,
    case::{Access, LegState, Move, NOTE_MAX},
    schedule::FreeTime,
};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        form::{Field, Form},
        icon::Icon,
    },
    web::{Filled, Visit},
};

use super::dossier::Dossier;

#[component]
pub fn Change(visit: Visit, dossier: Dossier, cancel: Option<Filled>) -> impl IntoView {
    match dossier.access {
        Access::Customer => view! { <OfCustomer visit=visit dossier=dossier cancel=cancel/> }.into_any(),
        Access::Engineer | Access::Desk if dossier.leg.state.is_open() && !is_asked(&dossier) => {
            view! { <WhereToAct visit=visit dossier=dossier/> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn OfCustomer(visit: Visit, dossier: Dossier, cancel: Option<Filled>) -> impl IntoView {
    let t = visit.t;
    let (move_it, cancel_it) = (can_reschedule(&dossier), can_cancel(&dossier));
    if !move_it && !cancel_it {
        return (dossier.leg.state == LegState::Confirmed)
            .then(|| view! { <TooLate t=t dossier=dossier/> })
            .into_any();
    }
    let until = dossier.leg.start - SignedDuration::from_hours(CHANGE_NOTICE_HOURS);
    let rule = match dossier.leg.state {
        LegState::Confirmed if !move_it => t.case_under_way(dossier.engineer(&visit)),
        LegState::Confirmed => t.case_free_until(dossier.when.at(until)),
        _ => t.case_free_yet().to_owned(),
    };
    let other_time = move_it.then(|| {
        view! {
            <p class="actions">
                <a class="button button-quiet button-wide" href=format!("{}/reschedule", dossier.path())>
                    <Icon name="calendar"/>{t.case_other_time()}
                </a>
            </p>
        }
    });
    let cancel = cancel_it.then(|| view! { <CancelForm t=t dossier=dossier.clone() typed=cancel/> });
    view! {
        <section class="card stack" aria-labelledby="change-h">
            <h2 id="change-h">{t.case_change()}</h2>
            <p class="soft small">{rule}</p>
            {other_time}
            {cancel}
        </section>
    }
    .into_any()
}

#[component]
fn CancelForm(t: Messages, dossier: Dossier, typed: Option<Filled>) -> impl IntoView {
    let open = typed.is_some();
    let form = typed.unwrap_or_default();
    view! {
        <details class="fold" open=open>
            <summary>{t.case_cancel()}</summary>
            <Form t=t form=form.clone() action=action(&dossier, "cancel")>
                <Field form=form name="reason" label=t.case_cancel_reason() required=false maxlength=NOTE_MAX/>
                <button class="button button-danger button-wide">{t.case_cancel_do()}</button>
            </Form>
        </details>
    }
}

/// Nothing can be changed here any more; somebody can still be called.
#[component]
fn TooLate(t: Messages, dossier: Dossier) -> impl IntoView {
    let phone = dossier.phone();
    view! {
        <section class="card stack" aria-labelledby="change-h">
            <h2 id="change-h">{t.case_change()}</h2>
            <p class="soft">{t.case_too_late(CHANGE_NOTICE_HOURS.unsigned_abs())}</p>
            <p class="actions"><Phone t=t phone=phone/></p>
        </section>
    }
}

/// Whether the reader is the engineer who is asked, and can say yes. The way to her
/// answer stands where the promise does.
pub fn is_asked(dossier: &Dossier) -> bool {
    dossier.access == Access::Engineer && dossier.serves && dossier.allows(&Move::Confirm)
}

/// The desk and the engineer act on their own pages, where they see the whole day.
#[component]
fn WhereToAct(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let day = dossier.when.local(dossier.leg.start).date();
    let (href, label) = match (dossier.access, &dossier.leg.point) {
        (Access::Desk, Some(point)) => {
            (format!("/desk/{}?day={day}#leg-{}", point.slug, dossier.leg.id), t.case_to_desk())
        }
        _ => (format!("/work?day={day}#leg-{}", dossier.leg.id), t.case_to_work()),
    };
    view! { <p><a class="button button-wide" href=href>{label}</a></p> }
}

#[component]
pub fn Phone(t: Messages, phone: Option<String>) -> impl IntoView {
    phone.map(|phone| {
        view! {
            <a class="button button-quiet button-small" href=format!("tel:{}", dialled(&phone))>
                <Icon name="phone"/>{t.case_call(phone.clone())}
            </a>
        }
    })
}

/// The button that takes the time on offer, while it can be taken.
pub fn accept_form(visit: &Visit, dossier: &Dossier) -> Option<impl IntoView + use<>> {
    let (start, _) = dossier.leg.proposed?;
    let label = visit.t.case_take(dossier.when.at(start));
    dossier.allows(&Move::AcceptProposal).then(|| {
        view! {
            <form method="post" action=action(dossier, "accept")>
                // The time that was read: another one may be on offer by then.
                <input type="hidden" name="start" value=dossier.when.machine(start)/>
                <button class="button">{label}</button>
            </form>
        }
    })
}

pub fn can_reschedule(dossier: &Dossier) -> bool {
    let leg = &dossier.leg;
    let time = FreeTime { start: leg.start, end: leg.end, busy_until: leg.busy_until };
    dossier.allows(&Move::Reschedule { time, bays: Vec::new() })
}

fn can_cancel(dossier: &Dossier) -> bool {
    dossier.allows(&Move::Cancel { reason: None })
}

pub fn action(dossier: &Dossier, verb: &str) -> String {
    format!("{}/legs/{}/{verb}", dossier.path(), dossier.leg.id)
}
