//! An appointment as those who serve see it.

use handpick::{
    booking::HomeAddress,
    case::{Leg, LegState},
    geo::Position,
    tag::TagKind,
};
use leptos::prelude::*;

use crate::{catalogue::Messages, components::icon::Icon, web::Visit, when::When};

/// One line of a day: when, who, what, where, and how it stands. The children are
/// what can be done with it.
#[component]
pub fn Appointment(
    t: Messages,
    when: When,
    leg: Leg,
    place: AnyView,
    details: AnyView,
    children: Children,
) -> impl IntoView {
    let class = match leg.state {
        LegState::Arrived | LegState::InService => "appointment appointment-now",
        state if state.is_open() => "appointment",
        _ => "appointment appointment-done",
    };
    let minutes = t.work_minutes(minutes_of(&leg));
    let what = what_words(t, leg.product, leg.need);
    view! {
        <article class=class id=format!("leg-{}", leg.id)>
            <p class="appointment-time">
                <time datetime=when.machine(leg.start)>{when.time(leg.start)}</time>
                <small>{minutes}</small>
            </p>
            <div class="appointment-body">
                <h3><a href=format!("/cases/{}", leg.case)>{t.customer(&leg.customer_name)}</a></h3>
                <p class="soft small">{what}</p>
                {details}
                {place}
                <StateBadge t=t state=leg.state/>
            </div>
            {children()}
        </article>
    }
}

/// How an appointment stands, in a word.
#[component]
pub fn StateBadge(t: Messages, state: LegState) -> impl IntoView {
    let class = match state {
        LegState::Requested | LegState::Proposed => "badge badge-warn",
        LegState::Confirmed | LegState::Arrived | LegState::InService => "badge badge-accent",
        LegState::NoShow | LegState::Lapsed => "badge badge-error",
        LegState::Done | LegState::Declined | LegState::Cancelled => "badge",
    };
    view! { <span class=class>{state_word(t, state)}</span> }
}

pub fn state_word(t: Messages, state: LegState) -> &'static str {
    t.word(&format!("state-{}", state.as_str().replace('_', "-")))
}

/// The way to a position in a map program or page.
#[component]
pub fn MapLink(t: Messages, position: Position) -> impl IntoView {
    let Position { lat, lon } = position;
    let href = format!("https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lon:.5}#map=17/{lat:.5}/{lon:.5}");
    view! {
        <a class="button button-quiet button-small" href=href target="_blank" rel="noopener noreferrer">
            <Icon name="pin"/>{t.work_map()}
        </a>
    }
}

/// The way to a home, for the engineer whom it is shown to: in the map program of her
/// own phone, for no site is to learn where a customer lives.
#[component]
pub fn AddressLink(t: Messages, town: Position, address: String) -> impl IntoView {
    view! {
        <a class="button button-quiet button-small" href=geo_uri(town, &address)>
            <Icon name="pin"/>{t.work_map_app()}
        </a>
    }
}

/// RFC 5870, with the query that map programs understand: of a home we know the town's
/// position alone, and they find the address near it by its words.
fn geo_uri(town: Position, address: &str) -> String {
    let Position { lat, lon } = town;
    let query = serde_urlencoded::to_string([("q", address)]).unwrap_or_default();
    // A form's "+" for a space means a plus elsewhere.
    format!("geo:{lat:.5},{lon:.5}?{}", query.replace('+', "%20"))
}

/// A home address with its town, unless it names that already.
pub fn whole_address(visit: &Visit, home: &HomeAddress) -> String {
    let town = visit.app.places.get(home.place).map(|town| town.label(visit.lang()));
    match town {
        Some(town) if !home.text.contains(town) => visit.t.common_whole_address(&home.text, town),
        _ => home.text.clone(),
    }
}

/// "laptop, screen".
pub fn what_words(t: Messages, product: Option<&str>, need: Option<&str>) -> String {
    let product = product.map(|key| t.tag(TagKind::Product, key));
    let need = need.map(|key| t.tag(TagKind::Need, key));
    let words: Vec<&str> = product.into_iter().chain(need).collect();
    words.join(t.common_list_separator())
}

/// How many minutes it lasts.
pub fn minutes_of(leg: &Leg) -> u64 {
    u64::try_from(leg.end.duration_since(leg.start).as_mins()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_found_by_its_words_near_its_town() {
        let wuhan = Position { lat: 30.583_33, lon: 114.266_67 };
        let uri = geo_uri(wuhan, "Willow Lane 5 + 6, 武汉");
        assert_eq!(uri, "geo:30.58333,114.26667?q=Willow%20Lane%205%20%2B%206%2C%20%E6%AD%A6%E6%B1%89");
    }
}
