//! Ratings as search engines read them.

use handpick::review::{Review, ReviewPage};
use serde_json::{Value, json};

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

/// Each as a `Review`, but for those that do not count here either.
pub fn counted(page: &ReviewPage) -> Value {
    page.reviews.iter().filter(|one| !one.attested).map(review).collect()
}

fn review(review: &Review) -> Value {
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
