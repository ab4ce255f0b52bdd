//! The page for everything that goes wrong: what happened, what was not lost, what
//! to do next.

use axum::response::Response;
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::{
    pages::login::again,
    web::{Head, Problem, Visit},
    when::When,
};

pub fn show(visit: &Visit, problem: Problem) -> Response {
    let t = visit.t;
    let wait = problem.wait_seconds().unwrap_or_default();
    // In whole minutes, and not before it is worth a try.
    let later = SignedDuration::from_mins(wait.div_ceil(60).cast_signed());
    let wait = || When::new(t, "UTC", visit.now).distance(visit.now + later);
    let (title, text) = match &problem {
        Problem::NotFound => (t.problem_not_found_title(), t.problem_not_found_text().to_owned()),
        Problem::Forbidden => (t.problem_forbidden_title(), forbidden(visit)),
        Problem::SignInNeeded { resume } => return again::ask(visit, resume.as_deref()),
        Problem::BadRequest => (t.problem_bad_request_title(), t.problem_bad_request_text().to_owned()),
        Problem::TooLarge => (t.problem_too_large_title(), t.problem_too_large_text().to_owned()),
        Problem::AddressTooLong => {
            (t.problem_address_too_long_title(), t.problem_address_too_long_text().to_owned())
        }
        Problem::TooMany { .. } => (t.problem_too_many_title(), t.problem_too_many_text(wait())),
        Problem::TooManyPasswords { .. } => {
            (t.problem_too_many_title(), t.problem_too_many_passwords_text(wait()))
        }
        Problem::CrossSite => (t.problem_cross_site_title(), t.problem_cross_site_text().to_owned()),
        Problem::Unavailable => (t.problem_unavailable_title(), t.problem_unavailable_text().to_owned()),
        Problem::Internal => (t.problem_internal_title(), t.problem_internal_text().to_owned()),
    };
    let status = problem.status();
    // Whoever tries the passwords of somebody else cannot read her mail.
    let reset = matches!(problem, Problem::TooManyPasswords { .. })
        .then(|| view! { <a class="button" href="/reset">{t.login_reset_ask_title()}</a> });
    let home = if reset.is_some() { "button button-quiet" } else { "button" };
    visit.page_with(status, Head::new(title), || {
        view! {
            <section class="error-page">
                <p class="error-code">{status.as_u16()}</p>
                <h1>{title}</h1>
                <p>{text}</p>
                <div class="actions">
                    {reset}
                    <a class=home href="/">{t.problem_home()}</a>
                    <a class="button button-quiet" href="/engineers">{t.problem_engineers()}</a>
                </div>
            </section>
        }
    })
}

/// As whom she is signed in: it may be another account than she thinks.
fn forbidden(visit: &Visit) -> String {
    let name = visit.viewer.as_ref().map(|viewer| viewer.account.name.as_str());
    name.map(|name| visit.t.problem_forbidden_text(name)).unwrap_or_default()
}
