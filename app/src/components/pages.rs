use leptos::prelude::*;

use crate::catalogue::Messages;

/// The way to the pages before and after, when there is more than one.
#[component]
pub fn Pages(
    t: Messages,
    #[prop(into)] label: String,
    /// Counted from 0.
    page: u32,
    page_size: u32,
    total: u64,
    /// The address of a page, counted from 1.
    link: Box<dyn Fn(u32) -> String + Send>,
) -> impl IntoView {
    let pages = u32::try_from(total.div_ceil(page_size.max(1).into())).unwrap_or(u32::MAX);
    let previous = (page > 0).then(|| link(page.min(pages.max(1))));
    let next = (page + 1 < pages).then(|| link(page + 2));
    let here = t.common_page_of(t.number((page + 1).into()), t.number(pages.max(1).into()));
    view! { <Turn t=t label=label previous=previous next=next here=here/> }
}

/// The way on and back, when there is one.
#[component]
pub fn Turn(
    t: Messages,
    #[prop(into)] label: String,
    previous: Option<String>,
    next: Option<String>,
    /// Where in the list this is.
    #[prop(optional, into)]
    here: Option<String>,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        let previous = previous.map(|href| {
            view! { <a class="button button-quiet" rel="prev" href=href>{t.common_previous()}</a> }
        });
        let next = next.map(|href| {
            view! { <a class="button button-quiet" rel="next" href=href>{t.common_next()}</a> }
        });
        let here = here.map(|here| view! { <p>{here}</p> });
        view! { <nav class="pagination" aria-label=label>{previous}{here}{next}</nav> }
    })
}
