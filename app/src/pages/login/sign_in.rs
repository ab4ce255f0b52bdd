use axum::response::Response;
use handpick::account::Role;
use leptos::prelude::*;

use crate::{
    components::form::Form,
    web::{Fields, Filled, Problem, SESSION_KNOWN, Visit, local_path, redirect},
};

use super::{
    door,
    forms::{SignInFields, page},
};

pub async fn show(visit: Visit) -> Result<Response, Problem> {
    let query = Fields::of_query(&visit.uri)?;
    if visit.viewer.is_some() {
        return Ok(go_on(&visit, query.get("next")));
    }
    let mut fields = Fields::default();
    fields.set("next", query.get("next"));
    Ok(form(&visit, Filled::with(fields)))
}

pub async fn enter(mut visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let mut filled = Filled::with(fields);
    door::sign_in(&mut visit, &mut filled).await?;
    if filled.is_sound() {
        return Ok(go_on(&visit, filled.fields.get("next")));
    }
    Ok(form(&visit, filled))
}

/// Ends the session and forgets everything in it but who was here.
pub async fn leave(visit: Visit, fields: Fields) -> Result<Response, Problem> {
    visit.session.flush().await?;
    if let Some(viewer) = &visit.viewer {
        visit.session.insert(SESSION_KNOWN, viewer.admission()).await?;
    }
    Ok(redirect(local_path(fields.get("next")).unwrap_or("/")))
}

/// To where somebody was going, else to where their day begins.
pub fn go_on(visit: &Visit, next: &str) -> Response {
    let home = [(Role::Operator, "/ops"), (Role::Staff, "/desk"), (Role::Engineer, "/work")];
    let home = home.into_iter().find(|(role, _)| visit.may(*role)).map_or("/me", |(_, path)| path);
    redirect(local_path(next).unwrap_or(home))
}

fn form(visit: &Visit, filled: Filled) -> Response {
    let t = visit.t;
    let next = filled.value("next");
    let query = serde_urlencoded::to_string([("next", &next)]).unwrap_or_default();
    page(visit, t.login_title(), &filled.clone(), || {
        view! {
            <Form t=t form=filled.clone() class="form card" action="/login">
                <input type="hidden" name="next" value=next/>
                <SignInFields t=t filled=filled/>
                <button class="button button-wide">{t.login_title()}</button>
            </Form>
            <p class="auth-more">
                <a class="link" href=format!("/register?{query}")>{t.login_i_am_new()}</a>
                <a class="link" href="/reset">{t.login_forgot()}</a>
            </p>
        }
    })
}
