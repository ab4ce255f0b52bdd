//! Several of many: chips and cards to tick. The first has the id of the field, so
//! that what is said of it leads there.

use leptos::prelude::*;

use crate::{components::icon::Icon, web::Filled};

/// A group of chips; each can be ticked, or `one` of them.
#[component]
pub fn Chips(
    form: Filled,
    name: &'static str,
    #[prop(into)] legend: String,
    options: Vec<(String, String)>,
    #[prop(optional)] one: bool,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let kind = if one { "radio" } else { "checkbox" };
    let error = form.error(name);
    let described = error.is_some().then(|| format!("{name}-error"));
    let chips = options.into_iter().enumerate().map(|(place, (value, label))| {
        let checked = form.fields.all(name).any(|ticked| ticked == value);
        let id = (place == 0).then(|| form.id(name));
        view! {
            <label class="chip">
                <input id=id type=kind name=name value=value checked=checked required=required/>
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" aria-describedby=described>
            <legend>{legend}</legend>
            <div class="chips">{chips.collect_view()}</div>
            {error.map(|error| view! { <p class="field-error" id=format!("{name}-error")>{error}</p> })}
        </fieldset>
    }
    .into_any()
}

/// One of a few choices that need more room than a chip.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub hint: String,
}

/// A group of cards; each can be ticked.
#[component]
pub fn Choices(
    form: Filled,
    name: &'static str,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
) -> impl IntoView {
    let error = form.error(name);
    let described = error.is_some().then(|| format!("{name}-error"));
    let cards = options.into_iter().enumerate().map(|(place, option)| {
        let checked = form.fields.all(name).any(|ticked| ticked == option.value);
        let id = (place == 0).then(|| form.id(name));
        view! {
            <label class="choice">
                <input id=id type="checkbox" name=name value=option.value checked=checked/>
                <span>
                    <Icon name=option.icon/>
                    <span><span class="choice-title">{option.title}</span><small>{option.hint}</small></span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend class="label">{legend}</legend>
            {cards.collect_view()}
            {error.map(|error| view! { <p class="field-error" id=format!("{name}-error")>{error}</p> })}
        </fieldset>
    }
    .into_any()
}
