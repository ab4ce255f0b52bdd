use axum::response::Response;
use handpick::{
    account::{self, Account, NAME_MAX, PASSWORD_MIN, PHONE_DIGITS_MIN, PHONE_MAX},
    lang::Lang,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::form::{Field, Form, Select},
    limits::Limit,
    pages::login::door,
    web::{Fields, Filled, Problem, Visit, redirect},
};

use super::page;

pub fn typed_before(account: &Account) -> Fields {
    let mut fields = Fields::default();
    fields.set("name", account.name.clone());
    fields.set("phone", account.phone.clone().unwrap_or_default());
    fields.set("lang", account.lang.tag());
    fields
}

pub async fn save(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut filled = Filled::with(fields);
    let name = door::read_name(&visit, &mut filled);
    let phone = account::phone(filled.fields.get("phone"));
    let lang: Option<Lang> = filled.fields.get("lang").parse().ok();
    if lang.is_none() {
        filled.refuse("lang", visit.t.me_lang_empty());
    }
    if phone.is_err() {
        filled.refuse("phone", visit.t.me_phone_wrong(PHONE_DIGITS_MIN, PHONE_MAX));
    }
    let (Some(name), Ok(phone), Some(lang)) = (name, phone, lang) else {
        return page(&visit, filled, Filled::default()).await;
    };
    visit.app.store.save_account(visit.signed_in()?.id(), &name, phone.as_deref(), lang).await?;
    // The language may have been chosen in this browser before: choose anew.
    Ok(redirect(&format!("/me?lang={lang}&done=settings")))
}

/// Ends every session of the account; this one goes on under a new id.
pub async fn change_password(mut visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let account = visit.signed_in()?.account.clone();
    visit.take(Limit::Password)?;
    visit.take(Limit::SignIn)?;
    let mut filled = Filled::with(fields);
    let known = visit.app.store.credentials(&account.email).await?;
    let old = filled.fields.raw("old_password").to_owned();
    let before = door::verified(&visit, known, old).await?;
    match before {
        // Only what fails counts.
        Some(_) => visit.give_back(Limit::SignIn),
        None => filled.refuse("old_password", visit.t.me_old_password_wrong()),
    }
    let new = door::read_new_password(&visit, &mut filled, "new_password");
    let new = match new {
        Some(new) if filled.is_sound() => new,
        _ => return page(&visit, Filled::with(typed_before(&account)), filled).await,
    };
    let hash = visit.app.passwords.hash(new).await?;
    let changed = match before {
        Some(before) => visit.app.store.set_password(before, &hash).await?,
        None => None,
    };
    // Whoever changed it meanwhile ended this session too.
    let admission = changed.ok_or(Problem::SignInNeeded { resume: None })?;
    door::let_in(&mut visit, admission).await?;
    Ok(redirect("/me?done=password"))
}

#[component]
pub fn Section(t: Messages, account: Account, settings: Filled, password: Filled) -> impl IntoView {
    view! {
        <section class="section" id="settings" aria-labelledby="settings-title">
            <h2 id="settings-title">{t.me_settings()}</h2>
            <div class="beside">
                <Person t=t account=account form=settings/>
                <div class="stack">
                    <Password t=t form=password/>
                    <form method="post" action="/logout">
                        <button class="button button-quiet button-wide">{t.common_nav_sign_out()}</button>
                    </form>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Person(t: Messages, account: Account, form: Filled) -> impl IntoView {
    let langs = Lang::ALL.map(|lang| (lang.tag().to_owned(), lang.name().to_owned()));
    let confirmed = account.email_confirmed_at.is_some();
    let (state, badge) = match confirmed {
        true => (t.me_email_confirmed(), "badge badge-accent"),
        false => (t.me_email_unconfirmed(), "badge badge-warn"),
    };
    view! {
        <Form t=t form=form.clone() class="form card" action="/me/settings">
            <p class="soft">{t.me_email(account.email)}" "<span class=badge>{state}</span></p>
            <Field form=form.clone() name="name" label=t.login_name() autocomplete="name" maxlength=NAME_MAX/>
            <div class="field-row">
                <Select form=form.clone() name="lang" label=t.me_lang() options=langs.to_vec()/>
                <Field
                    form=form
                    name="phone"
                    label=t.me_phone_optional()
                    kind="tel"
                    required=false
                    autocomplete="tel"
                    maxlength=PHONE_MAX
                />
            </div>
            <div class="actions"><button class="button">{t.me_save()}</button></div>
        </Form>
    }
}

#[component]
fn Password(t: Messages, form: Filled) -> impl IntoView {
    view! {
        <Form t=t form=form.clone() class="form card" action="/me/password">
            <h3>{t.login_password()}</h3>
            <Field
                form=form.clone()
                name="old_password"
                label=t.me_old_password()
                kind="password"
                autocomplete="current-password"
            />
            <Field
                form=form
                name="new_password"
                label=t.me_new_password()
                hint=t.login_password_hint(PASSWORD_MIN)
                kind="password"
                autocomplete="new-password"
            />
            <button class="button button-quiet">{t.me_change_password()}</button>
        </Form>
    }
}
