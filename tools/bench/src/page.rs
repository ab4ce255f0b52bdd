//! What is read, of Handpick and of the floor alike.

use handpick::{
    engineer::{Engineer, Mode, Near, Search, Sort},
    geo::Position,
    place::Gazetteer,
    tag::TagKind,
};
use handpick_app::web::{NEAR_KM, PAGE_SIZE};

/// Towns of different sizes, so that no single page stays in every cache.
pub const TOWNS: [&str; 6] = ["Wuhan", "Shanghai", "Beijing", "Guangzhou", "Chengdu", "London"];

/// A page and the store's part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The start page with an answer: the shortlist of three, and the list.
    Home,
    /// The list, filtered and sorted.
    List,
    Profile,
    /// The days and times of a person at a point.
    Times,
    /// What is suggested while somebody's name is typed.
    Suggest,
    /// The first step to somebody who has one place of work: her days, and the free
    /// times of one. It is the same for everybody without a session.
    Day,
}

impl Page {
    pub const ALL: [Page; 5] = [Page::Home, Page::List, Page::Profile, Page::Times, Page::Suggest];
    /// Those that strangers share.
    pub const SHARED: [Page; 4] = [Page::Home, Page::List, Page::Profile, Page::Day];

    pub const fn name(self) -> &'static str {
        match self {
            Page::Home => "home page with its shortlist",
            Page::List => "list, filtered and sorted",
            Page::Profile => "profile",
            Page::Times => "free times to book",
            Page::Suggest => "suggestions",
            Page::Day => "free times of a day",
        }
    }
}

pub fn home_path(town: &str) -> String {
    format!("/?place={town}&product=laptop&need=screen&mode=visit")
}

pub fn list_path(town: &str) -> String {
    format!("/engineers?place={town}&need=screen&mode=visit&min=4&sort=rating")
}

pub fn day_path(slug: &str) -> String {
    format!("/book?engineer={slug}")
}

/// Her name as it is typed, all but the last two letters.
pub fn suggest_path(engineer: &Engineer) -> String {
    let name = engineer.slug.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit());
    format!("/suggest?q={}", name[..name.len().saturating_sub(2).max(1)].replace('-', "+"))
}

/// The search behind [`home_path`].
pub fn home_search(centre: Position) -> Search {
    Search {
        near: Some(Near { centre, radius_km: NEAR_KM }),
        mode: Some(Mode::Visit),
        product: Some("laptop"),
        need: Some("screen"),
        page_size: PAGE_SIZE,
        ..Search::default()
    }
}

/// The search behind [`list_path`].
pub fn list_search(centre: Position) -> Search {
    Search { product: None, min_rating: Some(4.0), sort: Sort::Rating, ..home_search(centre) }
}

/// The search for people like this one, on her profile.
pub fn related_search(engineer: &Engineer) -> Search {
    let needs = engineer.tags.iter().filter(|tag| tag.kind == TagKind::Need);
    Search {
        near: Some(Near { centre: engineer.position, radius_km: NEAR_KM }),
        mode: engineer.modes.has(Mode::Visit).then_some(Mode::Visit),
        need: needs.rev().max_by_key(|tag| tag.count).map(|tag| tag.key),
        page_size: 4,
        ..Search::default()
    }
}

/// Where the towns are.
pub fn positions() -> [Position; TOWNS.len()] {
    let places = Gazetteer::parse(handpick_server::PLACES).expect("the table of places");
    TOWNS.map(|town| places.named(town).first().expect("a town").position)
}
