use handpick::tag::TagKind;
use serde_json::{Value, json};

use crate::web::{
    Visit,
    schema_org::{aggregate, counted},
};

use super::Profile;

/// The profile for search engines. Ratings belong to the service she gives:
/// schema.org knows none for a person.
pub(super) fn of(visit: &Visit, profile: &Profile) -> Value {
    let engineer = &profile.engineer;
    let root = &visit.app.site.public_url;
    let url = format!("{root}/engineers/{}", engineer.slug);
    let name = engineer.name.text(visit.lang());
    let town = visit.app.places.get(engineer.place);
    let words = engineer.words.get(visit.lang());
    let person = json!({
        "@type": "Person",
        "@id": format!("{url}#person"),
        "name": name,
        "url": url,
        "image": format!("{root}{}", engineer.portrait.url()),
        "jobTitle": words.map(|words| &words.headline),
        "description": words.map(|words| &words.bio),
        "knowsLanguage": keys(profile, TagKind::Language),
        "workLocation": profile.points.iter().map(|point| json!({
            "@type": "Place",
            "name": point.name.text(visit.lang()),
            "url": format!("{root}/points/{}", point.slug),
            "address": point.address,
        })).collect::<Vec<_>>(),
    });
    let mut service = json!({
        "@type": "Service",
        "@id": format!("{url}#service"),
        "name": visit.t.engineer_service_of(name),
        "url": url,
        "provider": { "@id": format!("{url}#person") },
        "areaServed": town.map(|town| town.label(visit.lang())),
    });
    if let Some(average) = engineer.rating.average() {
        service["aggregateRating"] = aggregate(average, engineer.rating.count());
        service["review"] = counted(&profile.reviews);
    }
    json!({ "@context": "https://schema.org", "@graph": [person, service] })
}

fn keys(profile: &Profile, kind: TagKind) -> Vec<&'static str> {
    let tags = profile.engineer.tags.iter().filter(|tag| tag.kind == kind);
    tags.map(|tag| tag.key).collect()
}
