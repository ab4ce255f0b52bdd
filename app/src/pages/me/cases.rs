use handpick::case::Leg;
use leptos::prelude::*;

use crate::{
    components::{case_line::CaseLine, icon::Icon},
    web::Visit,
};

/// Everything the customer ever asked for, the latest first.
#[component]
pub fn Section(visit: Visit, legs: Vec<Leg>) -> impl IntoView {
    let t = visit.t;
    let list = if legs.is_empty() {
        view! {
            <div class="empty">
                <Icon name="list"/>
                <h3>{t.me_no_cases_title()}</h3>
                <p>{t.me_no_cases_text()}</p>
                <div class="actions"><a class="button" href="/">{t.me_find()}</a></div>
            </div>
        }
        .into_any()
    } else {
        let legs = legs.into_iter().map(|leg| view! { <CaseLine visit=visit.clone() leg=leg/> });
        view! { <ul class="people people-cards">{legs.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="section" id="cases" aria-labelledby="cases-title">
            <h2 id="cases-title">{t.me_cases()}</h2>
            {list}
        </section>
    }
}
