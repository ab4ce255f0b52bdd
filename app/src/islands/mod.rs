//! What runs in the browser. Every island enhances something that works without it.

pub mod heart;
pub mod hold;
pub mod live;
pub mod place_field;
pub mod search_field;
pub mod suggest;

/// Called by `start.js` before it wakes the islands of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
