//! Lets the hearts of a page be pressed without loading it again.

use leptos::prelude::*;

/// Listens for the forms of all hearts; there is one of it on a page, however many
/// faces. Where anything is not as expected the form is simply sent.
#[island]
pub fn Hearts() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::listen();
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        FormData, HtmlFormElement, HtmlInputElement, RequestInit, RequestRedirect, Response, ResponseType,
        SubmitEvent, UrlSearchParams,
    };

    pub fn listen() {
        let handle = window_event_listener_untyped("submit", |event| {
            let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
            let Some(form) = form.filter(|form| form.has_attribute("data-heart")) else { return };
            if event.dyn_ref::<SubmitEvent>().is_none() {
                return;
            }
            event.prevent_default();
            spawn_local(async move {
                if send(&form).await.and_then(|()| turn(&form)).is_none() {
                    // Signed out, offline: the plain way tells what is wrong.
                    let _ = form.submit();
                }
            });
        });
        on_cleanup(move || handle.remove());
    }

    /// Done when the server answers with its redirect, which is not followed.
    async fn send(form: &HtmlFormElement) -> Option<()> {
        let data = FormData::new_with_form(form).ok()?;
        let body = UrlSearchParams::new_with_str_sequence_sequence(&JsValue::from(data)).ok()?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&body);
        request.set_redirect(RequestRedirect::Manual);
        let answer = JsFuture::from(window().fetch_with_str_and_init(&form.action(), &request)).await.ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        (answer.type_() == ResponseType::Opaqueredirect).then_some(())
    }

    /// Shows the heart as it is now; the next press does the opposite.
    fn turn(form: &HtmlFormElement) -> Option<()> {
        let on = form.query_selector("input[name=on]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
        let kept = on.value() == "1";
        on.set_value(if kept { "0" } else { "1" });
        let button = form.query_selector("button").ok()??;
        button.set_attribute("aria-pressed", if kept { "true" } else { "false" }).ok()
    }
}
