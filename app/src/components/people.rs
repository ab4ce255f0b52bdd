use handpick::{
    account::Role,
    engineer::{Crowd, Cursor, Found, FoundEngineer, Total},
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        card::EngineerCard,
        filter::{Chosen, Filter, chosen, droppable},
        heart::Experts,
        icon::Icon,
        pages::Turn,
    },
    relaxed::Relaxed,
    web::{AFTER, BEFORE, SearchQuery, Visit},
};

/// The full list: filters, people, pages; or what to do when nobody fits.
#[component]
pub fn People(
    visit: Visit,
    query: SearchQuery,
    found: Found,
    /// How many fit on all pages.
    total: Total,
    crowd: Crowd,
    /// When nobody fits, who would without one condition.
    relaxed: Vec<Relaxed>,
    experts: Experts,
    /// The filters ask for the place too.
    with_place: bool,
) -> impl IntoView {
    let t = visit.t;
    let Found { engineers, earlier, later } = found;
    let link = |field, cursor: Option<Cursor>| cursor.map(|cursor| query.with(field, &cursor.to_string()));
    let (previous, next) = (link(BEFORE, earlier), link(AFTER, later));
    let list = if engineers.is_empty() {
        view! { <Nobody visit=visit.clone() query=query.clone() any=total.people != 0 relaxed=relaxed experts=experts/> }
            .into_any()
    } else {
        view! { <Cards visit=visit.clone() query=query.clone() people=engineers experts=experts/> }.into_any()
    };
    view! {
        <Filter visit=visit query=query.clone() crowd=crowd with_place=with_place/>
        <Chosen t=t query=query/>
        {list}
        <Turn t=t label=t.engineers_more() previous=previous next=next/>
    }
}

#[component]
fn Cards(visit: Visit, query: SearchQuery, people: Vec<FoundEngineer>, experts: Experts) -> impl IntoView {
    let passed_on = query.passed_on();
    let (mode, need) = (query.search.mode, query.search.need);
    let cards = people.into_iter().map(|(engineer, km)| {
        let expert = experts.has(engineer.id);
        view! {
            <li>
                <EngineerCard
                    visit=visit.clone() engineer=engineer km=km expert=expert mode=mode need=need
                    passed_on=passed_on.clone()
                />
            </li>
        }
    });
    view! { <ul class="engineer-grid">{cards.collect_view()}</ul> }
}

/// Nobody fits: each filter that somebody fits without can be dropped by itself. The
/// people who fit without the tightest stand below.
#[component]
fn Nobody(
    visit: Visit,
    query: SearchQuery,
    any: bool,
    relaxed: Vec<Relaxed>,
    experts: Experts,
) -> impl IntoView {
    let t = visit.t;
    if !any && chosen(t, &query).is_empty() && query.search.near.is_none() {
        return view! { <NobodyYet visit=visit/> }.into_any();
    }
    let (title, text) = if any {
        (t.engineers_past_end_title(), t.engineers_past_end_text())
    } else if relaxed.is_empty() && !query.located.is_unknown() {
        (t.engineers_nobody_title(), t.engineers_nobody_still())
    } else {
        (t.engineers_nobody_title(), t.engineers_nobody_text())
    };
    let chips = ways_on(t, &query, any, &relaxed).into_iter().map(|(label, href)| {
        view! { <li><a class="chip" href=href>{label}</a></li> }
    });
    let chips = chips.collect_view();
    let chips = (!chips.is_empty()).then(|| view! { <ul class="chips">{chips}</ul> });
    let closest = relaxed.into_iter().next().map(|Relaxed { label, found, elsewhere, .. }| {
        let title = if elsewhere { t.engineers_elsewhere() } else { t.engineers_closest() };
        view! {
            <div class="section-head"><h3>{title}</h3><p class="soft">{label}</p></div>
            <Cards visit=visit query=query people=found.engineers experts=experts/>
        }
    });
    view! {
        <div class="empty">
            <Icon name="search"/>
            <h3>{title}</h3>
            <p>{text}</p>
            {chips}
            <p><a class="link" href="/engineers">{t.engineers_everybody()}</a></p>
        </div>
        {closest}
    }
    .into_any()
}

/// Links in words: from past the end to the first page, else to who fits without a
/// condition. With a place that nobody knows it was not looked for who that is.
fn ways_on(t: Messages, query: &SearchQuery, any: bool, relaxed: &[Relaxed]) -> Vec<(String, String)> {
    if any {
        return vec![(t.engineers_first_page().to_owned(), query.without(&[]))];
    }
    if query.located.is_unknown() {
        let drop = droppable(t, query).into_iter();
        return drop.map(|(label, names)| (label, query.without(names))).collect();
    }
    relaxed.iter().map(|relaxed| (relaxed.label.clone(), relaxed.href.clone())).collect()
}

/// Nobody is here at all: the site is new.
#[component]
pub fn NobodyYet(visit: Visit) -> impl IntoView {
    let t = visit.t;
    let invite = visit.may(Role::Operator).then(|| {
        view! { <p><a class="button" href="/ops">{t.common_nav_ops()}</a></p> }
    });
    view! {
        <div class="empty">
            <Icon name="user"/>
            <h3>{t.engineers_empty_title()}</h3>
            <p>{t.engineers_empty_text()}</p>
            {invite}
        </div>
    }
}
