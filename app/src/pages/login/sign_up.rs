use axum::response::Response;
use leptos::prelude::*;

use crate::{
    components::form::Form,
    web::{Fields, Filled, Problem, Visit},
};

use super::{
    door,
    forms::{SignUpFields, page},
    sign_in::go_on,
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
    door::sign_up(&mut visit, &mut filled).await?;
    if filled.is_sound() {
        return Ok(go_on(&visit, filled.fields.get("next")));
    }
    Ok(form(&visit, filled))
}

fn form(visit: &Visit, filled: Filled) -> Response {
    let t = visit.t;
    let next = filled.value("next");
    let query = serde_urlencoded::to_string([("next", &next)]).unwrap_or_default();
    page(visit, t.login_register_title(), &filled.clone(), || {
        view! {
            <Form t=t form=filled.clone() class="form card" action="/register">
                <input type="hidden" name="next" value=next/>
                <SignUpFields t=t filled=filled/>
                <button class="button button-wide">{t.login_register()}</button>
            </Form>
            <p class="auth-more">
                <a class="link" href=format!("/login?{query}")>{t.login_i_am_known()}</a>
                <a class="link" href="/reset">{t.login_forgot()}</a>
            </p>
        }
    })
}
