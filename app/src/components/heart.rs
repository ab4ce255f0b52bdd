use std::collections::HashSet;

use handpick::id::EngineerId;
use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    islands::heart::Hearts,
    web::{Head, Problem, Visit},
};

/// The viewer's experts, read once per page.
#[derive(Debug, Clone, Default)]
pub struct Experts(HashSet<EngineerId>);

impl Experts {
    pub async fn of(visit: &Visit) -> Result<Self, Problem> {
        let Some(viewer) = &visit.viewer else { return Ok(Self::default()) };
        Ok(Self(visit.app.store.favourites(viewer.id()).await?.into_iter().collect()))
    }

    /// Those of a list that has been read already.
    pub fn from_list(favourites: &[EngineerId]) -> Self {
        Self(favourites.iter().copied().collect())
    }

    pub fn has(&self, engineer: EngineerId) -> bool {
        self.0.contains(&engineer)
    }
}

/// Lets the hearts of the page be pressed without loading it again; once per page,
/// for those who are signed in. The page must load its islands: [`Head::with_hearts`].
#[component]
pub fn LiveHearts(visit: Visit) -> impl IntoView {
    visit.viewer.is_some().then(|| view! { <Hearts/> })
}

impl Head {
    /// Strangers' hearts lead to the sign-in and need no program.
    pub fn with_hearts(self, visit: &Visit) -> Self {
        if visit.viewer.is_some() { self.with_islands() } else { self }
    }
}

/// Keeps a person as "my expert", or lets her go. A stranger's press leads to the
/// sign-in and is not lost on the way.
#[component]
pub fn Heart(
    visit: Visit,
    engineer: EngineerId,
    #[prop(into)] name: String,
    on: bool,
    /// With words beside the symbol.
    #[prop(optional)]
    labelled: bool,
) -> impl IntoView {
    let t = visit.t;
    let label = (!labelled).then(|| t.common_keep_expert(&name));
    let words = labelled.then(|| {
        view! { <span class="heart-off">{t.engineer_keep()}</span><span class="heart-on">{t.engineer_kept()}</span> }
    });
    let class = if labelled { "heart heart-labelled" } else { "heart" };
    view! {
        <form method="post" action="/favourites" data-heart="">
            <input type="hidden" name="engineer" value=engineer.to_string()/>
            <input type="hidden" name="on" value=if on { "0" } else { "1" }/>
            <input type="hidden" name="back" value=visit.path_and_query().to_owned()/>
            <button class=class aria-pressed=if on { "true" } else { "false" } aria-label=label>
                <Icon name="heart" class="icon heart-off"/>
                <Icon name="heart-filled" class="icon heart-on"/>
                {words}
            </button>
        </form>
    }
}
