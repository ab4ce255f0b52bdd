use handpick::engineer::Engineer;
use leptos::prelude::*;

use crate::{
    components::{heart::Heart, icon::Icon},
    web::Visit,
    when::When,
};

/// The people kept as "my experts", each one tap from being booked again.
#[component]
pub fn Section(visit: Visit, experts: Vec<Engineer>) -> impl IntoView {
    let t = visit.t;
    let list = if experts.is_empty() {
        view! {
            <div class="empty">
                <Icon name="heart"/>
                <h3>{t.me_no_experts_title()}</h3>
                <p>{t.me_no_experts_text()}</p>
                <div class="actions"><a class="button" href="/engineers">{t.me_find()}</a></div>
            </div>
        }
        .into_any()
    } else {
        let experts =
            experts.into_iter().map(|engineer| view! { <Expert visit=visit.clone() engineer=engineer/> });
        view! { <ul class="people people-cards">{experts.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="section" id="experts" aria-labelledby="experts-title">
            <h2 id="experts-title">{t.me_experts()}</h2>
            {list}
        </section>
    }
}

#[component]
fn Expert(visit: Visit, engineer: Engineer) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let name = engineer.name.text(lang).to_owned();
    let when = When::new(t, &engineer.zone, visit.now);
    let headline = engineer.words.get(lang).map(|words| words.headline.clone()).unwrap_or_default();
    let next = match engineer.next_free(None).filter(|_| engineer.active) {
        Some(at) => t.me_free(when.at(at)),
        None => t.common_no_free_time().to_owned(),
    };
    let note = if headline.is_empty() { next } else { format!("{headline} · {next}") };
    let book = engineer.active.then(|| {
        view! {
            <a class="button button-small" href=format!("/book?engineer={}", engineer.slug)>
                {t.me_book_again()}<span class="visually-hidden">{format!(" ({name})")}</span>
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
