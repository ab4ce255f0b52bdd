use handpick::{
    point::{OpeningHours, ServicePoint},
    review::ReviewPage,
};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::{
    web::{
        Visit,
        schema_org::{aggregate, counted},
    },
    when::When,
};

/// The service point for search engines.
pub fn of(visit: &Visit, point: &ServicePoint, reviews: &ReviewPage) -> Value {
    let root = &visit.app.site.public_url;
    let url = format!("{root}/points/{}", point.slug);
    let town = visit.app.places.get(point.place);
    let today = When::new(visit.t, &point.zone, visit.now).today();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "@id": format!("{url}#point"),
        "name": point.name.text(visit.lang()),
        "url": url,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": point.address,
            "addressLocality": town.map(|town| town.label(visit.lang())),
            "addressCountry": town.map(|town| &town.country),
        },
        "geo": {
            "@type": "GeoCoordinates", "latitude": point.position.lat, "longitude": point.position.lon,
        },
        "openingHoursSpecification": week(point, today),
    });
    if let Some(phone) = &point.phone {
        data["telephone"] = json!(phone);
    }
    if let Some(average) = point.rating.average() {
        data["aggregateRating"] = aggregate(average, point.rating.count());
        data["review"] = counted(reviews);
    }
    data
}

/// The hours of the seven days from today.
fn week(point: &ServicePoint, today: Date) -> Vec<Value> {
    let Ok(hours) = OpeningHours::parse(&point.opening_hours) else { return Vec::new() };
    let days = today.series(1.day()).take(7);
    let open = days.flat_map(|day| hours.on(day).into_iter().map(move |stretch| (day, stretch)));
    let specification = |(day, (from, to)): (Date, (jiff::civil::DateTime, jiff::civil::DateTime))| {
        json!({
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": format!("https://schema.org/{:?}", day.weekday()),
            "opens": from.strftime("%H:%M").to_string(),
            "closes": to.strftime("%H:%M").to_string(),
        })
    };
    open.map(specification).collect()
}
