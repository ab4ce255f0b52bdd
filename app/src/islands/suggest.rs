//! A text field that suggests what could be meant while somebody types: the list that
//! fields of more than one kind share, with mouse, keyboard and screen reader.

use leptos::{ev::KeyboardEvent, prelude::*};
use serde::{Deserialize, Serialize};

/// What the server answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// How many there are, in words.
    pub status: String,
    pub list: Vec<Suggestion>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// In the reader's language.
    pub label: String,
    /// Which of that name, or what it is.
    pub note: String,
    /// What stands in the field once it is picked.
    pub text: String,
    /// Latitude and longitude of a place, as a form sends them.
    pub at: Option<(String, String)>,
    /// Where to go instead.
    pub href: Option<String>,
}

/// The state that a field and its list share.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The id and the name of the field.
    field: &'static str,
    /// Who is asked for suggestions.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only browsers ask"))]
    url: &'static str,
    pub typed: RwSignal<String>,
    /// Empty when only text is known.
    pub at: RwSignal<(String, String)>,
    list: RwSignal<Vec<Suggestion>>,
    /// The suggestion that the keyboard is on.
    marked: RwSignal<Option<usize>>,
    pub status: RwSignal<String>,
    /// Whether the browser has woken the field.
    pub ready: RwSignal<bool>,
}

impl Choice {
    pub fn new(field: &'static str, url: &'static str, typed: String, at: (String, String)) -> Self {
        let choice = Self {
            field,
            url,
            typed: RwSignal::new(typed),
            at: RwSignal::new(at),
            list: RwSignal::new(Vec::new()),
            marked: RwSignal::new(None),
            status: RwSignal::new(String::new()),
            ready: RwSignal::new(false),
        };
        Effect::new(move || choice.ready.set(true));
        choice
    }

    pub fn pick(self, picked: &Suggestion) {
        if let Some(href) = &picked.href {
            let _ = window().location().set_href(href);
            return;
        }
        self.typed.set(picked.text.clone());
        self.at.set(picked.at.clone().unwrap_or_default());
        self.close();
    }

    fn close(self) {
        self.list.set(Vec::new());
        self.marked.set(None);
    }

    /// Coordinates of another text are void.
    fn typing(self, text: String) {
        self.typed.set(text);
        self.at.set(Default::default());
        #[cfg(feature = "hydrate")]
        browser::suggest(self);
    }

    /// Whether the list is open: told once it can be.
    fn expanded(self) -> Option<&'static str> {
        self.ready.get().then(|| if self.list.read().is_empty() { "false" } else { "true" })
    }

    /// The id of the suggestion that the keyboard is on.
    fn active(self) -> Option<String> {
        self.marked.get().map(|index| self.option(index))
    }

    fn list_id(self) -> String {
        format!("{}-list", self.field)
    }

    fn option(self, index: usize) -> String {
        format!("{}-{index}", self.field)
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
                let Some(picked) = self.marked.get_untracked().and_then(|index| list.get(index)) else {
                    return;
                };
                self.pick(picked);
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// The field itself: without JavaScript it takes text, and once the browser has woken it
/// it suggests too. `kind` is its type, `most` how many characters it takes.
pub fn input(
    choice: Choice,
    kind: &'static str,
    most: usize,
    placeholder: String,
    invalid: bool,
) -> impl IntoView {
    view! {
        <input
            id=choice.field
            name=choice.field
            type=kind
            prop:value=move || choice.typed.get()
            value=choice.typed.get_untracked()
            maxlength=most.to_string()
            autocomplete="off"
            enterkeyhint=(kind == "search").then_some("search")
            placeholder=placeholder
            role=move || choice.ready.get().then_some("combobox")
            aria-autocomplete=move || choice.ready.get().then_some("list")
            aria-controls=move || choice.ready.get().then(|| choice.list_id())
            aria-expanded=move || choice.expanded()
            aria-activedescendant=move || choice.active()
            aria-invalid=invalid.then_some("true")
            aria-describedby=invalid.then(|| format!("{}-error", choice.field))
            on:input=move |event| choice.typing(event_target_value(&event))
            on:keydown=move |event| choice.pressed(&event)
            on:blur=move |_| choice.close()
        />
    }
}

/// The list below the field, and what is read out of it.
pub fn list(choice: Choice, label: String) -> impl IntoView {
    view! {
        <ul
            class="suggestions"
            id=choice.list_id()
            role="listbox"
            aria-label=label
            hidden=move || choice.list.read().is_empty()
        >
            {move || options(choice)}
        </ul>
        <p class="visually-hidden" role="status">{move || choice.status.get()}</p>
    }
}

fn options(choice: Choice) -> impl IntoView {
    let marked = choice.marked.get();
    let option = |(index, suggestion): (usize, Suggestion)| {
        let (label, note) = (suggestion.label.clone(), suggestion.note.clone());
        let selected = if marked == Some(index) { "true" } else { "false" };
        view! {
            <li
                class="suggestion"
                role="option"
                id=choice.option(index)
                aria-selected=selected
                // Before the field loses the focus and closes the list.
                on:mousedown=move |event| {
                    event.prevent_default();
                    choice.pick(&suggestion);
                }
            >
                <span>{label}</span>
                <small>{note}</small>
            </li>
        }
    };
    choice.list.get().into_iter().enumerate().map(option).collect_view()
}

#[cfg(feature = "hydrate")]
pub mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::Response;

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
                    let Some(found) = fetch(&format!("{}?q={query}", choice.url)).await else { return };
                    // Whoever has gone on to the next field wants no list over it.
                    let field = document().active_element();
                    let still_there = field.is_some_and(|field| field.id() == choice.field);
                    let still_asked =
                        choice.typed.get_untracked() == text && choice.at.read_untracked().0.is_empty();
                    if still_there && still_asked {
                        choice.marked.set(None);
                        choice.status.set(found.status);
                        choice.list.set(found.list);
                    }
                });
            },
            PAUSE,
        );
    }

    pub async fn fetch(url: &str) -> Option<Suggestions> {
        let response = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        serde_json::from_str(&text).ok()
    }
}
