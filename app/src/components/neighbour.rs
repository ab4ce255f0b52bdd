use handpick::engineer::{Engineer, Mode};
use leptos::prelude::*;

use crate::{
    components::{
        card::{NextFree, profile},
        rating::RatingLine,
    },
    web::Visit,
};

/// Somebody else, in small: face, name, how it was, when she is free.
#[component]
pub fn Neighbour(
    visit: Visit,
    engineer: Engineer,
    #[prop(optional_no_strip)] mode: Option<Mode>,
    /// What the profile should know of the search, as a query.
    #[prop(into)]
    passed_on: String,
) -> impl IntoView {
    let t = visit.t;
    let name = engineer.name.text(visit.lang()).to_owned();
    view! {
        <article class="neighbour">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512" loading="lazy"/>
            <div>
                <h3><a class="card-link" href=profile(&engineer, &passed_on)>{name}</a></h3>
                <RatingLine t=t rating=engineer.rating/>
                <p class="neighbour-next"><NextFree visit=visit engineer=&engineer mode=mode/></p>
            </div>
        </article>
    }
}
