//! What the pages of the door share.

use axum::{http::StatusCode, response::Response};
use handpick::account::{NAME_MAX, PASSWORD_MIN};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::form::Field,
    web::{Fields, Filled, Head, Visit},
};

/// A page with one small form in its middle.
pub fn page<V: IntoView + 'static>(
    visit: &Visit,
    title: &'static str,
    filled: &Filled,
    body: impl FnOnce() -> V,
) -> Response {
    let status = if filled.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.page_with(status, Head::new(title), || {
        view! {
            <section class="auth" aria-labelledby="auth-title">
                <h1 id="auth-title">{title}</h1>
                {body().into_any()}
            </section>
        }
    })
}

/// Address and password.
#[component]
pub fn SignInFields(t: Messages, filled: Filled) -> impl IntoView {
    view! {
        <Field form=filled.clone() name="email" label=t.login_email() kind="email" autocomplete="username"/>
        <Field form=filled name="password" label=t.login_password() kind="password" autocomplete="current-password"/>
    }
}

#[component]
pub fn SignUpFields(t: Messages, filled: Filled) -> impl IntoView {
    view! {
        <Field
            form=filled.clone()
            name="name"
            label=t.login_name()
            hint=t.login_name_hint()
            autocomplete="name"
            maxlength=NAME_MAX
        />
        <Field form=filled.clone() name="email" label=t.login_email() kind="email" autocomplete="email"/>
        <Field
            form=filled
            name="password"
            label=t.login_new_password()
            hint=t.login_password_hint(PASSWORD_MIN)
            kind="password"
            autocomplete="new-password"
        />
    }
}

/// Somebody new or known, on the form of something else. What only one of them
/// needs is not `required`: the server decides.
#[component]
pub fn WhoFields(
    t: Messages,
    filled: Filled,
    /// Who will see the name.
    name_hint: &'static str,
) -> impl IntoView {
    let known = filled.value("account") == "known";
    let choice = |value: &'static str, label: &'static str, checked: bool| {
        view! {
            <label class="choice">
                <input type="radio" name="account" value=value checked=checked/>
                <span><span><span class="choice-title">{label}</span></span></span>
            </label>
        }
    };
    view! {
        <fieldset class="choices choices-two">
            <legend class="visually-hidden">{t.login_account()}</legend>
            {choice("new", t.login_account_new(), !known)}
            {choice("known", t.login_account_known(), known)}
        </fieldset>
        <div class="only-new">
            <Field
                form=filled.clone()
                name="name"
                label=t.login_name()
                hint=name_hint
                required=false
                autocomplete="name"
                maxlength=NAME_MAX
            />
        </div>
        <Field form=filled.clone() name="email" label=t.login_email() kind="email" autocomplete="email"/>
        <Field
            form=filled
            name="password"
            label=t.login_password()
            hint=t.login_password_hint_new(PASSWORD_MIN)
            hint_class="only-new"
            kind="password"
            autocomplete="current-password"
        />
        <p class="auth-more only-known"><a class="link" href="/reset">{t.login_forgot()}</a></p>
    }
}

/// Fields that a form carries along unseen.
pub fn hidden(fields: &Fields) -> impl IntoView + use<> {
    let inputs = fields.pairs().map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
    });
    inputs.collect_view()
}

/// A link that was used, has expired, or never was.
pub fn stale_link(visit: &Visit, way_on: &'static str) -> Response {
    let t = visit.t;
    visit.page_with(StatusCode::NOT_FOUND, Head::new(t.login_stale_title()), || {
        view! {
            <section class="error-page">
                <h1>{t.login_stale_title()}</h1>
                <p>{t.login_stale_text()}</p>
                <div class="actions"><a class="button" href=way_on>{t.login_stale_go_on()}</a></div>
            </section>
        }
    })
}

/// Somebody else is signed in here than the link was sent to: the way to the other
/// account, and then back to the link.
pub fn others_link(visit: &Visit, text: String, link: String) -> Response {
    let t = visit.t;
    visit.page_with(StatusCode::FORBIDDEN, Head::new(t.login_other_title()), || {
        view! {
            <section class="error-page">
                <h1>{t.login_other_title()}</h1>
                <p>{text}</p>
                <form class="actions" method="post" action="/logout">
                    <input type="hidden" name="next" value=link/>
                    <button class="button">{t.login_other_change()}</button>
                </form>
            </section>
        }
    })
}
