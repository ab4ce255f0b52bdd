use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner};
use std::sync::Arc;

use crate::{components::shell::Shell, ports::Tiles};

use super::{Nonce, Visit, visit::lang_cookie};

/// What a page says of itself to browsers, search engines and chat programs.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub title: String,
    pub description: Option<String>,
    /// Path of the page's one true address; only public pages have one.
    pub canonical: Option<String>,
    /// Whoever has no session sees the same of it.
    pub for_strangers: bool,
    /// Path of the picture for a social card.
    pub image: Option<String>,
    /// schema.org data.
    pub json_ld: Option<serde_json::Value>,
    /// The page has islands: load the program for them.
    pub islands: bool,
    /// The page has a map that can be moved: it may load pictures from there.
    pub tiles: Option<Tiles>,
    /// How `main` is laid out: see `style/layout.css`.
    pub layout: Option<&'static str>,
}

impl Head {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    pub fn canonical(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self.for_strangers()
    }

    pub fn for_strangers(mut self) -> Self {
        self.for_strangers = true;
        self
    }

    pub fn image(mut self, path: impl Into<String>) -> Self {
        self.image = Some(path.into());
        self
    }

    pub fn json_ld(mut self, data: serde_json::Value) -> Self {
        self.json_ld = Some(data);
        self
    }

    /// A column to read in.
    pub fn narrow(mut self) -> Self {
        self.layout = Some("narrow");
        self
    }

    /// A step of a flow: its one action takes the place of the dock.
    pub fn flow(mut self) -> Self {
        self.layout = Some("flow narrow");
        self
    }

    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }
}

/// Goes with a page that whoever asks without a session gets just the same, but for
/// the nonce.
#[derive(Debug, Clone)]
pub struct ForStrangers {
    pub nonce: Nonce,
    /// From where else its policy lets pictures come.
    pub pictures_from: Option<String>,
}

impl Visit {
    /// The page with status 200.
    pub fn page<V: IntoView + 'static>(&self, head: Head, body: impl FnOnce() -> V) -> Response {
        self.page_with(StatusCode::OK, head, body)
    }

    /// Renders a page at once: its data has been loaded before.
    pub fn page_with<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        head: Head,
        body: impl FnOnce() -> V,
    ) -> Response {
        let shared = self.viewer.is_none() && status == StatusCode::OK && head.for_strangers;
        let pictures_from = head.tiles.as_ref().map(|tiles| tiles.origin.clone());
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            let body = body().into_any();
            view! { <Shell visit=self.clone() head=head body=body/> }.to_html()
        });
        owner.unset_with_forced_cleanup();
        let mut response = (status, axum::response::Html(format!("<!doctype html>{html}"))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, self.nonce.policy(pictures_from.as_deref()));
        if self.viewer.is_some() || status != StatusCode::OK {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        } else {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        }
        if self.chose_lang
            && let Ok(cookie) = HeaderValue::from_str(&lang_cookie(self.lang(), self.app.site.is_https()))
        {
            headers.append(header::SET_COOKIE, cookie);
        }
        if shared {
            response.extensions_mut().insert(ForStrangers { nonce: self.nonce.clone(), pictures_from });
        }
        response
    }
}

/// Answers a form that did its work: the browser goes on with GET.
pub fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
