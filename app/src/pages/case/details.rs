//! Who, where, about what: the card beside the story.

use handpick::{
    account::dialled,
    case::{Access, LegState, PointRef, may_see_phone},
    id::PhotoId,
};
use leptos::prelude::*;

use crate::{
    catalogue::Messages,
    components::appointment::{AddressLink, MapLink},
    web::Visit,
};

use super::dossier::{Dossier, Home};

#[component]
pub fn Details(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    view! {
        <section class="card stack" aria-labelledby="who-h">
            <h2 id="who-h" class="visually-hidden">{t.case_who()}</h2>
            <Person visit=visit.clone() dossier=dossier.clone()/>
            <dl class="summary">
                <Where visit=visit.clone() dossier=dossier.clone()/>
                <Customer visit=visit.clone() dossier=dossier.clone()/>
                <Problem visit=visit dossier=dossier.clone()/>
                <Photos t=t photos=dossier.case.photos/>
            </dl>
        </section>
    }
}

#[component]
fn Person(visit: Visit, dossier: Dossier) -> impl IntoView {
    let engineer = &dossier.leg.engineer;
    let name = dossier.engineer(&visit);
    let phone = dossier.home_phone();
    view! {
        <div class="person person-large">
            <img class="face" src=engineer.portrait.url() alt="" width="96" height="96"/>
            <div>
                <p class="person-name"><a href=format!("/engineers/{}", engineer.slug)>{name}</a></p>
                <p class="person-note">{visit.t.word(&format!("mode-{}", dossier.leg.mode.as_str()))}</p>
                {phone.map(|phone| view! { <p class="person-note"><PhoneLink phone=phone/></p> })}
            </div>
        </div>
    }
}

#[component]
fn Where(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let place = match (&dossier.leg.point, dossier.home.clone()) {
        (Some(point), _) => {
            view! { <AtPoint visit=visit.clone() point=point.clone() dossier=dossier.clone()/> }.into_any()
        }
        (None, Some(Home::Address { address, town })) => {
            // The customer knows where she lives.
            let way = (!dossier.is_customer()).then(|| {
                view! { <p class="actions"><AddressLink t=t town=town address=address.clone()/></p> }
            });
            view! { <p>{address}</p>{way} }.into_any()
        }
        (None, Some(Home::Town(town))) => {
            let hidden =
                dossier.serves.then(|| view! { <p class="soft small">{t.case_address_hidden()}</p> });
            view! { <p>{town}</p>{hidden} }.into_any()
        }
        (None, None) => return ().into_any(),
    };
    view! { <div><dt>{t.case_where()}</dt><dd>{place}</dd></div> }.into_any()
}

#[component]
fn AtPoint(visit: Visit, point: PointRef, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    let bay = dossier.leg.bay.as_ref().map(|(_, label)| format!(" · {}", t.case_bay(label)));
    let phone = dossier.point.and_then(|point| point.phone);
    // Once confirmed, the map is offered beside the good news.
    let map = (dossier.leg.state != LegState::Confirmed)
        .then(|| view! { <p class="actions"><MapLink t=t position=point.position/></p> });
    view! {
        <p><a href=format!("/points/{}", point.slug)>{point.name.text(visit.lang()).to_owned()}</a></p>
        <p>{point.address.clone()}{bay}</p>
        {phone.map(|phone| view! { <p><PhoneLink phone=phone/></p> })}
        {map}
    }
}

/// The customer, for those who serve.
#[component]
fn Customer(visit: Visit, dossier: Dossier) -> impl IntoView {
    let t = visit.t;
    (dossier.access != Access::Customer).then(|| {
        let may_call = visit.viewer.as_ref().is_some_and(|viewer| may_see_phone(viewer, &dossier.leg));
        let phone = dossier.case.customer_phone.clone().filter(|_| may_call);
        view! {
            <div>
                <dt>{t.case_customer()}</dt>
                <dd>
                    <p>{t.customer(&dossier.case.customer_name)}</p>
                    {phone.map(|phone| view! { <p><PhoneLink phone=phone/></p> })}
                </dd>
            </div>
        }
    })
}

#[component]
fn PhoneLink(phone: String) -> impl IntoView {
    view! { <a href=format!("tel:{}", dialled(&phone))>{phone.clone()}</a> }
}

#[component]
fn Problem(visit: Visit, dossier: Dossier) -> impl IntoView {
    let what = dossier.what(&visit);
    let description = dossier.case.description.clone();
    let said = !what.is_empty() || !description.is_empty();
    said.then(|| {
        view! {
            <div>
                <dt>{visit.t.case_problem()}</dt>
                <dd><p>{what}</p><p class="soft pre-line">{description}</p></dd>
            </div>
        }
    })
}

#[component]
fn Photos(t: Messages, photos: Vec<PhotoId>) -> impl IntoView {
    (!photos.is_empty()).then(|| {
        let items = photos.iter().zip(1u64..).map(|(id, number)| {
            let src = format!("/photos/{id}");
            view! {
                <li>
                    <a href=src.clone()><img src=src.clone() alt=t.case_photo(number) width="176" height="176" loading="lazy"/></a>
                </li>
            }
        });
        view! { <div><dt>{t.case_photos()}</dt><dd><ul class="photos">{items.collect_view()}</ul></dd></div> }
    })
}
