//! Suggests places while somebody types, and asks the device where it is.

use leptos::{ev::KeyboardEvent, prelude::*};
use serde::{Deserialize, Serialize};

/// What `/places` answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// How many there are, in words.
    pub status: String,
    pub places: Vec<Suggestion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// In the other script; empty when there is none.
    pub name: String,
    /// In the reader's language.
    pub label: String,
    pub region: String,
    pub lat: f64,
    pub lon: f64,
}

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

/// The state that the field and its list share.
#[derive(Clone, Copy)]
struct Choice {
    typed: RwSignal<String>,
    /// Latitude and longitude as the form sends them; empty when only text is known.
    at: RwSignal<(String, String)>,
    list: RwSignal<Vec<Suggestion>>,
    /// The suggestion that the keyboard is on.
    marked: RwSignal<Option<usize>>,
    status: RwSignal<String>,
    /// How asking the device goes.
    device: RwSignal<String>,
}

impl Choice {
    fn pick(self, place: &Suggestion) {
        self.typed.set(place.label.clone());
        self.at.set((format!("{:.5}", place.lat), format!("{:.5}", place.lon)));
        self.close();
    }

    /// How asking the device goes, seen and read out.
    #[cfg(feature = "hydrate")]
    fn tell(self, words: String) {
        self.status.set(words.clone());
        self.device.set(words);
    }

    fn close(self) {
        self.list.set(Vec::new());
        self.marked.set(None);
    }

    /// Moves the mark by one, round the ends.
    fn mark(self, forward: bool) {
        let count = self.list.read_untracked().len();
        if count == 0 {
            return;
        }
        let step = if forward { 1 } else { count - 1 };
        let start = if forward { count - 1 } else { 0 };
        self.marked.update(|marked| *marked = Some((marked.unwrap_or(start) + step) % count));
    }

    fn pressed(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.mark(true),
            "ArrowUp" => self.mark(false),
            "Escape" => self.close(),
            "Enter" => {
                let list = self.list.get_untracked();
                let Some(place) = self.marked.get_untracked().and_then(|index| list.get(index)) else {
                    return;
                };
                self.pick(place);
            }
            _ => return,
        }
        event.prevent_default();
    }
}

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
    let choice = Choice {
        typed: RwSignal::new(typed),
        at: RwSignal::new((lat, lon)),
        list: RwSignal::new(Vec::new()),
        marked: RwSignal::new(None),
        status: RwSignal::new(String::new()),
        device: RwSignal::new(String::new()),
    };
    let ready = RwSignal::new(false);
    Effect::new(move || ready.set(true));
    let open = move || !choice.list.read().is_empty();
    let role = move || ready.get().then_some("combobox");
    let expanded = move || ready.get().then(|| if open() { "true" } else { "false" });
    let active = move || choice.marked.get().map(|index| format!("place-{index}"));
    let PlaceWords { placeholder, here, suggestions, locating, not_located } = words;
    let locate = move |_| locate(choice, locating.clone(), not_located.clone());
    view! {
        <div class="place-field-line">
            <input
                id="place"
                name="place"
                type="text"
                prop:value=move || choice.typed.get()
                value=choice.typed.get_untracked()
                maxlength="80"
                autocomplete="off"
                placeholder=placeholder
                role=role
                aria-autocomplete=move || ready.get().then_some("list")
                aria-controls=move || ready.get().then_some("place-list")
                aria-expanded=expanded
                aria-activedescendant=active
                aria-invalid=invalid.then_some("true")
                aria-describedby=invalid.then_some("place-error")
                on:input=move |event| typing(choice, event_target_value(&event))
                on:keydown=move |event| choice.pressed(&event)
                on:blur=move |_| choice.close()
            />
            <button class="button button-quiet" type="button" aria-label=here hidden=move || !ready.get() on:click=locate>
                <svg class="icon" aria-hidden="true"><use_ href=PIN></use_></svg>
            </button>
        </div>
        <input type="hidden" name="lat" prop:value=move || choice.at.get().0 value=choice.at.get_untracked().0/>
        <input type="hidden" name="lon" prop:value=move || choice.at.get().1 value=choice.at.get_untracked().1/>
        <ul class="suggestions" id="place-list" role="listbox" aria-label=suggestions hidden=move || !open()>
            {move || options(choice)}
        </ul>
        <p class="visually-hidden" role="status">{move || choice.status.get()}</p>
        <p class="field-hint" hidden=move || choice.device.read().is_empty()>{move || choice.device.get()}</p>
    }
}

