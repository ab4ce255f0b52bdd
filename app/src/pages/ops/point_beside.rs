//! Beside the form of a service point: its desk, its bays, and the switch.

use handpick::{account::Viewer, lang::Lang, point::Bay};
use leptos::prelude::*;

use crate::catalogue::Messages;

use super::{list::ActiveSwitch, point_page::Known};

#[component]
pub fn Beside(t: Messages, known: Known, lang: Lang) -> impl IntoView {
    let Known { point, staff, bays } = known;
    let label = point.name.text(lang).to_owned();
    view! {
        <aside class="stack">
            <section class="card stack" aria-labelledby="staff-h">
                <h2 id="staff-h">{t.ops_staff()}</h2>
                <Staff t=t slug=point.slug.clone() staff=staff/>
                <p><a href=format!("/ops/people?point={}#invite", point.id)>{t.ops_invite_staff()}</a></p>
            </section>
            <section class="card stack" aria-labelledby="bays-h">
                <h2 id="bays-h">{t.ops_bays_list()}</h2>
                <Bays t=t slug=point.slug.clone() bays=bays/>
            </section>
            <ActiveSwitch t=t action=format!("/ops/points/{}/active", point.slug) active=point.active name=label/>
        </aside>
    }
}

#[component]
fn Staff(t: Messages, slug: String, staff: Vec<Viewer>) -> impl IntoView {
    let nobody = staff.is_empty().then(|| view! { <p class="soft">{t.ops_no_staff()}</p> });
    let people = staff.into_iter().map(|person| {
        let account = person.account;
        let action = format!("/ops/points/{slug}/staff/{}/remove", account.id);
        view! {
            <li>
                <div><p>{account.name.clone()}</p><p class="soft small">{account.email.to_string()}</p></div>
                <Remove t=t action=action name=account.name/>
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
