//! Suggests places while somebody types, and asks the device where it is.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::suggest::{Choice, input, list};

/// The words of the field, in the reader's language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceWords {
    pub placeholder: String,
    pub here: String,
    pub suggestions: String,
    pub locating: String,
    pub not_located: String,
}

/// Named apart: as literal markup the element would keep the macro's name for it.
const PIN: &str = concat!(env!("ICONS"), "#pin");

/// The text field with its hidden coordinates. Without JavaScript it is only that,
/// and the server understands the text.
#[island]
pub fn PlaceInput(
    typed: String,
    lat: String,
    lon: String,
    invalid: bool,
    words: PlaceWords,
) -> impl IntoView {
    let choice = Choice::new("place", "/places", typed, (lat, lon));
    // How asking the device goes.
    let device = RwSignal::new(String::new());
    let PlaceWords { placeholder, here, suggestions, locating, not_located } = words;
    let locate = move |_| locate(choice, device, locating.clone(), not_located.clone());
    view! {
        <div class="place-field-line">
            {input(choice, "text", 80, placeholder, invalid)}
            <button
                class="button button-quiet"
                type="button"
                aria-label=here
                hidden=move || !choice.ready.get()
                on:click=locate
            >
                <svg class="icon" aria-hidden="true"><use_ href=PIN></use_></svg>
            </button>
        </div>
        <input type="hidden" name="lat" prop:value=move || choice.at.get().0 value=choice.at.get_untracked().0/>
        <input type="hidden" name="lon" prop:value=move || choice.at.get().1 value=choice.at.get_untracked().1/>
        {list(choice, suggestions)}
        <p class="field-hint" hidden=move || device.read().is_empty()>{move || device.get()}</p>
    }
}

#[cfg(not(feature = "hydrate"))]
fn locate(_: Choice, _: RwSignal<String>, _: String, _: String) {}

#[cfg(feature = "hydrate")]
use browser::locate;

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{Position, PositionError};

    use crate::islands::suggest::{Choice, browser::fetch};

    /// Asks the device where it is, and names the nearest town. How it goes is seen
    /// and read out.
    pub fn locate(choice: Choice, device: RwSignal<String>, locating: String, not_located: String) {
        let tell = move |words: String| {
            choice.status.set(words.clone());
            device.set(words);
        };
        let Ok(located) = window().navigator().geolocation() else { return tell(not_located) };
        tell(locating);
        let found = Closure::once_into_js(move |position: Position| {
            let here = position.coords();
            let (lat, lon) = (format!("{:.5}", here.latitude()), format!("{:.5}", here.longitude()));
            spawn_local(async move {
                let nearest = fetch(&format!("/places?lat={lat}&lon={lon}")).await;
                device.set(String::new());
                let Some(place) = nearest.and_then(|found| found.list.into_iter().next()) else { return };
                choice.pick(&place);
                choice.at.set((lat, lon));
                choice.status.set(place.label);
            });
        });
        let refused = Closure::once_into_js(move |_: PositionError| tell(not_located));
        let _ = located
            .get_current_position_with_error_callback(found.unchecked_ref(), Some(refused.unchecked_ref()));
    }
}
