use handpick::insight::{Counts, Question};
use leptos::prelude::*;

use crate::{catalogue::Messages, web::Visit};

use super::{few, words};

/// Kinds in the picture: what one can take in at a glance.
const SHOWN: usize = 10;

/// The worst kinds: a bar for how often each was asked, parted by what was found. The
/// table below it says the same to everybody.
#[component]
pub fn Worst(visit: Visit, kinds: Vec<(Question, Counts)>) -> impl IntoView {
    let t = visit.t;
    let worst = kinds.get(..SHOWN).unwrap_or(&kinds);
    let most = worst.iter().map(|(_, counts)| counts.asked).max()?;
    let bars = worst.iter().map(|(question, counts)| {
        let lacking = t.insight_of(t.number(counts.lacking()), t.number(counts.asked));
        view! {
            <li>
                <p><span>{words(&visit, *question)}</span><span class="soft">{lacking}</span></p>
                {bar(*counts, most)}
            </li>
        }
    });
    Some(view! {
        <section class="section" aria-labelledby="worst-h">
            <h2 id="worst-h">{t.insight_worst()}</h2>
            <div aria-hidden="true">
                {key(t)}
                <ol class="shortage-bars">{bars.collect_view()}</ol>
            </div>
            <p class="soft small">{t.insight_worst_text()}</p>
        </section>
    })
}

fn key(t: Messages) -> impl IntoView {
    let parts = [
        ("shortage-nobody", t.insight_nobody().to_owned()),
        ("shortage-few", few(t)),
        ("shortage-enough", t.insight_enough().to_owned()),
    ];
    let parts = parts.map(|(class, words)| {
        view! { <li><svg><rect class=class width="100%" height="100%"></rect></svg>{words}</li> }
    });
    view! { <ul class="shortage-key">{parts.collect_view()}</ul> }
}

/// As long as the share that was asked of what was asked most.
fn bar(counts: Counts, most: u64) -> impl IntoView {
    let mut start = 0;
    let enough = counts.asked.saturating_sub(counts.lacking());
    let parts =
        [("shortage-nobody", counts.nobody), ("shortage-few", counts.few), ("shortage-enough", enough)];
    let parts = parts.map(|(class, count)| {
        let (x, width) = (percent(start, most), percent(count, most));
        start += count;
        (count > 0).then(|| view! { <rect class=class x=x width=width height="100%"></rect> })
    });
    view! { <svg>{parts.collect_view()}</svg> }
}

#[expect(clippy::cast_precision_loss, reason = "searches of some weeks")]
fn percent(part: u64, whole: u64) -> String {
    format!("{:.1}%", part as f64 / whole.max(1) as f64 * 100.0)
}
