//! Me: my cases, my experts, my settings.

mod cases;
mod experts;
mod settings;

use axum::{http::StatusCode, response::Response};
use handpick::account::Role;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        answer::{Answer, AnswerNotice},
        unconfirmed::Unconfirmed,
    },
    limits::{Limit, Who},
    pages::login::door,
    routes::{self, Route},
    web::{Fields, Filled, Head, Problem, Visit, redirect},
};

pub fn routes() -> Vec<Route> {
    vec![
        routes::show("/me", Role::Customer, show),
        routes::show("/me/settings", Role::Customer, back),
        routes::act("/me/settings", Role::Customer, settings::save),
        routes::show("/me/password", Role::Customer, back),
        routes::act("/me/password", Role::Customer, settings::change_password),
        routes::act("/me/confirm", Role::Customer, send_confirmation),
    ]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let account = &visit.signed_in()?.account;
    let filled = Filled::with(settings::typed_before(account));
    page(&visit, filled, Filled::default()).await
}

/// Where a refused form stood, when its address is opened.
async fn back(visit: Visit) -> Result<Response, Problem> {
    visit.signed_in()?;
    Ok(redirect("/me#settings"))
}

/// Sends the link that confirms the address once more.
async fn send_confirmation(visit: Visit) -> Result<Response, Problem> {
    let account = &visit.signed_in()?.account;
    let from = [Who::at(visit.ip), Who::Account(account.id), Who::Email(account.email.clone())];
    visit.app.limits.take(Limit::Mail, &from)?;
    door::send_confirmation(&visit, account).await?;
    Ok(redirect("/me?done=sent"))
}

/// The whole page, with the two forms as they are filled in.
async fn page(visit: &Visit, settings: Filled, password: Filled) -> Result<Response, Problem> {
    let viewer = visit.signed_in()?.clone();
    let store = &visit.app.store;
    let favourites = store.favourites(viewer.id()).await?;
    let experts = store.engineers(&favourites).await?;
    let legs = store.legs_of_customer(viewer.id()).await?;
    let query = Fields::of_query(&visit.uri)?;
    let sound = settings.is_sound() && password.is_sound();
    let status = if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let t = visit.t;
    Ok(visit.page_with(status, Head::new(t.me_title()), || {
        view! {
            <div class="page-head"><h1>{t.me_hello(&viewer.account.name)}</h1></div>
            <div class="stack">
                <AnswerNotice answer=done(t, query.get("done"))/>
                <Unconfirmed t=t account=viewer.account.clone() why=t.me_unconfirmed_text(&viewer.account.email)/>
            </div>
            <nav class="tabs" aria-label=t.me_title()>
                <a href="#cases">{t.me_cases()}</a>
                <a href="#experts">{t.me_experts()}</a>
                <a href="#settings">{t.me_settings()}</a>
            </nav>
            <cases::Section visit=visit.clone() legs=legs/>
            <experts::Section visit=visit.clone() experts=experts/>
            <settings::Section t=t account=viewer.account settings=settings password=password/>
        }
    }))
}

/// What was just done, after the form that did it led here.
fn done(t: Messages, what: &str) -> Option<Answer> {
    Some(Answer::success(match what {
        "settings" => t.me_done_settings(),
        "password" => t.me_done_password(),
        "sent" => t.me_done_sent(),
        _ => return None,
    }))
}
