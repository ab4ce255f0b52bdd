use handpick::review::Rating;
use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon};

/// Fewer reviews than this are called a small sample.
const SMALL_SAMPLE: u32 = 15;

/// Average, favourable rate and sample size, never one without the other.
#[component]
pub fn RatingLine(t: Messages, rating: Rating) -> impl IntoView {
    let average = rating.average().map(|average| {
        view! {
            <Icon name="star"/>
            <Average t=t average=average/>
        }
    });
    view! { <p class="rating">{average}<span class="rating-more">{evidence(t, rating)}</span></p> }
}

/// The same in large, with five stars, leading to the reviews on the same page.
#[component]
pub fn RatingLarge(t: Messages, rating: Rating) -> impl IntoView {
    let average = rating.average().map(|average| {
        view! {
            <Stars score=average/>
            <Average t=t average=average/>
        }
    });
    view! {
        <p class="rating rating-large">
            {average}<a class="rating-more" href="#reviews">{evidence(t, rating)}</a>
        </p>
    }
}

const STARS: &str = concat!(env!("ICONS"), "#stars");

/// Five stars, filled up to the score. Decoration: the score stands beside it.
#[component]
pub fn Stars(score: f64, #[prop(optional)] small: bool) -> impl IntoView {
    let class = if small { "stars stars-small" } else { "stars" };
    let width = format!("{:.0}%", score * 20.0);
    view! {
        <svg class=class viewBox="0 0 120 24" aria-hidden="true">
            <use_ href=STARS width="120" height="24"></use_>
            <svg width=width height="24"><use_ href=STARS width="120" height="24"></use_></svg>
        </svg>
    }
}

#[component]
fn Average(t: Messages, average: f64) -> impl IntoView {
    view! {
        <strong>{format!("{average:.1}")}</strong>
        <span class="visually-hidden">{format!(" {} ", t.common_out_of_five())}</span>
    }
}

fn evidence(t: Messages, rating: Rating) -> String {
    let count = rating.count();
    match count {
        0 => t.common_no_reviews().to_owned(),
        1..SMALL_SAMPLE => t.common_small_sample(count.into()),
        _ => format!(
            // Where it does not fit one line, it breaks after the dot.
            "{}\u{a0}· {}",
            t.common_favourable(rating.favourable_percent()),
            t.common_reviews(count.into())
        ),
    }
}
