use handpick::{review::Review, tag::TagKind};
use serde_json::{Value, json};

use crate::web::Visit;

use super::Profile;

/// The profile for search engines. Ratings belong to the service she gives:
/// schema.org knows none for a person.
pub fn of(visit: &Visit, profile: &Profile) -> Value {
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
        service["review"] = profile.reviews.reviews.iter().map(review).collect();
    }
    json!({ "@context": "https://schema.org", "@graph": [person, service] })
}

/// An `AggregateRating`.
pub fn aggregate(average: f64, count: u32) -> Value {
    json!({
        "@type": "AggregateRating",
        "ratingValue": format!("{average:.2}"),
        "reviewCount": count,
        "bestRating": 5,
        "worstRating": 1,
    })
}

/// A `Review`.
pub fn review(review: &Review) -> Value {
    json!({
        "@type": "Review",
        "author": { "@type": "Person", "name": review.author },
        "datePublished": review.created_at.strftime("%Y-%m-%d").to_string(),
        "reviewBody": review.text,
        "reviewRating": {
            "@type": "Rating", "ratingValue": review.stars, "bestRating": 5, "worstRating": 1,
        },
    })
}

fn keys(profile: &Profile, kind: TagKind) -> Vec<&'static str> {
    let tags = profile.engineer.tags.iter().filter(|tag| tag.kind == kind);
    tags.map(|tag| tag.key).collect()
}
