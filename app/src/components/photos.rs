//! Photos of a case: to add, to look at, to take away.

use handpick::id::PhotoId;
use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon};

/// The field for new photos, with a button that sends the form to `action`.
#[component]
pub fn AddPhotos(t: Messages, action: String, max: usize, error: Option<String>) -> impl IntoView {
    let described = if error.is_some() { "photos-hint photos-error" } else { "photos-hint" };
    view! {
        <div class="field">
            <label class="photo-upload" for="photos">
                <Icon name="camera"/>
                <span>{t.book_add_photos()}</span>
                <small id="photos-hint">{t.book_photos_hint(max)}</small>
                <input
                    id="photos"
                    type="file"
                    name="photos"
                    multiple
                    accept="image/jpeg,image/png,image/webp"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby=described
                />
            </label>
            {error.map(|error| view! { <p class="field-error" id="photos-error">{error}</p> })}
            <div class="actions">
                <button class="button button-quiet button-small" formaction=action formnovalidate>
                    {t.book_add_photos_button()}
                </button>
            </div>
        </div>
    }
}

/// The photos there are; with `remove` each has a button that sends the form there.
#[component]
pub fn Photos(
    t: Messages,
    photos: Vec<PhotoId>,
    #[prop(optional, into)] remove: Option<String>,
) -> impl IntoView {
    let items = (1..).zip(&photos).map(|(number, id)| {
        let button = remove.clone().map(|action| {
            view! {
                <button
                    class="button button-quiet"
                    name="photo"
                    value=id.to_string()
                    formaction=action
                    formnovalidate
                    aria-label=t.book_remove_photo(number)
                >
                    <Icon name="close"/>
                </button>
            }
        });
        let url = format!("/photos/{id}");
        let link = url.clone();
        view! {
            <li>
                <a href=link><img src=url alt=t.book_photo(number) width="176" height="176"/></a>
                {button}
            </li>
        }
    });
    let items = items.collect_view();
    (!photos.is_empty()).then(|| view! { <ul class="photos" aria-label=t.book_your_photos()>{items}</ul> })
}
