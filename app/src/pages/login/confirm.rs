//! Confirming an e-mail address, by a button behind the link. Only the account
//! itself confirms: somebody who signed up with the address of another person would
//! else be confirmed by that person's curiosity.

use axum::{extract::Path, response::Response};
use handpick::link::TokenUse;
use leptos::prelude::*;

use crate::{
    components::notice::{Notice, Tone},
    token,
    web::{Filled, Problem, Visit},
};

use super::forms::{others_link, page, stale_link};

pub async fn show(visit: Visit, Path(secret): Path<String>) -> Result<Response, Problem> {
    let found = visit.app.store.token(&token::hash(&secret), TokenUse::ConfirmEmail, visit.now).await?;
    let Some((owner, _)) = found else { return Ok(stale_link(&visit, "/me")) };
    if owner != Some(visit.signed_in()?.id()) {
        let text = visit.t.login_confirm_other_text(&visit.signed_in()?.account.email);
        return Ok(others_link(&visit, text, format!("/confirm/{secret}")));
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
    let account = visit.signed_in()?.id();
    if !visit.app.store.confirm_email(&token::hash(&secret), account, visit.now).await? {
        // Used, too old, or another account's: the page behind the link tells which.
        return show(visit, Path(secret)).await;
    }
    let t = visit.t;
    Ok(page(&visit, t.login_confirmed_title(), &Filled::default(), || {
        view! {
            <Notice tone=Tone::Success answer=true><p>{t.login_confirmed_text()}</p></Notice>
            <a class="button button-wide" href="/me">{t.login_confirmed_go_on()}</a>
        }
    }))
}
