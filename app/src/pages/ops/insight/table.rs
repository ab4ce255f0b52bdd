use handpick::insight::{Counts, Question, TOLD_FROM};
use leptos::prelude::*;

use crate::{catalogue::Messages, components::pages::Pages, web::Visit};

use super::{Look, few, list, words};

/// Kinds on one page: on a telephone each is four lines.
const PAGE_SIZE: u32 = 25;

/// Every kind that lacked somebody, the worst first, each with the way to what a
/// customer sees; at the end all those together that few asked for.
#[component]
pub fn Kinds(
    visit: Visit,
    look: Look,
    kinds: Vec<(Question, Counts)>,
    rare: Option<Counts>,
) -> impl IntoView {
    let t = visit.t;
    let (size, total) = (PAGE_SIZE as usize, kinds.len() as u64);
    let first = size.saturating_mul(look.page as usize);
    let is_last = first.saturating_add(size) >= kinds.len();
    let rows = kinds.into_iter().skip(first).take(size).map(|(question, counts)| {
        let name = view! { <a href=list(&visit, question)>{words(&visit, question)}</a> }.into_any();
        view! { <Row t=t name=name counts=counts/> }
    });
    let rows = rows.collect_view();
    let rare = rare.filter(|_| is_last).map(|counts| view! { <Rare t=t counts=counts/> });
    let columns =
        [t.insight_kind().to_owned(), t.insight_asked().to_owned(), t.insight_nobody().to_owned(), few(t)];
    let columns = columns.map(|label| view! { <th scope="col" role="columnheader">{label}</th> });
    view! {
        <section class="section" aria-labelledby="kinds-h">
            <h2 id="kinds-h">{if total > 0 { t.insight_kinds(total) } else { t.insight_only_rare().to_owned() }}</h2>
            <div class="table-scroll">
                <table class="table table-stack" role="table" aria-labelledby="kinds-h">
                    <thead role="rowgroup"><tr role="row">{columns.collect_view()}</tr></thead>
                    <tbody role="rowgroup">{rows}{rare}</tbody>
                </table>
            </div>
            <Pages
                t=t label=t.insight_title() page=look.page page_size=PAGE_SIZE total=total
                link=Box::new(move |page| Look { page: page - 1, ..look }.link())
            />
        </section>
    }
}

#[component]
fn Rare(t: Messages, counts: Counts) -> impl IntoView {
    let name = view! {
        {t.insight_rare()}<p class="person-note">{t.insight_rare_text(TOLD_FROM)}</p>
    };
    view! { <Row t=t name=name.into_any() counts=counts/> }
}

#[component]
fn Row(t: Messages, name: AnyView, counts: Counts) -> impl IntoView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{name}</th>
            <td role="cell" data-label=t.insight_asked()>{t.number(counts.asked)}</td>
            <td role="cell" data-label=t.insight_nobody()>{t.number(counts.nobody)}</td>
            <td role="cell" data-label=few(t)>{t.number(counts.few)}</td>
        </tr>
    }
}
