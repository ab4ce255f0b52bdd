//! Where: a service point, or the customer's home.

use axum::{extract::Path, http::StatusCode, response::Response};
use handpick::{
    booking::{ADDRESS_MAX, HomeAddress},
    engineer::{Area, Engineer, Mode},
    geo::{KM_PER_DEGREE, Position},
    id::PointId,
    place::Place,
    point::ServicePoint,
    schedule::{Schedule, Whereabouts, Window},
    text,
};
use jiff::civil::Date;

use crate::{
    web::{Fields, Filled, Problem, Visit, redirect},
    when::clock_of,
};

use super::{
    draft::{Booking, Step, open},
    frame::{Frame, nobody},
};

mod view;

pub use view::{PlaceForm, form};

/// The value of the field `venue` for a home call; a point is named by its slug.
pub const HOME: &str = "home";

/// Where somebody can be served.
#[derive(Debug, Clone)]
pub struct Places {
    /// Nearest first, with the distance where it is known.
    pub points: Vec<(ServicePoint, Option<f64>)>,
    /// Empty when she takes no home calls.
    pub areas: Vec<Area>,
    schedule: Option<Schedule>,
}

/// What was chosen.
pub enum Chosen {
    Point(PointId),
    Home(HomeAddress),
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    let filled = Filled::with(typed_before(&visit, &booking));
    page(&visit, &booking, filled).await
}

pub async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let mut booking = match open(&visit, &id).await? {
        Ok(booking) => booking,
        Err(done) => return Ok(done),
    };
    let places = Places::load(&visit, &booking.engineer, None).await?;
    match places.choose(&visit, &booking.engineer, fields) {
        Ok(chosen) => {
            chosen.write_to(&mut booking.draft);
            visit.app.store.save_draft(&booking.draft).await?;
            Ok(redirect(&booking.link(Step::When)))
        }
        Err(filled) => page(&visit, &booking, filled).await,
    }
}

async fn page(visit: &Visit, booking: &Booking, filled: Filled) -> Result<Response, Problem> {
    let places = Places::load(visit, &booking.engineer, None).await?;
    let status = if filled.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if places.is_nowhere() {
        return Ok(nobody(visit, &booking.engineer, status));
    }
    let action = booking.link(Step::Where);
    let engineer = booking.engineer.clone();
    let parts = PlaceForm { visit: visit.clone(), engineer, places, filled, action, kept: Fields::default() };
    Ok(Frame::of(visit, booking, Step::Where).page(status, || form(parts)))
}

/// The form as it was sent last time.
fn typed_before(visit: &Visit, booking: &Booking) -> Fields {
    let mut fields = Fields::default();
    if let (Some(Mode::Visit), Some(point)) = (booking.draft.mode, &booking.point) {
        fields.set("venue", point.slug.clone());
    }
    if booking.draft.mode == Some(Mode::Home) {
        fields.set("venue", HOME);
    }
    if let Some(home) = &booking.draft.home {
        write_address(visit, home, &mut fields);
    }
    fields
}

pub fn write_address(visit: &Visit, home: &HomeAddress, fields: &mut Fields) {
    fields.set("address", home.text.clone());
    let town = visit.app.places.get(home.place);
    fields.set("town", town.map(|town| town.label(visit.lang())).unwrap_or_default());
}

impl Places {
    /// Points nearest to `from` first; without it, nearest to where she lives.
    pub async fn load(visit: &Visit, engineer: &Engineer, from: Option<Position>) -> Result<Self, Problem> {
        let store = &visit.app.store;
        let points = match engineer.active && engineer.modes.has(Mode::Visit) {
            true => store.points_of(engineer.id).await?,
            false => Vec::new(),
        };
        let areas = match engineer.active && engineer.modes.has(Mode::Home) {
            true => store.areas(engineer.id).await?,
            false => Vec::new(),
        };
        let centre = from.unwrap_or(engineer.position);
        let mut points: Vec<_> =
            points.into_iter().map(|point| (point.position.distance_km(centre), point)).collect();
        points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let points = points.into_iter().map(|(km, point)| (point, from.map(|_| km))).collect();
        let schedule = store.schedule(engineer.id).await?;
        Ok(Self { points, areas, schedule })
    }

