//! The tables that the demo fills, and their columns.

use crate::store::bulk::{Batch, Table};

macro_rules! tables {
    ($($name:ident = $table:literal [$($column:literal)*];)*) => {$(
        pub static $name: Table = Table { name: $table, columns: &[$($column),*] };
    )*};
}

tables! {
    ACCOUNTS = "accounts" [
        "id" "email" "name" "phone" "password_hash" "lang" "operator" "email_confirmed_at" "created_at"
    ];
    POINTS = "points" [
        "id" "slug" "name" "address" "place" "lat" "lon" "cell" "zone" "opening_hours" "phone"
    ];
    BAYS = "bays" ["id" "point_id" "position" "label"];
    STAFF = "staff" ["account_id" "point_id"];
    ENGINEERS = "engineers" [
        "id" "account_id" "slug" "name" "words" "portrait" "years" "place" "lat" "lon" "zone" "modes"
        "tag_bits" "tags" "slot" "buffer" "travel" "served" "stars1" "stars2" "stars3" "stars4" "stars5" "average" "score"
        "next_visit" "next_home" "visit_days" "home_days" "refresh_at" "created_at"
    ];
    NAMES = "names" ["id" "word" "kind" "words"];
    ENGINEER_TAGS = "engineer_tags" ["engineer_id" "kind" "key" "count" "reviews" "favourable"];
    ENGINEER_AREAS = "engineer_areas" ["id" "engineer_id" "place" "lat" "lon" "radius_km"];
    ENGINEER_REACH = "engineer_reach" [
        "engineer_id" "mode" "lat" "lon" "cell" "radius_km" "source_id" "tag_bits" "average" "score"
        "reviews"
    ];
    WINDOWS = "windows" ["engineer_id" "weekday" "start_minute" "end_minute" "point_id"];
    DAYS_OFF = "days_off" ["id" "engineer_id" "from_day" "to_day"];
    FAVOURITES = "favourites" ["account_id" "engineer_id" "created_at"];
    CASES = "cases" [
        "id" "draft_id" "customer_id" "customer_name" "product" "need" "description" "created_at"
    ];
    LEGS = "legs" [
        "id" "case_id" "number" "engineer_id" "mode" "point_id" "bay_id" "starts_at" "ends_at" "busy_until"
        "zone" "state" "requested_at" "answer_by" "answered_at" "started_at" "reason" "done_note" "next_note"
    ];
    HOME_ADDRESSES = "home_addresses" ["leg_id" "address" "place" "lat" "lon"];
    EVENTS = "events" [
        "id" "case_id" "number" "leg_id" "engineer_id" "point_id" "at" "kind" "actor" "actor_id"
        "actor_name" "note" "starts_at"
    ];
    REVIEWS = "reviews" [
        "id" "leg_id" "subject" "subject_id" "customer_id" "author" "stars" "text" "praise" "mode" "product"
        "need" "created_at" "reply" "replied_at"
    ];
    OCCUPANCY = "occupancy" ["resource" "tick" "owner"];
}

/// All of them, whoever is referred to first.
pub static ALL: [&Table; 18] = [
    &ACCOUNTS,
    &POINTS,
    &BAYS,
    &STAFF,
    &ENGINEERS,
    &ENGINEER_TAGS,
    &ENGINEER_AREAS,
    &ENGINEER_REACH,
    &NAMES,
    &WINDOWS,
    &DAYS_OFF,
    &FAVOURITES,
    &CASES,
    &LEGS,
    &HOME_ADDRESSES,
    &EVENTS,
    &REVIEWS,
    &OCCUPANCY,
];

/// An empty batch of all tables.
pub fn batch() -> Batch {
    Batch::of(&ALL)
}
