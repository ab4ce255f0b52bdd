//! Confirming an e-mail address, by a button behind the link.

use axum::{extract::Path, response::Response};
use handpick::account::TokenUse;
use leptos::prelude::*;

use crate::{
    components::notice::{Notice, Tone},
    token,
    web::{Filled, Problem, Visit},
};

use super::forms::{page, stale_link};

pub async fn show(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    let (hash, now) = (token::hash(&secret), visit.now);
    if visit.app.store.token(&hash, TokenUse::ConfirmEmail, now).await?.is_none() {
        return Ok(stale_link(&visit, "/me"));
    }
    let t = visit.t;
    Ok(page(&visit, t.login_confirm_title(), &Filled::default(), || {
        view! {
            <form class="form card" method="post" action=format!("/confirm/{secret}")>
                <p>{t.login_confirm_text()}</p>
                <button class="button button-wide">{t.login_confirm_button()}</button>
            </form>
        }
    }))
}

pub async fn confirm(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    let (hash, now, store) = (token::hash(&secret), visit.now, &visit.app.store);
    let found = store.token(&hash, TokenUse::ConfirmEmail, now).await?;
    let Some(account) = found.and_then(|(account, _)| account) else { return Ok(stale_link(&visit, "/me")) };
    if !store.use_token(&hash, now).await? {
        return Ok(stale_link(&visit, "/me"));
    }
    store.confirm_email(account, now).await?;
    let t = visit.t;
    Ok(page(&visit, t.login_confirmed_title(), &Filled::default(), || {
        view! {
            <Notice tone=Tone::Success answer=true><p>{t.login_confirmed_text()}</p></Notice>
            <a class="button button-wide" href="/me">{t.login_confirmed_go_on()}</a>
        }
    }))
}
