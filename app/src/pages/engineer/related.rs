use handpick::{
    engineer::{Engineer, Mode, Near, Search},
    store::StoreResult,
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{
    components::{neighbour::Neighbour, unlisted::who_lists},
    web::{NEAR_KM, SearchQuery, Visit},
};

/// How many others are shown.
pub const OTHERS: usize = 3;

/// Others who serve the same need near her.
#[derive(Debug, Clone)]
pub struct Related {
    need: &'static str,
    others: Vec<Engineer>,
}

/// The need that was asked for, else what she is asked for most.
pub async fn related(
    visit: &Visit,
    engineer: &Engineer,
    search: &SearchQuery,
) -> StoreResult<Option<Related>> {
    let Some(need) = search.search.need.or_else(|| most_asked(engineer)) else { return Ok(None) };
    let near = Some(Near { centre: engineer.position, radius_km: NEAR_KM });
    // Who comes home is found in every cell around: with a visit to choose, that is not asked.
    let mode = search.search.mode.or(engineer.modes.has(Mode::Visit).then_some(Mode::Visit));
    // She fits herself.
    let page_size = u32::try_from(OTHERS + 1).unwrap_or(u32::MAX);
    let found = visit
        .app
        .store
        .search(&Search { near, mode, need: Some(need), page_size, ..Search::default() })
        .await?;
    let others = found.engineers.into_iter().map(|(other, _)| other).filter(|other| other.id != engineer.id);
    let others: Vec<_> = others.take(OTHERS).collect();
    Ok((!others.is_empty()).then_some(Related { need, others }))
}

fn most_asked(engineer: &Engineer) -> Option<&'static str> {
    let needs = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Need);
    // Of several that are asked for as often, the first.
    needs.rev().max_by_key(|tag| tag.count).map(|tag| tag.key)
}

#[component]
pub fn Others(visit: Visit, engineer: Engineer, related: Related, search: SearchQuery) -> impl IntoView {
    let t = visit.t;
    let need = t.tag(TagKind::Need, related.need);
    let mode = search.search.mode;
    let passed_on = search.passed_on();
    // The list that they are the first of.
    let all = who_lists(&visit, &engineer, related.need, mode);
    let cards = related.others.into_iter().map(|other| {
        view! { <li><Neighbour visit=visit.clone() engineer=other mode=mode passed_on=passed_on.clone()/></li> }
    });
    let cards = cards.collect_view();
    view! {
        <section class="section" aria-labelledby="others">
            <div class="section-head">
                <h2 id="others">{t.engineer_others(need)}</h2>
                <a class="link" href=all>{t.engineer_others_all()}</a>
            </div>
            <ul class="neighbours">{cards}</ul>
        </section>
    }
}
