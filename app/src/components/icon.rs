use leptos::prelude::*;

use crate::ICONS;

/// A symbol of `public/icons.svg`; decoration only, its meaning stands in words.
#[component]
pub fn Icon(name: &'static str, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use_ href=format!("{ICONS}#{name}")></use_>
        </svg>
    }
}
