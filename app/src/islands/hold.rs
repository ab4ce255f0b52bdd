//! Counts down the minutes for which a chosen time is kept.

use leptos::prelude::*;

/// Below this many seconds the clock warns.
const SHORT: u32 = 120;

/// Stands in the words for what is left where the clock is put.
pub const CLOCK: &str = "0:00";

/// The notice of a held time; without JavaScript it stands still.
#[island]
pub fn HoldClock(
    /// Seconds left when the page was made, and seconds of a whole hold.
    left: u32,
    total: u32,
    held: String,
    note: String,
    /// How long is left, with [`CLOCK`] in it: a bare clock would look like a time of day.
    words: String,
    label: String,
    /// What is said when the time has run out.
    over: String,
) -> impl IntoView {
    let left = RwSignal::new(left);
    #[cfg(feature = "hydrate")]
    browser::count_down(left);
    let clock = move || words.replace(CLOCK, &format!("{}:{:02}", left.get() / 60, left.get() % 60));
    let meter = move || if left.get() < SHORT { "meter meter-warn" } else { "meter" };
    let ended = move || if left.get() == 0 { over.clone() } else { String::new() };
    view! {
        <div class="hold">
            <div class="hold-line">
                <p><strong>{held}</strong><br/>{note}</p>
                <p class="hold-left" aria-hidden="true">{clock}</p>
            </div>
            <progress class=meter max=total.to_string() value=move || left.get().to_string() aria-label=label></progress>
            <p role="status">{ended}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;

    /// Reckons from the browser's own clock since now, which need not agree with
    /// the server's; a page that slept catches up at its next tick.
    pub fn count_down(left: RwSignal<u32>) {
        let (began, from) = (js_sys::Date::now(), left.get_untracked());
        let tick = move || {
            let gone = ((js_sys::Date::now() - began) / 1000.0).max(0.0);
            left.set((f64::from(from) - gone).max(0.0) as u32);
        };
        let _ = set_interval_with_handle(tick, Duration::from_secs(1));
    }
}
