//! The operator's side: service points, people, and what people look for.

mod insight;
mod invitations;
mod invite;
mod list;
mod people;
mod point_beside;
mod point_form;
mod point_page;
mod points;
mod recounted;

use handpick::account::Role;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    routes::{self, Route},
};

pub fn routes() -> Vec<Route> {
    let role = Role::Operator;
    vec![
        routes::show("/ops", role, points::show),
        routes::show("/ops/points/new", role, point_page::show_new),
        routes::act("/ops/points", role, point_page::create),
        routes::show("/ops/points/{slug}", role, point_page::show),
        routes::act("/ops/points/{slug}", role, point_page::save),
        routes::act("/ops/points/{slug}/active", role, points::set_active),
        routes::act("/ops/points/{slug}/bays/{bay}/remove", role, point_page::remove_bay),
        routes::act("/ops/points/{slug}/staff/{account}/remove", role, point_page::remove_staff),
        routes::show("/ops/people", role, people::show),
        routes::act("/ops/people/{account}/active", role, people::set_active),
        routes::show("/ops/insight", role, insight::show),
        routes::act("/ops/invitations", role, invite::create),
        routes::act("/ops/invitations/{hash}/revoke", role, invitations::revoke),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Points,
    People,
    Insight,
}

#[component]
fn Tabs(t: Messages, current: Tab) -> impl IntoView {
    let tabs = [
        (Tab::Points, "/ops", t.ops_points()),
        (Tab::People, "/ops/people", t.ops_people()),
        (Tab::Insight, "/ops/insight", t.insight_title()),
    ];
    let links = tabs.map(|(tab, href, label)| {
        view! { <a href=href aria-current=(tab == current).then_some("page")>{label}</a> }
    });
    view! { <nav class="tabs" aria-label=t.ops_title()>{links.collect_view()}</nav> }
}
