use leptos::prelude::*;

/// A symbol of `public/icons.svg`; decoration only, its meaning stands in words.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use_ href=format!("/icons.svg#{name}")></use_>
        </svg>
    }
}
