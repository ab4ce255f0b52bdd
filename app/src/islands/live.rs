//! Keeps the live region of a page up to date.

use leptos::prelude::*;

/// Whether the page follows what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser gets beyond the first"))]
enum Standing {
    Connecting,
    Live,
    Offline,
    /// Something is new, but somebody is typing.
    Waiting,
}

/// Listens to `/live/{topic}`; when something happens, fetches this page again and
/// puts its region in place of the old one. While somebody types in the region, or
/// has unfolded a part of it, the new one waits.
#[island]
pub fn Live(
    topic: String,
    region_id: String,
    /// The words for the three standings.
    live: String,
    offline: String,
    waiting: String,
) -> impl IntoView {
    let standing = RwSignal::new(Standing::Connecting);
    let news = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    browser::Watcher::start(&topic, region_id, standing, news);
    #[cfg(not(feature = "hydrate"))]
    let _ = (topic, region_id);
    let words = move || match standing.get() {
        Standing::Connecting => String::new(),
        Standing::Live => live.clone(),
        Standing::Offline => offline.clone(),
        Standing::Waiting => waiting.clone(),
    };
    let class = move || match standing.get() {
        Standing::Connecting => "live-status",
        Standing::Live => "live-status is-live",
        Standing::Offline | Standing::Waiting => "live-status is-behind",
    };
    view! {
        <p class=class>{words}</p>
        <p class="visually-hidden" role="status">{move || news.get()}</p>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{cell::RefCell, rc::Rc, time::Duration};

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        Document, DomParser, Element, EventSource, EventTarget, HtmlElement, HtmlInputElement,
        HtmlOptionElement, HtmlTextAreaElement, MessageEvent, Response, SupportedType, VisibilityState,
    };

    use super::Standing;

    /// How long to stay away after the server refused the stream.
    const AWAY: Duration = Duration::from_secs(20);
    /// How long what was done can be read, whatever happens meanwhile, in milliseconds.
    const READ_MS: f64 = 10_000.0;

    pub struct Watcher {
        url: String,
        region_id: String,
        standing: RwSignal<Standing>,
        news: RwSignal<String>,
        source: RefCell<Option<EventSource>>,
        /// The latest event that the server told of.
        latest: RefCell<String>,
        /// When the page came, in milliseconds.
        began: f64,
    }

    impl Watcher {
        pub fn start(topic: &str, region_id: String, standing: RwSignal<Standing>, news: RwSignal<String>) {
            let watcher = Rc::new(Watcher {
                url: format!("/live/{topic}"),
                region_id,
                standing,
                news,
                source: RefCell::new(None),
                latest: RefCell::new(String::new()),
                began: js_sys::Date::now(),
            });
            watcher.open();
            let page = document();
            // A hidden page gives its connection up: browsers allow few of them. Seen
            // again, it connects, and the first event tells what it missed.
            watcher.on(&page, "visibilitychange", Watcher::open);
            watcher.on(&window(), "online", Watcher::open);
            watcher.on(&window(), "offline", Watcher::lost);
            // Whoever was typing may have finished.
            watcher.on(&page, "focusout", Watcher::catch_up);
            watcher.on(&page, "toggle", Watcher::catch_up);
        }

        /// Calls `act` on every such event; the watcher lives as long as the page.
        fn on(self: &Rc<Self>, target: &EventTarget, event: &str, act: fn(&Rc<Self>)) {
            let watcher = Rc::clone(self);
            let listener = Closure::<dyn FnMut()>::new(move || act(&watcher));
            // Capturing: `toggle` does not bubble.
            let function = listener.as_ref().unchecked_ref();
            let _ = target.add_event_listener_with_callback_and_bool(event, function, true);
            listener.forget();
        }

        fn open(self: &Rc<Self>) {
            if let Some(old) = self.source.borrow_mut().take() {
                old.close();
            }
            if document().visibility_state() == VisibilityState::Hidden {
                return;
            }
            let Ok(source) = EventSource::new(&self.url) else { return };
            for name in ["hello", "change"] {
                let watcher = Rc::clone(self);
                let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                    watcher.heard(event.data().as_string().unwrap_or_default());
                });
                let _ = source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
                listener.forget();
            }
            self.on(&source, "open", |watcher| watcher.standing.set(Standing::Live));
            self.on(&source, "error", Watcher::lost);
            *self.source.borrow_mut() = Some(source);
        }

        /// The browser comes back by itself after a lost connection, but not after a
        /// refusal, such as by a server that is starting.
        fn lost(self: &Rc<Self>) {
            self.standing.set(Standing::Offline);
            let refused = |source: &EventSource| source.ready_state() == EventSource::CLOSED;
            if self.source.borrow().as_ref().is_some_and(refused) {
                let watcher = Rc::clone(self);
                spawn_local(async move { drop(fetch_region(&watcher.region_id).await) });
                let watcher = Rc::clone(self);
                set_timeout(move || watcher.open(), AWAY);
            }
        }

        fn heard(self: &Rc<Self>, id: String) {
            *self.latest.borrow_mut() = id;
            self.standing.set(Standing::Live);
            self.catch_up();
        }

        /// Brings the region up to the latest event, if it is not and nobody is busy
        /// in it.
        fn catch_up(self: &Rc<Self>) {
            let watcher = Rc::clone(self);
            // After the event that called: focus has moved on by then.
            set_timeout(move || spawn_local(async move { watcher.replace().await }), Duration::ZERO);
        }

        async fn replace(self: Rc<Self>) {
            let latest = self.latest.borrow().clone();
            let Some(region) = self.region() else { return };
            if latest.is_empty() || region.get_attribute("data-seen").as_deref() == Some(&latest) {
                return;
            }
            if is_busy(&region) {
                self.standing.set(Standing::Waiting);
                return;
            }
            let Some(fresh) = fetch_region(&self.region_id).await else {
                self.standing.set(Standing::Offline);
                return;
            };
            // Somebody may have begun to type meanwhile, or another fetch was faster.
            let Some(region) = self.region() else { return };
            if is_busy(&region) {
                self.standing.set(Standing::Waiting);
                return;
            }
            // An event without an id of its own is settled by having looked.
            if *self.latest.borrow() == latest {
                self.latest.borrow_mut().clear();
            }
            let focused = focus_mark(&region);
            let _ = region.replace_with_with_node_1(&fresh);
            restore_focus(&fresh, focused.as_deref());
            if js_sys::Date::now() - self.began > READ_MS {
                remove_notices();
            }
            self.standing.set(Standing::Live);
            self.news.set(fresh.get_attribute("data-news").unwrap_or_default());
        }

        fn region(&self) -> Option<Element> {
            document().get_element_by_id(&self.region_id)
        }
    }

    /// What was done before is no longer how it stands.
    fn remove_notices() {
        let page = document().document_element();
        page.iter()
            .flat_map(|page| elements(page, ".notice-success[role=status]"))
            .for_each(|it| it.remove());
    }

    /// This page as it is now, as far as the region.
    async fn fetch_region(id: &str) -> Option<Element> {
        let here = window().location().href().ok()?;
        let response = JsFuture::from(window().fetch_with_str(&here)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        // What is no longer the reader's must not stay on the screen.
        if response.status() == 404 {
            let _ = window().location().reload();
        }
        if !response.ok() || response.redirected() {
            return None;
        }
        let html = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        let page: Document = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
        page.get_element_by_id(id)
    }

    /// Whether replacing the region would take something from somebody: a field in
    /// use, a text half written, a part unfolded.
    fn is_busy(region: &Element) -> bool {
        let field = "input:not([type=hidden]), textarea, select";
        let in_use = document()
            .active_element()
            .is_some_and(|active| region.contains(Some(&active)) && active.matches(field).unwrap_or(false));
        let unfolded = region.query_selector("details[open]").is_ok_and(|found| found.is_some());
        in_use || unfolded || elements(region, "input, textarea, option").iter().any(is_changed)
    }

    fn is_changed(field: &Element) -> bool {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            return input.value() != input.default_value() || input.checked() != input.default_checked();
        }
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            return area.default_value().is_ok_and(|default| area.value() != default);
        }
        // A list in which nothing is marked as chosen shows its first line.
        field
            .dyn_ref::<HtmlOptionElement>()
            .is_some_and(|option| option.selected() && !option.default_selected() && option.index() > 0)
    }

    /// What to look for in the new region to give the focus back: the control's own
    /// form, link or button, as it is written.
    fn focus_mark(region: &Element) -> Option<String> {
        let active = document().active_element()?;
        let inside = region.contains(Some(&active)) && !region.is_same_node(Some(&active));
        inside.then(|| mark(&active))
    }

    fn mark(control: &Element) -> String {
        control.closest("form").ok().flatten().unwrap_or_else(|| control.clone()).outer_html()
    }

    /// Focus goes to the same control, or to the region when that is gone.
    fn restore_focus(region: &Element, mark_of_old: Option<&str>) {
        let Some(wanted) = mark_of_old else { return };
        let same = elements(region, "a[href], button, summary").into_iter().find(|it| mark(it) == wanted);
        let target = same.unwrap_or_else(|| {
            let _ = region.set_attribute("tabindex", "-1");
            region.clone()
        });
        if let Some(target) = target.dyn_ref::<HtmlElement>() {
            let _ = target.focus();
        }
    }

    fn elements(root: &Element, selector: &str) -> Vec<Element> {
        let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
        (0..list.length()).filter_map(|index| JsValue::from(list.get(index)?).dyn_into().ok()).collect()
    }
}
