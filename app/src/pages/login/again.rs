//! Signing in again when a form was sent after the session had ended: the form is
//! carried along and sent again afterwards, by its owner's own hand.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    components::notice::{Notice, Tone},
    web::{Fields, Filled, Problem, Visit, local_path, redirect},
};

use super::{
    door,
    forms::{SignInFields, hidden, page},
};

/// First shows the sign-in form, then does what it says.
pub async fn enter(mut visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut filled = Filled::with(fields);
    if visit.viewer.is_none() {
        if !filled.fields.has("email") {
            return Ok(form(&visit, filled));
        }
        door::sign_in(&mut visit, &mut filled).await?;
        if !filled.is_sound() {
            return Ok(form(&visit, filled));
        }
    }
    resume(&visit, &filled.fields)
}

fn form(visit: &Visit, filled: Filled) -> Response {
    let t = visit.t;
    let kept = kept(&filled.fields);
    page(visit, t.login_title(), &filled.clone(), || {
        view! {
            <form class="form card" method="post" action="/login/again">
                <p class="soft">{t.login_again_note()}</p>
                {hidden(&kept)}
                <SignInFields t=t filled=filled/>
                <button class="button button-wide">{t.login_title()}</button>
            </form>
            <p class="auth-more"><a class="link" href="/reset">{t.login_forgot()}</a></p>
        }
    })
}

fn kept(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    for name in ["resume_action", "resume_body"] {
        if fields.has(name) {
            kept.set(name, fields.raw(name));
        }
    }
    kept
}

fn resume(visit: &Visit, fields: &Fields) -> Result<Response, Problem> {
    let Some(action) = local_path(fields.get("resume_action")).map(str::to_owned) else {
        return Ok(redirect("/me"));
    };
    let typed = Fields::parse(fields.raw("resume_body"))?;
    let t = visit.t;
    Ok(page(visit, t.login_again_title(), &Filled::default(), || {
        view! {
            <Notice tone=Tone::Success answer=true><p>{t.login_again_text()}</p></Notice>
            <form class="form card" method="post" action=action>
                {hidden(&typed)}
                <button class="button button-wide">{t.login_again_go_on()}</button>
            </form>
            <p class="auth-more"><a class="link" href="/me">{t.login_again_drop()}</a></p>
        }
    }))
}
