//! One appointment on the board, with what the desk can do with it now.

use handpick::{
    case::{ActorKind, EARLY_MINUTES, Leg, LegState, Move},
    id::{BayId, LegId},
};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        appointment::{StateBadge, what_words},
        board::Slot,
        form::Select,
        leg_form::{LegForm, Typed, Verb, form_of},
    },
    web::Visit,
};

use super::counter::Counter;

pub fn slots(visit: &Visit, counter: &Counter, typed: Option<&Typed>) -> Vec<Slot> {
    counter.board.iter().map(|leg| slot(visit, counter, leg, typed.cloned())).collect()
}

fn slot(visit: &Visit, counter: &Counter, leg: &Leg, typed: Option<Typed>) -> Slot {
    let face = view! {
        <SlotFace visit=visit.clone() counter=counter.clone() leg=leg.clone() typed=typed/>
    };
    Slot {
        start: leg.start,
        end: leg.end,
        bay: leg.bay.as_ref().map(|(id, _)| *id),
        here: matches!(leg.state, LegState::Arrived | LegState::InService),
        face: face.into_any(),
    }
}

#[component]
fn SlotFace(visit: Visit, counter: Counter, leg: Leg, typed: Option<Typed>) -> impl IntoView {
    let t = visit.t;
    let class = match leg.state {
        LegState::Requested | LegState::Proposed => "slot slot-wait",
        LegState::Arrived | LegState::InService => "slot slot-here",
        LegState::Confirmed => "slot",
        _ => "slot slot-done",
    };
    let with = t.desk_with(leg.engineer.name.text(visit.lang()));
    let what = what_words(t, leg.product, leg.need);
    let note = if what.is_empty() { with } else { format!("{what} · {with}") };
    let bay = leg.bay.as_ref().map(|(_, label)| view! { <p class="slot-bay">{t.desk_bay_label(label)}</p> });
    let steps = view! { <Steps t=t counter=counter.clone() leg=leg.clone()/> };
    let (_, choosing) = form_of(typed.as_ref(), leg.id, Verb::Bay);
    let take_back = leg.allows(ActorKind::Desk, &Move::Cancel { reason: None }, counter.now);
    let take_back = take_back.then(|| view! { <TakeBack t=t counter=counter.clone() leg=leg.id/> });
    let other_bay = can_change_bay(&counter, &leg).then(|| {
        view! {
            <details class="fold" open=choosing>
                <summary>{t.desk_change_bay()}</summary>
                <BayForm visit=visit.clone() counter=counter.clone() leg=leg.clone() typed=typed prefix="board"/>
            </details>
        }
    });
    view! {
        <div class=class id=format!("leg-{}", leg.id)>
            <div class="person person-small">
                <img class="face" src=leg.engineer.portrait.url() alt="" width="96" height="96"/>
                <div>
                    <p class="person-name"><a href=format!("/cases/{}", leg.case)>{t.customer(&leg.customer_name)}</a></p>
                    <p class="person-note">{note}</p>
                </div>
            </div>
            {bay}
            <p><StateBadge t=t state=leg.state/></p>
            {steps}
            {other_bay}
            {take_back}
        </div>
    }
}

/// A walk-in that was a slip; behind a fold, for one slip must not follow another.
#[component]
fn TakeBack(t: Messages, counter: Counter, leg: LegId) -> impl IntoView {
    view! {
        <details class="fold">
            <summary>{t.desk_take_back()}</summary>
            <LegForm t=t place=counter.place() leg=leg verb=Verb::TakeBack>
                <button class="button button-danger button-small">{t.desk_take_back_do()}</button>
            </LegForm>
        </details>
    }
}

/// Check in and no-show, when it is time for them.
#[component]
fn Steps(t: Messages, counter: Counter, leg: Leg) -> impl IntoView {
    let (place, now) = (counter.place(), counter.now);
    let can = |step: &Move| leg.allows(ActorKind::Desk, step, now);
    let (check_in, no_show) = (can(&Move::CheckIn), can(&Move::NoShow));
    let check_in = check_in.then(|| {
        view! {
            <LegForm t=t place=place.clone() leg=leg.id verb=Verb::CheckIn>
                <button class="button button-small">{t.desk_check_in()}</button>
            </LegForm>
        }
    });
    let no_show = no_show.then(|| {
        view! {
            <LegForm t=t place=place leg=leg.id verb=Verb::NoShow>
                <button class="button button-quiet button-small">{t.desk_no_show()}</button>
            </LegForm>
        }
    });
    let from = leg.start - SignedDuration::from_mins(EARLY_MINUTES);
    let soon = (leg.state == LegState::Confirmed && now < from).then(|| {
        view! { <p class="soft small">{t.desk_check_in_from(counter.when.time(from))}</p> }
    });
    let any = check_in.is_some() || no_show.is_some();
    let now = any.then(|| view! { <div class="actions">{check_in}{no_show}</div> });
    view! { {soon}{now} }
}

/// Whether another bay is free then, and the appointment not over.
pub fn can_change_bay(counter: &Counter, leg: &Leg) -> bool {
    let other = |bay: BayId| Some(bay) != leg.bay.as_ref().map(|(own, _)| *own);
    let bay = counter.bays_for(leg).into_iter().map(|bay| bay.id).find(|bay| other(*bay));
    bay.is_some_and(|bay| leg.allows(ActorKind::Desk, &Move::AssignBay { bay }, counter.now))
}

/// The bays that are free then. `prefix` keeps the ids of the page apart.
#[component]
pub fn BayForm(
    visit: Visit,
    counter: Counter,
    leg: Leg,
    typed: Option<Typed>,
    prefix: &'static str,
) -> impl IntoView {
    let t = visit.t;
    let (form, refused) = form_of(typed.as_ref(), leg.id, Verb::Bay);
    let mut form = form.scoped(format!("{prefix}-{}", leg.id));
    if let (false, Some((own, _))) = (refused, &leg.bay) {
        form.fields.set("bay", own.to_string());
    }
    let options = counter.bays_for(&leg).into_iter();
    let options: Vec<_> = options.map(|bay| (bay.id.to_string(), t.desk_bay_label(bay.label))).collect();
    view! {
        <LegForm t=t place=counter.place() leg=leg.id verb=Verb::Bay form=form.clone()>
            <Select form=form name="bay" label=t.desk_bay() options=options/>
            <div class="actions"><button class="button button-quiet">{t.desk_bay_do()}</button></div>
        </LegForm>
    }
}
