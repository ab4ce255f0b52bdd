use handpick::engineer::Engineer;
use leptos::prelude::*;

use crate::{
    components::{expert::Expert, icon::Icon},
    web::Visit,
};

/// The people kept as "my experts", each one tap from being booked again.
#[component]
pub fn Section(visit: Visit, experts: Vec<Engineer>) -> impl IntoView {
    let t = visit.t;
    let list = if experts.is_empty() {
        view! {
            <div class="empty">
                <Icon name="heart"/>
                <h3>{t.me_no_experts_title()}</h3>
                <p>{t.me_no_experts_text()}</p>
                <div class="actions"><a class="button" href="/engineers">{t.me_find()}</a></div>
            </div>
        }
        .into_any()
    } else {
        let experts =
            experts.into_iter().map(|engineer| view! { <Expert visit=visit.clone() engineer=engineer/> });
        view! { <ul class="people people-cards">{experts.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="section" id="experts" aria-labelledby="experts-title">
            <h2 id="experts-title">{t.me_experts()}</h2>
            {list}
        </section>
    }
}
