use axum::response::Response;
use handpick::account::Role;
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    routes::{self, Route},
    web::{Head, Problem, Visit},
};

pub fn routes() -> Vec<Route> {
    vec![routes::show("/about", Role::Anyone, show)]
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    let t = visit.t;
    let head = Head::new(t.about_title()).description(t.about_lead()).canonical("/about");
    Ok(visit.page(head, || view! { <About t=t contact=visit.app.site.contact.clone()/> }))
}

#[component]
fn About(t: Messages, contact: Option<String>) -> impl IntoView {
    let contact =
        contact.map(|contact| view! { <h2 id="contact">{t.about_contact_title()}</h2><p>{contact}</p> });
    view! {
        <div class="prose">
            <h1>{t.about_title()}</h1>
            <p>{t.about_lead()}</p>
            {contact}
            <h2 id="reviews">{t.about_reviews_title()}</h2>
            <p>{t.about_reviews()}</p>
            <h2 id="recommend">{t.about_recommend_title()}</h2>
            <p>{t.about_recommend()}</p>
            <p><a class="link" href="/how-it-works">{t.how_title()}</a></p>
            <h2 id="privacy">{t.about_privacy_title()}</h2>
            <p>{t.about_privacy()}</p>
            <p>{t.about_privacy_more()}</p>
            <h2 id="thanks">{t.about_thanks_title()}</h2>
            <ul>
                <li>
                    {t.about_thanks_places()}" "
                    <a class="link" href="https://www.geonames.org/">"GeoNames"</a>", "
                    <a class="link" href="https://creativecommons.org/licenses/by/4.0/" rel="license">"CC BY 4.0"</a>
                </li>
                <li>
                    {t.about_thanks_portraits()}" "
                    <a class="link" href="https://www.dicebear.com/">"DiceBear Lorelei, Lisa Wischofsky"</a>", "
                    <a class="link" href="https://creativecommons.org/publicdomain/zero/1.0/" rel="license">"CC0 1.0"</a>
                </li>
                <li>
                    {t.about_thanks_coast()}" "
                    <a class="link" href="https://www.naturalearthdata.com/">"Natural Earth"</a>
                </li>
                <li>
                    {t.about_thanks_maps()}" "
                    <a class="link" href="https://www.openstreetmap.org/copyright">"OpenStreetMap"</a>
                </li>
                <li>{t.about_thanks_code()}</li>
            </ul>
        </div>
    }
}
