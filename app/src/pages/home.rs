use axum::response::Response;
use handpick::{account::Role, engineer::Search};
use leptos::prelude::*;

use crate::{
    components::card::EngineerCard,
    routes::{self, Route},
    web::{Head, Problem, Visit},
};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/", Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let search = Search { page_size: 24, ..Search::default() };
    let found = visit.app.store.search(&search).await?;
    let head = Head::new("Handpick").canonical("/");
    Ok(visit.page(head, || {
        let cards = found.engineers.into_iter().map(|(engineer, km)| {
            view! { <li><EngineerCard visit=visit.clone() engineer=engineer km=km/></li> }
        });
        view! { <ul class="engineer-grid">{cards.collect_view()}</ul> }
    }))
}
