//! Suggests words, places, people and points while somebody types into the one box.

use leptos::prelude::*;

use super::suggest::{Choice, list};

/// The text field alone; without JavaScript it is nothing else.
#[island]
pub fn SearchInput(typed: String, most: usize, placeholder: String, suggestions: String) -> impl IntoView {
    let choice = Choice::new("q", "/suggest", typed, Default::default());
    view! {
        <input
            id="q"
            name="q"
            type="search"
            prop:value=move || choice.typed.get()
            value=choice.typed.get_untracked()
            maxlength=most.to_string()
            autocomplete="off"
            enterkeyhint="search"
            placeholder=placeholder
            role=move || choice.role()
            aria-autocomplete=move || choice.ready.get().then_some("list")
            aria-controls=move || choice.ready.get().then(|| choice.list_id())
            aria-expanded=move || choice.expanded()
            aria-activedescendant=move || choice.active()
            on:input=move |event| choice.typing(event_target_value(&event))
            on:keydown=move |event| choice.pressed(&event)
            on:blur=move |_| choice.close()
        />
        {list(choice, suggestions)}
    }
}
