use handpick::insight::Recount;
use leptos::prelude::*;

use crate::{web::Visit, when::When};

/// What came of the last nightly recount of all ratings; nothing before the first.
#[component]
pub fn Recounted(visit: Visit, recount: Option<Recount>) -> impl IntoView {
    let t = visit.t;
    // The operator's zone is not known: only how long ago it was.
    let when = When::new(t, "UTC", visit.now);
    recount.map(|Recount { at, wrong }| {
        let ago = when.distance(at);
        let text = if wrong == 0 { t.ops_recount_right(ago) } else { t.ops_recount_wrong(wrong, ago) };
        view! { <p class="soft small">{text}</p> }
    })
}
