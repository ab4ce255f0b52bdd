use handpick::search::QUERY_MAX;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        icon::Icon,
        notice::{Notice, Tone},
    },
    islands::search_field::SearchInput,
    web::{LIST, SearchQuery},
};

/// One box for everything: devices, problems, places and languages in any order.
#[component]
pub fn SearchBox(t: Messages, query: SearchQuery, action: &'static str) -> impl IntoView {
    view! {
        <form class="search-box" method="get" action=action role="search" aria-label=t.search_submit()>
            <div class="field">
                <label class="visually-hidden" for="q">{t.search_label()}</label>
                <SearchInput
                    typed=query.typed most=QUERY_MAX placeholder=t.search_placeholder().to_owned()
                    suggestions=t.search_suggestions().to_owned()
                />
            </div>
            <button class="button" aria-label=t.search_submit()><Icon name="search"/></button>
        </form>
    }
}

/// The words that meant nothing to us.
#[component]
pub fn NotUnderstood(t: Messages, query: SearchQuery) -> impl IntoView {
    (!query.unknown.is_empty()).then(|| {
        let words = query.unknown.join(t.common_list_separator());
        let text =
            if query.fields.is_empty() { t.search_unknown_all(words) } else { t.search_unknown(words) };
        view! { <Notice tone=Tone::Warn answer=true><p>{text}</p></Notice> }
    })
}

/// The word that was taken for a place is a name as well.
#[component]
pub fn Namesake(t: Messages, query: SearchQuery) -> impl IntoView {
    query.namesake.map(|name| {
        let name_only = serde_urlencoded::to_string([("name", &name)]).unwrap_or_default();
        let href = format!("/engineers?{name_only}#{LIST}");
        view! { <p class="search-or"><a class="link" href=href>{t.search_namesake(name)}</a></p> }
    })
}
