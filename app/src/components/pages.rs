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
    let previous = (page > 0).then(|| {
        let href = link(page.min(pages.max(1)));
        view! { <a class="button button-quiet" rel="prev" href=href>{t.common_previous()}</a> }
    });
    let next = (page + 1 < pages).then(|| {
        view! { <a class="button button-quiet" rel="next" href=link(page + 2)>{t.common_next()}</a> }
    });
    (pages > 1 || page > 0).then(|| {
        let here = t.common_page_of(t.number((page + 1).into()), t.number(pages.max(1).into()));
        view! { <nav class="pagination" aria-label=label>{previous}<p>{here}</p>{next}</nav> }
    })
}
