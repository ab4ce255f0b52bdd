//! A new password for somebody who forgot the old one.

use axum::{extract::Path, response::Response};
use handpick::{
    account::{Account, PASSWORD_MIN, RESET_HOURS},
    link::TokenUse,
    mail::Letter,
};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::{
    components::{
        form::{Field, Form},
        notice::{Notice, Tone},
    },
    limits::{Limit, Who},
    token::{self, Token},
    web::{Fields, Filled, Problem, Visit},
};

use super::{
    door,
    forms::{page, stale_link},
    sign_in::go_on,
};

pub async fn ask(visit: Visit) -> Result<Response, Problem> {
    Ok(form(&visit, Filled::default(), false))
}

/// Answers alike, after the same work, whether the address has an account or not:
/// without one, a secret that opens nothing is written.
pub async fn send(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut filled = Filled::with(fields);
    let Some(email) = door::read_email(&visit, &mut filled) else { return Ok(form(&visit, filled, false)) };
    visit.app.limits.take(Limit::Mail, &[Who::at(visit.ip), Who::Email(email.clone())])?;
    let account = visit.app.store.account_by_email(&email).await?;
    issue(&visit, account.filter(|account| account.deactivated_at.is_none())).await?;
    Ok(form(&visit, Filled::default(), true))
}

async fn issue(visit: &Visit, account: Option<Account>) -> Result<(), Problem> {
    let token = Token::mint(&*visit.app.random);
    let path = format!("/reset/{}", token.text);
    let mail = account.as_ref().map(|account| door::letter(visit, account, Letter::ResetPassword { path }));
    let (id, until) =
        (account.map(|account| account.id), visit.now + SignedDuration::from_hours(RESET_HOURS.into()));
    Ok(visit.app.store.issue_token(&token.hash, TokenUse::ResetPassword, id, "", until, mail).await?)
}

/// The form behind the link. Opening it uses nothing up: mail scanners open links.
pub async fn choose(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    Ok(if works(&visit, &secret).await? {
        password_form(&visit, &secret, Filled::default())
    } else {
        stale_link(&visit, "/reset")
    })
}

pub async fn save(mut visit: Visit, Path(secret): Path<String>, fields: Fields) -> Result<Response, Problem> {
    if !works(&visit, &secret).await? {
        return Ok(stale_link(&visit, "/reset"));
    }
    let mut filled = Filled::with(fields);
    let Some(password) = door::read_new_password(&visit, &mut filled, "password") else {
        return Ok(password_form(&visit, &secret, filled));
    };
    let hash = visit.app.passwords.hash(password).await?;
    let used = visit.app.store.reset_password(&token::hash(&secret), &hash, visit.now).await?;
    let Some(admission) = used else { return Ok(stale_link(&visit, "/reset")) };
    door::let_in(&mut visit, admission).await?;
    Ok(go_on(&visit, ""))
}

/// Whether the link leads to an account: one sent for an unknown address does not.
async fn works(visit: &Visit, secret: &str) -> Result<bool, Problem> {
    let found = visit.app.store.token(&token::hash(secret), TokenUse::ResetPassword, visit.now).await?;
    Ok(found.is_some_and(|(account, _)| account.is_some()))
}

fn form(visit: &Visit, filled: Filled, sent: bool) -> Response {
    let t = visit.t;
    page(visit, t.login_reset_ask_title(), &filled.clone(), || {
        let sent = sent.then(|| {
            view! {
                <Notice tone=Tone::Success answer=true>
                    <p><strong>{t.login_reset_sent_title()}</strong></p>
                    <p>{t.login_reset_sent_text(RESET_HOURS.into())}</p>
                </Notice>
            }
        });
        view! {
            {sent}
            <Form t=t form=filled.clone() class="form card" action="/reset">
                <p>{t.login_reset_text()}</p>
                <Field form=filled name="email" label=t.login_email() kind="email" autocomplete="email"/>
                <button class="button button-wide">{t.login_reset_send()}</button>
            </Form>
            <p class="auth-more"><a class="link" href="/login">{t.login_reset_back()}</a></p>
        }
    })
}

fn password_form(visit: &Visit, secret: &str, filled: Filled) -> Response {
    let t = visit.t;
    let action = format!("/reset/{secret}");
    page(visit, t.login_reset_title(), &filled.clone(), || {
        view! {
            <Form t=t form=filled.clone() class="form card" action=action>
                <Field
                    form=filled
                    name="password"
                    label=t.login_new_password()
                    hint=format!("{} {}", t.login_password_hint(PASSWORD_MIN), t.login_reset_ends_sessions())
                    kind="password"
                    autocomplete="new-password"
                />
                <button class="button button-wide">{t.login_reset_save()}</button>
            </Form>
        }
    })
}
