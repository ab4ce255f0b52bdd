//! Suggests words, places, people and points while somebody types into the one box.

use leptos::prelude::*;

use super::suggest::{Choice, input, list};

/// The text field alone; without JavaScript it is nothing else.
#[island]
pub fn SearchInput(typed: String, most: usize, placeholder: String, suggestions: String) -> impl IntoView {
    let choice = Choice::new("q", "/suggest", typed, Default::default());
    view! {
        {input(choice, "search", most, placeholder, false)}
        {list(choice, suggestions)}
    }
}
