//! The part of a page that follows what happens.

use handpick::live::{BEFORE_ALL, Topic};
use leptos::prelude::*;

use crate::{
    islands::live::Live,
    ports::App,
    web::{Problem, Visit},
};

/// What a page watches, and which event it has seen.
#[derive(Debug, Clone)]
pub struct Watch {
    topic: Topic,
    seen: String,
}

impl Watch {
    /// To be called before the page loads its data: an event in between is then
    /// noticed as new, never missed.
    pub async fn begin(app: &App, topic: Topic) -> Result<Watch, Problem> {
        let seen = app.store.last_event(topic).await?.unwrap_or_else(|| BEFORE_ALL.to_owned());
        Ok(Watch { topic, seen })
    }
}

/// Replaces its children when the topic changes; without JavaScript they stay as
/// they are until the page is loaded again. `news` is read out after a change: the
/// latest in one sentence. No island may stand inside. The page's head needs
/// `with_islands()`. Without a watch, as on a page that answers a refused form, it
/// stands still; so it does when it is over, and knows what it has seen for a page
/// that watched the end.
#[component]
pub fn LiveRegion(
    visit: Visit,
    watch: Option<Watch>,
    #[prop(into)] label: String,
    #[prop(into)] news: String,
    /// Nothing more is to come by itself.
    #[prop(optional)]
    over: bool,
    children: Children,
) -> impl IntoView {
    let t = visit.t;
    let seen = watch.as_ref().map(|watch| watch.seen.clone());
    let island = watch.filter(|_| !over).map(|watch| {
        view! {
            <Live
                topic=watch.topic.to_string()
                region_id="live".to_owned()
                live=t.live_live().to_owned()
                offline=t.live_offline().to_owned()
                waiting=t.live_waiting().to_owned()
            />
            <noscript><p class="live-status">{t.live_reload()}</p></noscript>
        }
    });
    view! {
        {island}
        <div id="live" class="live-region" role="region" aria-label=label data-seen=seen data-news=news>
            {children()}
        </div>
    }
}
