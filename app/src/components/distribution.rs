use handpick::review::Rating;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{icon::Icon, review::ReviewQuery},
};

/// How many reviews gave each number of stars: a bar plot that is a table. The
/// numbers of stars choose among the reviews below.
#[component]
pub fn Distribution(t: Messages, rating: Rating, query: ReviewQuery) -> impl IntoView {
    let total = f64::from(rating.count().max(1));
    let rows = (1..=5u8).zip(rating.0).rev().map(|(stars, count)| {
        let width = format!("{:.1}%", f64::from(count) / total * 100.0);
        view! {
            <tr>
                <th scope="row">
                    <a href=query.with("stars", &stars.to_string())>
                        {stars}<Icon name="star"/><span class="visually-hidden">{t.said_stars()}</span>
                    </a>
                </th>
                <td class="distribution-bar">
                    <svg aria-hidden="true"><rect width=width height="100%"></rect></svg>
                </td>
                <td>{t.number(count.into())}</td>
            </tr>
        }
    });
    view! {
        <table class="distribution">
            <caption class="visually-hidden">{t.said_distribution(rating.count().into())}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
