use handpick::{
    engineer::{Engineer, History},
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Visit, when::When};

/// What she repairs, with the number of cases served.
#[component]
pub fn Skills(t: Messages, engineer: Engineer) -> impl IntoView {
    let mut tags = engineer.tags;
    tags.retain(|tag| matches!(tag.kind, TagKind::Product | TagKind::Need));
    tags.sort_by_key(|tag| (tag.kind, std::cmp::Reverse(tag.count)));
    let tags = tags.into_iter().map(|tag| {
        let count = (tag.count > 0).then(|| {
            view! {
                " "<b>{t.number(tag.count.into())}</b>
                <span class="visually-hidden">{t.engineer_times_served()}</span>
            }
        });
        view! { <li class="tag">{t.tag(tag.kind, tag.key)}{count}</li> }
    });
    view! { <ul class="tags" aria-label=t.engineer_skills()>{tags.collect_view()}</ul> }
}

/// The service so far, in numbers.
#[component]
pub fn Service(visit: Visit, engineer: Engineer, history: History) -> impl IntoView {
    let t = visit.t;
    let when = When::new(t, &engineer.zone, visit.now);
    let years = (engineer.years > 0).then(|| t.engineer_years(engineer.years.into()));
    let since = history.since.map(|at| {
        let at = when.local(at);
        t.engineer_since(t.when_month_year(t.word(&format!("month-{}", at.month())), at.year()))
    });
    let experience: Vec<String> = years.into_iter().chain(since).collect();
    let facts = [
        (t.engineer_served(), history.served),
        (t.engineer_served_visit(), history.served_visit),
        (t.engineer_served_home(), history.served_home),
        (t.engineer_returning(), history.returning_customers),
    ];
    let facts = facts.map(|(words, number)| {
        view! { <div><dt>{words}</dt><dd>{t.number(number.into())}</dd></div> }
    });
    view! {
        <section class="section" aria-labelledby="service">
            <h2 id="service">{t.engineer_service()}</h2>
            <dl class="facts">{facts.collect_view()}</dl>
            <p class="soft small">{experience.join(" · ")}</p>
        </section>
    }
}
