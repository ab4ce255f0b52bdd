//! The page for everything that goes wrong: what happened, what was not lost, what
//! to do next.

use axum::response::Response;
use leptos::prelude::*;

use crate::web::{Head, Problem, Refused, Visit};

pub fn show(visit: &Visit, problem: Problem) -> Response {
    let t = visit.t;
    let (title, text) = match &problem {
        Problem::NotFound => (t.problem_not_found_title(), t.problem_not_found_text().to_owned()),
        Problem::Forbidden => (t.problem_forbidden_title(), t.problem_forbidden_text().to_owned()),
        Problem::SignInNeeded { .. } => {
            (t.problem_sign_in_needed_title(), t.problem_sign_in_needed_text().to_owned())
        }
        Problem::BadRequest => (t.problem_bad_request_title(), t.problem_bad_request_text().to_owned()),
        Problem::TooLarge => (t.problem_too_large_title(), t.problem_too_large_text().to_owned()),
        Problem::TooMany { wait } => {
            (t.problem_too_many_title(), t.problem_too_many_text(wait.as_secs().max(1)))
        }
        Problem::CrossSite => (t.problem_cross_site_title(), t.problem_cross_site_text().to_owned()),
        Problem::Unavailable => (t.problem_unavailable_title(), t.problem_unavailable_text().to_owned()),
        Problem::Internal => (t.problem_internal_title(), t.problem_internal_text().to_owned()),
    };
    let status = problem.status();
    let resume = match problem {
        Problem::SignInNeeded { resume } => {
            Some(view! { <SignInAgain visit=visit.clone() resume=resume.map(|form| (*form).clone())/> })
        }
        _ => None,
    };
    visit.page_with(status, Head::new(title), || {
        view! {
            <section class="error-page">
                <p class="error-code">{status.as_u16()}</p>
                <h1>{title}</h1>
                <p>{text}</p>
                {resume}
                <div class="actions">
                    <a class="button" href="/">{t.problem_home()}</a>
                    <a class="button button-quiet" href="/engineers">{t.problem_engineers()}</a>
                </div>
            </section>
        }
    })
}

/// The way back in that carries the refused form along.
#[component]
fn SignInAgain(visit: Visit, resume: Option<Refused>) -> impl IntoView {
    let kept = resume.map(|form| {
        view! {
            <input type="hidden" name="resume_action" value=form.action/>
            <input type="hidden" name="resume_body" value=form.body/>
        }
    });
    view! {
        <form method="post" action="/login/again">
            {kept}
            <button class="button">{visit.t.problem_sign_in()}</button>
        </form>
    }
}
