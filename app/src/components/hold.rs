use handpick::booking::{HOLD_MINUTES, Hold};
use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    islands::hold::{CLOCK, HoldClock},
    web::Visit,
    when::When,
};

/// Until when a chosen time is kept, or that it no longer is.
#[component]
pub fn HoldNotice(visit: Visit, hold: Hold, when: When) -> impl IntoView {
    let t = visit.t;
    let left = hold.until.duration_since(visit.now).as_secs();
    let at = when.at(hold.start);
    match u32::try_from(left) {
        Ok(left) if left > 0 => view! {
            <HoldClock
                left=left
                total=u32::try_from(HOLD_MINUTES * 60).unwrap_or(left)
                held=t.book_held(at)
                note=t.book_held_note(when.time(hold.until), when.zone_name())
                words=t.book_held_left(CLOCK)
                label=t.book_held_meter().to_owned()
                over=t.book_hold_over().to_owned()
            />
        }
        .into_any(),
        _ => view! {
            <div class="notice notice-warn" role="status">
                <Icon name="clock"/>
                <div>
                    <p><strong>{t.book_hold_ran_out(HOLD_MINUTES.unsigned_abs(), at)}</strong></p>
                    <p>{t.book_hold_over()}</p>
                </div>
            </div>
        }
        .into_any(),
    }
}
