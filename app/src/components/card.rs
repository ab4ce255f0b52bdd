use handpick::{engineer::Engineer, tag::TagKind};
use leptos::prelude::*;

use crate::{components::rating::RatingLine, web::Visit, when::When};

/// A person in a list: face, name, what she does, how it was, when she is free.
#[component]
pub fn EngineerCard(visit: Visit, engineer: Engineer, km: Option<f64>) -> impl IntoView {
    let t = visit.t;
    let lang = visit.lang();
    let name = engineer.name.text(lang).to_owned();
    let headline = engineer.words.get(lang).map(|words| words.headline.clone());
    let when = When::new(t, &engineer.zone, visit.app.now());
    let next = engineer.next_free(None).map(|at| {
        view! { <time datetime=when.machine(at)>{when.at(at)}</time> }
    });
    let tags = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Need).take(3);
    let tags = tags.map(|tag| view! { <li class="tag">{t.tag(tag.kind, tag.key)}</li> }).collect_view();
    let distance = km.map(|km| format!(" · {}", t.common_km(format!("{km:.1}"))));
    view! {
        <article class="engineer-card">
            <img class="face" src=engineer.portrait.url() alt="" width="512" height="512" loading="lazy"/>
            <div class="engineer-card-body">
                <h3 class="engineer-card-name">
                    <a href=format!("/engineers/{}", engineer.slug)>{name}</a>
                </h3>
                <RatingLine t=t rating=engineer.rating/>
                <p class="headline">{headline}</p>
                <ul class="tags">{tags}</ul>
            </div>
            <p class="engineer-card-next">{next}{distance}</p>
        </article>
    }
}
