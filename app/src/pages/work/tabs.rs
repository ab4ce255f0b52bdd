use leptos::prelude::*;

use crate::catalogue::Messages;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Day,
    Week,
    Schedule,
    Profile,
}

/// The ways between an engineer's pages.
#[component]
pub fn Tabs(t: Messages, current: Tab, slug: String) -> impl IntoView {
    let tabs = [
        (Tab::Day, "/work", t.work_tab_day()),
        (Tab::Week, "/work/week", t.work_tab_week()),
        (Tab::Schedule, "/work/schedule", t.work_tab_schedule()),
        (Tab::Profile, "/work/profile", t.work_tab_profile()),
    ];
    let links = tabs.map(|(tab, href, label)| {
        view! { <a href=href aria-current=(tab == current).then_some("page")>{label}</a> }
    });
    view! {
        <nav class="tabs" aria-label=t.work_title()>
            {links.collect_view()}
            <a href=format!("/engineers/{slug}")>{t.work_tab_public()}</a>
        </nav>
    }
}