    /// When she is at a point on that day, as clocks show it.
    pub fn hours_at(&self, point: PointId, day: Date) -> Vec<String> {
        let Some(schedule) = &self.schedule else { return Vec::new() };
        let there = |window: &&Window| window.whereabouts == Whereabouts::At(point);
        let mut windows: Vec<_> = schedule.windows_on(day).filter(there).collect();
        windows.sort_by_key(|window| window.start);
        windows.iter().map(|window| format!("{}–{}", clock_of(window.start), clock_of(window.end))).collect()
    }

    pub fn is_nowhere(&self) -> bool {
        self.points.is_empty() && self.areas.is_empty()
    }

    /// The point, when there is nothing else to choose.
    pub fn only_point(&self) -> Option<&ServicePoint> {
        match (&self.points[..], &self.areas[..]) {
            ([(point, _)], []) => Some(point),
            _ => None,
        }
    }

    pub fn point(&self, id: Option<PointId>) -> Option<ServicePoint> {
        self.points.iter().find(|(point, _)| Some(point.id) == id).map(|(point, _)| point.clone())
    }

    /// What the form says, or the form with what is wrong in it.
    pub fn choose(&self, visit: &Visit, engineer: &Engineer, fields: Fields) -> Result<Chosen, Filled> {
        let venue = match fields.get("venue") {
            "" if self.points.is_empty() => HOME,
            venue => venue,
        };
        if venue == HOME && !self.areas.is_empty() {
            return self.home(visit, engineer, fields);
        }
        let point = self.points.iter().find(|(point, _)| point.slug == venue);
        point.map(|(point, _)| Chosen::Point(point.id)).ok_or_else(|| {
            let mut filled = Filled::with(fields);
            filled.refuse("venue", visit.t.book_venue_empty());
            filled
        })
    }

    fn home(&self, visit: &Visit, engineer: &Engineer, fields: Fields) -> Result<Chosen, Filled> {
        let t = visit.t;
        let name = engineer.name.text(visit.lang());
        let address = text::line(fields.get("address"), ADDRESS_MAX);
        let town = self.town(visit, fields.get("town"));
        let mut filled = Filled::with(fields);
        if let Err(refusal) = address {
            filled.refuse("address", t.text_refused(refusal, t.book_address_empty(name)));
        }
        match town {
            Town::Empty => filled.refuse("town", t.book_town_empty()),
            Town::Unknown => filled.refuse("town", t.place_town_unknown()),
            Town::Outside(town) => {
                let town = town.label(visit.lang());
                filled.refuse("town", t.book_town_outside(town, name, self.towns(visit)));
            }
            Town::Inside(town) => {
                if let Ok(text) = address {
                    return Ok(Chosen::Home(HomeAddress { text, place: town.id, position: town.position }));
                }
            }
        }
        Err(filled)
    }

    /// The town that is meant: of several with that name, one where she comes.
    fn town<'a>(&self, visit: &'a Visit, typed: &str) -> Town<'a> {
        let places = &visit.app.places;
        let found = places.suggest(typed, NAMESAKES);
        if let Some(town) = found.iter().find(|town| self.reaches(town.position)) {
            return Town::Inside(town);
        }
        match (typed, places.resolve(typed)) {
            ("", _) => Town::Empty,
            (_, Some(town)) => Town::Outside(town),
            (_, None) => Town::Unknown,
        }
    }

    pub fn reaches(&self, position: Position) -> bool {
        self.areas.iter().any(|area| {
            // Most towns of the world are told apart by their latitude already.
            let north = (area.centre.lat - position.lat).abs() * KM_PER_DEGREE;
            north <= area.radius_km && area.centre.distance_km(position) <= area.radius_km
        })
    }

    /// The towns after which the areas are named, in words.
    pub fn towns(&self, visit: &Visit) -> String {
        let towns = self.areas.iter().filter_map(|area| visit.app.places.get(area.place));
        let mut names: Vec<&str> = towns.map(|town| town.label(visit.lang())).collect();
        names.dedup();
        names.join(visit.t.common_list_separator())
    }
}

enum Town<'a> {
    Empty,
    Unknown,
    Outside(&'a Place),
    Inside(&'a Place),
}

/// How many towns are looked through for one in the area.
const NAMESAKES: usize = 50;

impl Chosen {
    pub fn write_to(self, draft: &mut handpick::booking::Draft) {
        match self {
            Chosen::Point(point) => {
                draft.mode = Some(Mode::Visit);
                draft.point = Some(point);
            }
            Chosen::Home(home) => {
                draft.mode = Some(Mode::Home);
                draft.point = None;
                draft.home = Some(home);
            }
        }
    }
}
