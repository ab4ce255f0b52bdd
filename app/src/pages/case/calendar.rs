//! The appointment for a calendar program.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use handpick::case::{Event as Happening, LegState};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use jiff::{Timestamp, tz::TimeZone};

use crate::web::{Problem, Visit};

use super::{
    dossier::{Dossier, Home},
    show::title,
};

pub async fn download(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let dossier = Dossier::load(&visit, &id).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"handpick.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, calendar(&visit, &dossier).to_string()).into_response())
}

/// A later download replaces an earlier one: same uid, higher sequence.
fn calendar(visit: &Visit, dossier: &Dossier) -> Calendar {
    let leg = &dossier.leg;
    let latest = dossier.case.events.iter().rev().find(|event| event.leg == leg.id);
    let sequence = latest.map_or(0, |event: &Happening| event.number);
    let url = format!("{}{}", visit.app.site.public_url, dossier.path());
    let mut event = Event::new();
    event
        .uid(&format!("{}@{}", leg.id, host(&visit.app.site.public_url)))
        .add_property("SEQUENCE", sequence.to_string())
        .add_property("DTSTAMP", utc(latest.map_or(leg.requested_at, |event| event.at)))
        .add_property("DTSTART", utc(leg.start))
        .add_property("DTEND", utc(leg.end))
        .summary(&title(visit, dossier))
        .description(&url)
        .url(&url)
        .status(status(leg.state));
    if let Some(place) = place(visit, dossier) {
        event.location(&place);
    }
    if let Some(point) = &leg.point {
        event.add_property("GEO", format!("{:.6};{:.6}", point.position.lat, point.position.lon));
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//Handpick//Handpick//EN"));
    calendar.append_property(("METHOD", "PUBLISH")).push(event.done()).done()
}

fn status(state: LegState) -> EventStatus {
    match state {
        LegState::Requested | LegState::Proposed => EventStatus::Tentative,
        LegState::Confirmed | LegState::Arrived | LegState::InService | LegState::Done => {
            EventStatus::Confirmed
        }
        LegState::Declined | LegState::Cancelled | LegState::NoShow | LegState::Lapsed => {
            EventStatus::Cancelled
        }
    }
}

/// The address, where the reader may see it.
fn place(visit: &Visit, dossier: &Dossier) -> Option<String> {
    match (&dossier.leg.point, &dossier.home) {
        (Some(point), _) => Some(format!("{}, {}", point.name.text(visit.lang()), point.address)),
        (None, Some(Home::Address { address, .. })) => Some(address.clone()),
        (None, Some(Home::Town(town))) => Some(town.clone()),
        (None, None) => None,
    }
}

/// An instant as iCalendar writes it, the same in every zone.
fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn host(public_url: &str) -> &str {
    let after_scheme = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    after_scheme.split(['/', ':']).next().unwrap_or("handpick")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc() {
        let at: Timestamp = "2026-11-23T10:00:00+08:00".parse().expect("a timestamp");
        assert_eq!(utc(at), "20261123T020000Z");
    }

    #[test]
    fn the_uid_ends_in_the_host() {
        assert_eq!(host("https://example.org"), "example.org");
        assert_eq!(host("http://127.0.0.1:3000"), "127.0.0.1");
    }
}
