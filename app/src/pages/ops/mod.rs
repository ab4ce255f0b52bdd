//! The operator's side: service points and people.

mod invitations;
mod invite;
mod people;
mod point_beside;
mod point_form;
mod point_page;
mod points;

use handpick::account::Role;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    routes::{self, Route},
    web::Fields,
};

/// Lines on one page of a list.
const PAGE_SIZE: u32 = 50;
/// Most characters of what is looked for.
const ASKED_MAX: usize = 80;

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
        routes::act("/ops/invitations", role, invite::create),
        routes::act("/ops/invitations/{hash}/revoke", role, invitations::revoke),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Points,
    People,
}

#[component]
fn Tabs(t: Messages, current: Tab) -> impl IntoView {
    let tabs = [(Tab::Points, "/ops", t.ops_points()), (Tab::People, "/ops/people", t.ops_people())];
    let links = tabs.map(|(tab, href, label)| {
        view! { <a href=href aria-current=(tab == current).then_some("page")>{label}</a> }
    });
    view! { <nav class="tabs" aria-label=t.ops_title()>{links.collect_view()}</nav> }
}

/// What of a list is looked at.
#[derive(Debug, Clone)]
struct Part {
    /// What was typed; empty for everything.
    asked: String,
    /// Counted from 0.
    page: u32,
}

impl Part {
    fn read(query: &Fields) -> Self {
        let page: u32 = query.get("page").parse().unwrap_or(1);
        Self { asked: query.get("q").chars().take(ASKED_MAX).collect(), page: page.max(1) - 1 }
    }

    /// The address of a page of it, counted from 1.
    fn link(&self, path: &str, page: u32) -> String {
        let asked = serde_urlencoded::to_string([("q", &self.asked)]).unwrap_or_default();
        let asked = if self.asked.is_empty() { String::new() } else { format!("{asked}&") };
        format!("{path}?{asked}page={page}")
    }
}

/// Looks for lines by a part of a name or an address.
#[component]
fn Find(t: Messages, path: &'static str, label: &'static str, part: Part) -> impl IntoView {
    view! {
        <form class="find" method="get" action=path role="search">
            <div class="field">
                <label for="q">{label}</label>
                <input id="q" name="q" type="search" value=part.asked maxlength=ASKED_MAX.to_string()/>
            </div>
            <button class="button button-quiet">{t.ops_find()}</button>
        </form>
    }
}

/// Nothing matches what was asked.
#[component]
fn NothingFound(t: Messages, path: &'static str, part: Part) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{t.ops_find_nothing(part.asked)}</p>
            <div class="actions"><a class="button button-quiet" href=path>{t.ops_find_all()}</a></div>
        </div>
    }
}

/// A button that takes a point or a person out of service, or back in.
#[component]
fn ActiveSwitch(t: Messages, action: String, active: bool, name: String) -> impl IntoView {
    let (on, label) = if active { ("0", t.ops_deactivate()) } else { ("1", t.ops_reactivate()) };
    view! {
        <form method="post" action=action>
            <input type="hidden" name="on" value=on/>
            <button class="button button-quiet button-small">
                {label}<span class="visually-hidden">{format!(" {name}")}</span>
            </button>
        </form>
    }
}

#[component]
fn ActiveBadge(t: Messages, active: bool) -> impl IntoView {
    let (class, word) =
        if active { ("badge badge-accent", t.ops_active()) } else { ("badge", t.ops_inactive()) };
    view! { <span class=class>{word}</span> }
}
