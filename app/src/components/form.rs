//! Fields of forms: a label, the control, what is wrong with it. Of the wrong ones a
//! browser shows and focuses the first, which it finds by `autofocus`. Their views are
//! boxed: a form with many of them would else be a type too deep to compile.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::web::Filled;

/// A one-line field. `id` is its name, unless a page has several forms with it;
/// `list` is the id of a `<datalist>`.
#[component]
pub fn Field(
    form: Filled,
    #[prop(into)] name: Cow<'static, str>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] list: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone().into_owned());
    let error = form.error(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    // A password is never sent back.
    let value = if kind == "password" { String::new() } else { form.value(&name) };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> })}
            <input
                id=id.clone()
                name=name
                type=kind
                value=value
                required=required
                autocomplete=autocomplete
                maxlength=maxlength.map(|max| max.to_string())
                list=list
                autofocus=error.is_some()
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            />
            {error.map(|error| view! { <p class="field-error" id=format!("{id}-error")>{error}</p> })}
        </div>
    }
    .into_any()
}

/// One of several, in a list that drops down: value and what is read.
#[component]
pub fn Select(
    form: Filled,
    #[prop(into)] name: Cow<'static, str>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone().into_owned());
    let error = form.error(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let chosen = form.value(&name);
    let options = options.into_iter().map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> })}
            <select
                id=id.clone()
                name=name
                autofocus=error.is_some()
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            >
                {options.collect_view()}
            </select>
            {error.map(|error| view! { <p class="field-error" id=format!("{id}-error")>{error}</p> })}
        </div>
    }
    .into_any()
}

/// A field of several lines. The raw element is for this component only: Leptos
/// does not escape its text.
#[component]
pub fn TextArea(
    form: Filled,
    #[prop(into)] name: Cow<'static, str>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<usize>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone().into_owned());
    let error = form.error(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    // The parser drops one leading line end.
    let text = format!("\n{}", escaped(&form.value(&name)));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> })}
            <textarea
                id=id.clone()
                name=name
                rows=rows.to_string()
                required=required
                maxlength=maxlength.map(|max| max.to_string())
                autofocus=error.is_some()
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
                inner_html=text
            ></textarea>
            {error.map(|error| view! { <p class="field-error" id=format!("{id}-error")>{error}</p> })}
        </div>
    }
    .into_any()
}

fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let hint = hint.then(|| format!("{id}-hint"));
    let error = error.then(|| format!("{id}-error"));
    let ids: Vec<String> = hint.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Text made safe as the content of an element.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
