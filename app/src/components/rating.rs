use handpick::review::Rating;
use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon};

/// Fewer reviews than this are called a small sample.
const SMALL_SAMPLE: u32 = 15;

/// Average, favourable rate and sample size, never one without the other.
#[component]
pub fn RatingLine(t: Messages, rating: Rating) -> impl IntoView {
    let count = rating.count();
    let more = match count {
        0 => t.common_no_reviews().to_owned(),
        1..SMALL_SAMPLE => t.common_small_sample(count.into()),
        _ => format!(
            "{} · {}",
            t.common_favourable(rating.favourable_percent()),
            t.common_reviews(count.into())
        ),
    };
    let average = rating.average().map(|average| {
        view! {
            <Icon name="star"/>
            <strong>{format!("{average:.1}")}</strong>
            <span class="visually-hidden">{format!(" {}", t.common_out_of_five())}</span>
            " "
        }
    });
    view! { <p class="rating">{average}<span class="rating-more">{more}</span></p> }
}
