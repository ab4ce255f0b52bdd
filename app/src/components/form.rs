//! Forms and their fields: a label, the control, what is wrong with it. Their views
//! are boxed: a form with many of them would else be a type too deep to compile.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon, web::Filled};

/// A form with fields, sent by POST. A refused one begins with what is wrong.
#[component]
pub fn Form(
    t: Messages,
    form: Filled,
    #[prop(into)] action: String,
    #[prop(default = "form")] class: &'static str,
    /// It sends files too.
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    let class = (!class.is_empty()).then_some(class);
    let kind = files.then_some("multipart/form-data");
    view! {
        <form class=class method="post" action=action enctype=kind>
            <ErrorSummary t=t form=form/>
            {children()}
        </form>
    }
    .into_any()
}

/// What is wrong with a form, with a link to each field that is. A browser shows it
/// and puts the focus there, which it finds by `autofocus`: no program is needed.
#[component]
pub fn ErrorSummary(t: Messages, form: Filled) -> impl IntoView {
    let whole = form.error_of_whole().map(|message| view! { <p>{message}</p> });
    let links: Vec<_> = form
        .wrong_fields()
        .map(|(name, message)| {
            view! { <li><a href=format!("#{}", form.id(name))>{message.to_owned()}</a></li> }
        })
        .collect();
    let fields = (!links.is_empty()).then(|| {
        view! { <h2>{t.common_error_summary(links.len() as u64)}</h2><ul>{links}</ul> }
    });
    (!form.is_sound()).then(|| {
        view! {
            <div class="notice notice-error error-summary" tabindex="-1" autofocus>
                <Icon name="alert"/>
                <div role="alert">{whole}{fields}</div>
            </div>
        }
    })
}

/// A one-line field. `list` is the id of a `<datalist>`.
#[component]
pub fn Field(
    form: Filled,
    #[prop(into)] name: Cow<'static, str>,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    /// What else the hint is, such as only for some readers.
    #[prop(optional)]
    hint_class: &'static str,
    #[prop(default = true)] required: bool,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] list: Option<&'static str>,
) -> impl IntoView {
    let id = form.id(&name);
    let error = form.error(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let hint_class = format!("field-hint {hint_class}");
    // A password is never sent back.
    let value = if kind == "password" { String::new() } else { form.value(&name) };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class=hint_class id=format!("{id}-hint")>{hint}</p> })}
            <input
                id=id.clone()
                name=name
                type=kind
                value=value
                required=required
                autocomplete=autocomplete
                maxlength=maxlength.map(|max| max.to_string())
                list=list
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
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let id = form.id(&name);
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
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<usize>,
) -> impl IntoView {
    let id = form.id(&name);
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
