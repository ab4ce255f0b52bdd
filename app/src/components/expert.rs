use handpick::engineer::Engineer;
use leptos::prelude::*;

use crate::{components::heart::Heart, web::Visit, when::When};

/// One of "my experts", one tap from being booked.
#[component]
pub fn Expert(visit: Visit, engineer: Engineer) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let name = engineer.name.text(lang).to_owned();
    let when = When::new(t, &engineer.zone, visit.now);
    let headline = engineer.words.get(lang).map(|words| words.headline.clone()).unwrap_or_default();
    let next = match engineer.next_free(None).filter(|at| engineer.active && *at > visit.now) {
        Some(at) => t.me_free(when.at(at)),
        None => t.common_no_free_time().to_owned(),
    };
    let note = if headline.is_empty() { next } else { format!("{headline} · {next}") };
    let book = engineer.active.then(|| {
        view! {
            <a
                class="button button-small"
                href=format!("/book?engineer={}", engineer.slug)
                aria-label=t.common_book(&name)
            >
                {t.common_book_short()}
            </a>
        }
    });
    view! {
        <li>
            <div class="person">
                <img class="face" src=engineer.portrait.url() alt="" width="96" height="96"/>
                <div>
                    <p class="person-name"><a href=format!("/engineers/{}", engineer.slug)>{name.clone()}</a></p>
                    <p class="person-note">{note}</p>
                </div>
            </div>
            <div class="actions">
                <Heart visit=visit engineer=engineer.id name=name.clone() on=true/>
                {book}
            </div>
        </li>
    }
}
