use handpick::{booking::DESCRIPTION_MAX, engineer::Engineer, id::PhotoId, photo::PHOTOS_MAX, tag::TagKind};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::{
        choice::Chips,
        form::{Form, TextArea},
        photos::{AddPhotos, Photos},
    },
    web::{Filled, Visit},
};

use super::super::draft::Booking;

pub fn form(visit: &Visit, booking: &Booking, filled: Filled, photos: Vec<PhotoId>) -> impl IntoView + use<> {
    let t = visit.t;
    let base = format!("/book/{}", booking.draft.id);
    let products = offered(&booking.engineer, TagKind::Product, &filled.value("product"));
    let needs = offered(&booking.engineer, TagKind::Need, &filled.value("need"));
    let full = photos.len() >= PHOTOS_MAX;
    let error = filled.error("photos");
    let add = (!full || error.is_some()).then(|| {
        view! { <AddPhotos t=t action=format!("{base}/photos") max=PHOTOS_MAX error=error/> }
    });
    view! {
        <Form t=t form=filled.clone() action=format!("{base}/what") files=true>
            // Enter presses the first button of a form: let it be this one.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true">{t.book_continue()}</button>
            <h1 id="step-title">{t.book_what_title()}</h1>
            <Tags t=t filled=filled.clone() kind=TagKind::Product keys=products required=true/>
            <Tags t=t filled=filled.clone() kind=TagKind::Need keys=needs required=false/>
            <TextArea
                form=filled
                name="description"
                label=t.book_description()
                hint=t.book_description_hint()
                maxlength=DESCRIPTION_MAX
            />
            {add}
            <Photos t=t photos=photos remove=format!("{base}/photos/remove")/>
            <div class="action-bar"><button class="button">{t.book_continue()}</button></div>
        </Form>
    }
}

/// What she repairs, where that is one product.
pub fn only_product(engineer: &Engineer) -> Option<&'static str> {
    match offered(engineer, TagKind::Product, "")[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// What she repairs; everything, where she has not said. What was chosen before
/// stays a choice.
fn offered(engineer: &Engineer, kind: TagKind, chosen: &str) -> Vec<&'static str> {
    let hers = |key: &&str| engineer.tags.iter().any(|tag| tag.kind == kind && tag.key == *key);
    let all = kind.keys();
    if all.iter().any(&hers) {
        all.iter().copied().filter(|key| hers(key) || *key == chosen).collect()
    } else {
        all.to_vec()
    }
}

/// One tag of a kind, as chips.
#[component]
fn Tags(
    t: Messages,
    filled: Filled,
    kind: TagKind,
    keys: Vec<&'static str>,
    required: bool,
) -> impl IntoView {
    let name = kind.as_str();
    let legend = if required { t.book_product() } else { t.book_need() };
    let any = (!required).then(|| (String::new(), t.book_need_other().to_owned()));
    let tags = keys.into_iter().map(|key| (key.to_owned(), t.tag(kind, key).to_owned()));
    let options = tags.chain(any).collect();
    view! { <Chips form=filled name=name legend=legend options=options one=true required=required/> }
}
