//! What somebody who comes back finds: her next appointment and her experts.

use handpick::{
    account::Viewer,
    case::{Leg, LegState},
    engineer::Engineer,
};
use leptos::prelude::*;

use crate::{
    components::{case_line::CaseLine, expert::Expert, heart::Experts},
    web::{Problem, Visit},
};

/// Experts that are shown; the others are on the page "me".
const SHOWN: usize = 4;

#[derive(Debug, Clone, Default)]
pub struct Returning {
    next: Option<Leg>,
    experts: Vec<Engineer>,
    /// There are more experts than are shown.
    more: bool,
    pub hearts: Experts,
}

impl Returning {
    /// Of a stranger nothing is known, and nothing is asked.
    pub async fn load(visit: &Visit) -> Result<Self, Problem> {
        let Some(viewer) = visit.viewer.as_ref().map(Viewer::id) else { return Ok(Self::default()) };
        let store = &visit.app.store;
        let (favourites, next) =
            futures::try_join!(store.favourites(viewer), store.next_leg_of_customer(viewer, visit.now))?;
        let hearts = Experts::from_list(&favourites);
        let shown = favourites.get(..SHOWN).unwrap_or(&favourites);
        let mut experts = store.engineers(shown).await?;
        experts.retain(|engineer| engineer.active);
        Ok(Self { next, experts, more: favourites.len() > SHOWN, hearts })
    }
}

/// What she comes back for most likely: it stands above the form.
#[component]
pub fn Next(visit: Visit, returning: Returning) -> impl IntoView {
    let t = visit.t;
    returning.next.map(|leg| {
        // Nobody should set out for what is not agreed.
        let asked = matches!(leg.state, LegState::Requested | LegState::Proposed);
        let title = if asked { t.me_request() } else { t.home_next() };
        view! {
            <section class="stack" aria-labelledby="next">
                <h2 id="next">{title}</h2>
                <ul class="people people-cards"><CaseLine visit=visit leg=leg/></ul>
            </section>
        }
    })
}

#[component]
pub fn MyExperts(visit: Visit, returning: Returning) -> impl IntoView {
    let Returning { experts, more, .. } = returning;
    if experts.is_empty() {
        return ().into_any();
    }
    let t = visit.t;
    let more = more.then(|| view! { <a class="link" href="/me#experts">{t.home_all_experts()}</a> });
    let experts =
        experts.into_iter().map(|engineer| view! { <Expert visit=visit.clone() engineer=engineer/> });
    view! {
        <section class="section" aria-labelledby="experts">
            <div class="section-head"><h2 id="experts">{t.me_experts()}</h2>{more}</div>
            <ul class="people people-cards people-two">{experts.collect_view()}</ul>
        </section>
    }
    .into_any()
}
