//! A form that needs an account and was sent without one: it is carried along the
//! way in, and sent again afterwards by its owner's own hand.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        form::Form,
        notice::{Notice, Tone},
    },
    web::{Fields, Filled, Problem, Refused, Visit, local_path, redirect},
};

use super::{
    door,
    forms::{WhoFields, hidden, page},
};

/// Answers the form that was sent: who is it?
pub fn ask(visit: &Visit, sent: Option<&Refused>) -> Response {
    let mut fields = Fields::default();
    if let Some(sent) = sent {
        fields.set("resume_action", &sent.action);
        fields.set("resume_body", &sent.body);
    }
    // Hearts are what strangers tap; other forms are sent when a session has ended.
    fields.set("account", if is_heart(&fields) { "new" } else { "known" });
    let mut response = form(visit, Filled::with(fields));
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

/// Signs in or up, and offers what was sent.
pub async fn enter(mut visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut filled = Filled::with(fields);
    if visit.viewer.is_none() {
        door::enter(&mut visit, &mut filled).await?;
        if !filled.is_sound() {
            return Ok(form(&visit, filled));
        }
    }
    resume(&visit, &filled.fields)
}

fn form(visit: &Visit, filled: Filled) -> Response {
    let t = visit.t;
    let kept = kept(&filled.fields);
    let (title, note) = words(t, &kept);
    page(visit, title, &filled.clone(), || {
        view! {
            <Form t=t form=filled.clone() class="form card" action="/login/again">
                <p class="soft">{note}</p>
                {hidden(&kept)}
                <WhoFields t=t filled=filled name_hint=t.login_name_hint()/>
                <button class="button button-wide">{t.login_again_enter()}</button>
            </Form>
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
    let go_on = if is_heart(fields) { t.engineer_keep() } else { t.login_again_go_on() };
    Ok(page(visit, t.login_again_title(), &Filled::default(), || {
        view! {
            <Notice tone=Tone::Success answer=true><p>{t.login_again_text()}</p></Notice>
            <form class="form card" method="post" action=action>
                {hidden(&typed)}
                <button class="button button-wide">{go_on}</button>
            </form>
            <p class="auth-more"><a class="link" href="/me">{t.login_again_drop()}</a></p>
        }
    }))
}

/// What is to be done here, and why.
fn words(t: Messages, kept: &Fields) -> (&'static str, &'static str) {
    if is_heart(kept) {
        return (t.login_again_heart(), t.login_again_heart_note());
    }
    let note = if kept.is_empty() { t.login_again_lost() } else { t.login_again_note() };
    (t.problem_sign_in_needed_title(), note)
}

/// Whether the tap of a heart is what was sent.
fn is_heart(kept: &Fields) -> bool {
    kept.get("resume_action") == "/favourites"
}