fn options(choice: Choice) -> impl IntoView {
    let marked = choice.marked.get();
    let option = |(index, place): (usize, Suggestion)| {
        let other = (!place.name.is_empty()).then(|| format!(" {}", place.name));
        let (label, region) = (place.label.clone(), place.region.clone());
        let selected = if marked == Some(index) { "true" } else { "false" };
        view! {
            <li
                class="suggestion"
                role="option"
                id=format!("place-{index}")
                aria-selected=selected
                // Before the field loses the focus and closes the list.
                on:mousedown=move |event| {
                    event.prevent_default();
                    choice.pick(&place);
                }
            >
                <span>{label}{other}</span>
                <small>{region}</small>
            </li>
        }
    };
    choice.list.get().into_iter().enumerate().map(option).collect_view()
}

/// Coordinates of another text are void.
fn typing(choice: Choice, text: String) {
    choice.typed.set(text);
    choice.at.set((String::new(), String::new()));
    #[cfg(feature = "hydrate")]
    browser::suggest(choice);
}

#[cfg(not(feature = "hydrate"))]
fn locate(_: Choice, _: String, _: String) {}

#[cfg(feature = "hydrate")]
use browser::locate;

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Position, PositionError, Response};

    use super::{Choice, Suggestions};

    /// How long nobody types before suggestions are asked for.
    const PAUSE: Duration = Duration::from_millis(150);

    /// Asks for suggestions once typing pauses; an answer to an older text than the
    /// present one is thrown away.
    pub fn suggest(choice: Choice) {
        let text = choice.typed.get_untracked();
        if text.trim().is_empty() {
            return choice.close();
        }
        set_timeout(
            move || {
                if choice.typed.get_untracked() != text {
                    return;
                }
                spawn_local(async move {
                    let query = String::from(js_sys::encode_uri_component(&text));
                    let Some(found) = fetch(&format!("/places?q={query}")).await else { return };
                    // Whoever has gone on to the next field wants no list over it.
                    let still_there = document().active_element().is_some_and(|field| field.id() == "place");
                    let still_asked =
                        choice.typed.get_untracked() == text && choice.at.read_untracked().0.is_empty();
                    if still_there && still_asked {
                        choice.marked.set(None);
                        choice.status.set(found.status);
                        choice.list.set(found.places);
                    }
                });
            },
            PAUSE,
        );
    }

    /// Asks the device where it is, and names the nearest town.
    pub fn locate(choice: Choice, locating: String, not_located: String) {
        let Ok(device) = window().navigator().geolocation() else { return choice.tell(not_located) };
        choice.tell(locating);
        let found = Closure::once_into_js(move |position: Position| {
            let here = position.coords();
            let (lat, lon) = (format!("{:.5}", here.latitude()), format!("{:.5}", here.longitude()));
            spawn_local(async move {
                let nearest = fetch(&format!("/places?lat={lat}&lon={lon}")).await;
                choice.device.set(String::new());
                let Some(place) = nearest.and_then(|found| found.places.into_iter().next()) else { return };
                choice.pick(&place);
                choice.at.set((lat, lon));
                choice.status.set(place.label);
            });
        });
        let refused = Closure::once_into_js(move |_: PositionError| choice.tell(not_located));
        let _ = device
            .get_current_position_with_error_callback(found.unchecked_ref(), Some(refused.unchecked_ref()));
    }

    async fn fetch(url: &str) -> Option<Suggestions> {
        let response = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        serde_json::from_str(&text).ok()
    }
}
