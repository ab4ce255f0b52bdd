use handpick::review::Rating;
use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon};

/// How many reviews gave each number of stars: a bar plot that is a table. The
/// numbers of stars filter the reviews below.
#[component]
pub fn Distribution(t: Messages, rating: Rating) -> impl IntoView {
    let total = f64::from(rating.count().max(1));
    let row = |stars: usize| {
        let count = rating.0[stars - 1];
        let width = format!("{:.1}%", f64::from(count) / total * 100.0);
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("?stars={stars}#reviews")>
                        {stars}<Icon name="star"/><span class="visually-hidden">{t.engineer_stars()}</span>
                    </a>
                </th>
                <td class="distribution-bar">
                    <svg aria-hidden="true"><rect width=width height="100%"></rect></svg>
                </td>
                <td>{t.number(count.into())}</td>
            </tr>
        }
    };
    view! {
        <table class="distribution">
            <caption class="visually-hidden">{t.engineer_distribution(rating.count().into())}</caption>
            <tbody>{(1..=5).rev().map(row).collect_view()}</tbody>
        </table>
    }
}
