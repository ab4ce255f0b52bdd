//! Beside the form of a service point: its hours as they were understood, its desk, its
//! bays, and the switch.

use handpick::{
    account::Viewer,
    point::{Bay, ServicePoint},
};
use leptos::prelude::*;

use crate::{catalogue::Messages, components::point_card::Week, web::Visit};

use super::{
    list::{ActiveBadge, ActiveSwitch, AskFirst},
    point_page::Known,
    points::invite_staff,
};

#[component]
pub fn Beside(visit: Visit, known: Known) -> impl IntoView {
    let t = visit.t;
    let Known { point, staff, bays } = known;
    let invite = invite_staff(&point);
    let week = view! { <Week visit=visit.clone() point=&point/> };
    view! {
        <aside class="stack">
            <section class="card stack" aria-labelledby="week-h">
                <h2 id="week-h">{t.point_hours()}</h2>
                {week}
            </section>
            <section class="card stack" aria-labelledby="staff-h">
                <h2 id="staff-h">{t.ops_staff()}</h2>
                <Staff t=t slug=point.slug.clone() staff=staff/>
                <p><a href=invite>{t.ops_invite_staff()}</a></p>
            </section>
            <section class="card stack" aria-labelledby="bays-h">
                <h2 id="bays-h">{t.ops_bays_list()}</h2>
                <Bays t=t slug=point.slug.clone() bays=bays/>
            </section>
            <StateCard visit=visit point=point/>
        </aside>
    }
}

#[component]
fn StateCard(visit: Visit, point: ServicePoint) -> impl IntoView {
    let t = visit.t;
    let name = point.name.text(visit.lang()).to_owned();
    let action = format!("/ops/points/{}/active", point.slug);
    let (label, close) = (t.ops_deactivate_point(), t.ops_close_point(&name));
    view! {
        <section class="card stack" aria-labelledby="state-h">
            <h2 id="state-h">{t.ops_state()}</h2>
            <p><ActiveBadge t=t active=point.active/></p>
            <ActiveSwitch t=t action=action active=point.active name=name question=close label=label/>
        </section>
    }
}

#[component]
fn Staff(t: Messages, slug: String, staff: Vec<Viewer>) -> impl IntoView {
    let nobody = staff.is_empty().then(|| view! { <p class="soft">{t.ops_no_staff()}</p> });
    let people = staff.into_iter().map(|person| {
        let account = person.account;
        let action = format!("/ops/points/{slug}/staff/{}/remove", account.id);
        let question = t.ops_remove_staff(&account.name);
        view! {
            <li>
                <div><p>{account.name.clone()}</p><p class="soft small">{account.email.to_string()}</p></div>
                <AskFirst action=action label=t.ops_remove() name=account.name question=question/>
            </li>
        }
    });
    let people = people.collect_view();
    view! { {nobody}<ul class="people">{people}</ul> }
}

/// Those in service. The last one stays: a point without a bay serves nobody, and is
/// deactivated instead.
#[component]
fn Bays(t: Messages, slug: String, bays: Vec<Bay>) -> impl IntoView {
    let bays: Vec<Bay> = bays.into_iter().filter(|bay| bay.active).collect();
    let last = bays.len() == 1;
    let rows = bays.into_iter().map(|bay| {
        let remove = (!last).then(|| {
            let action = format!("/ops/points/{slug}/bays/{}/remove", bay.id);
            view! { <Remove t=t action=action name=t.desk_bay_label(&bay.label)/> }
        });
        view! { <li><span>{t.desk_bay_label(&bay.label)}</span>{remove}</li> }
    });
    let rows = rows.collect_view();
    view! { <ul class="people">{rows}</ul> }
}

#[component]
fn Remove(t: Messages, action: String, name: String) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <button class="button button-quiet button-small">
                {t.ops_remove()}<span class="visually-hidden">{format!(" {name}")}</span>
            </button>
        </form>
    }
}
