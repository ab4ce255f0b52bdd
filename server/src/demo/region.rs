//! Where demo people live: how many in which town, and what holds there.

use handpick::{
    geo::{KM_PER_DEGREE, Position},
    place::Place,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    data::{BadData, Customs, Data, Region},
    dice::Dice,
};

/// The town of the named sign-ins: it comes first and is never small.
const HOME: u32 = 1_791_247;
/// So many engineers live there at least, if there are so many.
const AT_HOME: u32 = 12;
/// A town of the demo has about so many engineers at least, or its points would
/// stand empty.
const PER_TOWN: u32 = 5;
/// From so many engineers on, smaller cities join in.
const MANY: u32 = 2_000;
/// A smaller city counts for less than one of equal size that the demo shows.
const SMALLER_CITY: f64 = 0.05;
/// Closer than this to a region a city is a part of it.
const PART_OF_KM: f64 = 40.0;

/// A town with everything that depends on where it is.
pub struct Town<'a> {
    pub place: &'a Place,
    pub name_en: &'a str,
    pub name_zh: &'a str,
    pub radius_km: f64,
    pub customs: &'a Customs,
    /// The listed region, if it is one.
    pub region: Option<&'a Region>,
    pub engineers: u32,
}

impl Town<'_> {
    /// Whether people here write Chinese.
    pub fn is_chinese(&self) -> bool {
        matches!(self.customs.street.as_str(), "zh" | "yue" | "tw")
    }

    /// The day it is there.
    pub fn today(&self, now: Timestamp) -> Date {
        let zone = TimeZone::get(self.place.zone).unwrap_or(TimeZone::UTC);
        zone.to_datetime(now).date()
    }

    /// A position around the centre, denser towards it. `spread` is the share of
    /// the radius that is used.
    pub fn somewhere(&self, spread: f64, dice: &mut Dice) -> Position {
        let centre = self.place.position;
        let (km, angle) =
            (self.radius_km * spread * dice.unit(), dice.float_between(0.0, std::f64::consts::TAU));
        let north = km * angle.sin() / KM_PER_DEGREE;
        let east = km * angle.cos() / centre.km_per_degree_east();
        Position { lat: metres(centre.lat + north), lon: metres(centre.lon + east) }
    }
}

/// Five places behind the point: about a metre.
fn metres(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// The towns of so many engineers, the town of the named sign-ins first.
pub fn towns(data: &Data, engineers: u32) -> Result<Vec<Town<'_>>, BadData> {
    let mut towns = listed(data)?;
    let most = usize::try_from(engineers / PER_TOWN).unwrap_or(usize::MAX).max(1);
    if engineers >= MANY {
        add_smaller(data, &mut towns, most);
    }
    towns.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    towns.sort_by_key(|(town, _)| town.place.id != HOME);
    towns.truncate(most);
    Ok(share_out(towns, engineers))
}

fn listed(data: &Data) -> Result<Vec<(Town<'_>, f64)>, BadData> {
    data.regions.region.iter().map(|region| listed_town(data, region)).collect()
}

fn listed_town<'a>(data: &'a Data, region: &'a Region) -> Result<(Town<'a>, f64), BadData> {
    let place = data.places.get(region.place);
    let place = place.ok_or_else(|| BadData::Dangling("regions.toml", region.name.clone()))?;
    let town = Town {
        place,
        name_en: &region.name,
        name_zh: region.name_zh.as_deref().unwrap_or(place.name_zh),
        radius_km: region.radius_km,
        customs: &region.customs,
        region: Some(region),
        engineers: 0,
    };
    Ok((town, f64::from(region.weight)))
}

/// Cities by population where the first fitting fallback tells how people live.
fn add_smaller<'a>(data: &'a Data, towns: &mut Vec<(Town<'a>, f64)>, most: usize) {
    for place in data.places.all() {
        if towns.len() >= most {
            break;
        }
        let near = |(town, _): &(Town<'_>, f64)| town.place.position.distance_km(place.position) < PART_OF_KM;
        let Some(customs) = customs_of(data, place) else { continue };
        if !towns.iter().any(near) {
            let name_zh = if place.name_zh.is_empty() { &place.name } else { &place.name_zh };
            let town = Town {
                place,
                name_en: place.name,
                name_zh,
                radius_km: 10.0,
                customs,
                region: None,
                engineers: 0,
            };
            towns.push((town, SMALLER_CITY * f64::from(place.population).sqrt()));
        }
    }
}

/// The row for every other country is left out: its names would not fit.
fn customs_of<'a>(data: &'a Data, place: &Place) -> Option<&'a Customs> {
    let fits = |country: &str, admin1: &str| {
        country == place.country && (admin1.is_empty() || admin1 == place.admin1)
    };
    let rows = &data.regions.fallback;
    rows.iter().find(|row| fits(&row.country, &row.admin1)).map(|row| &row.customs)
}

/// Shares the engineers out by weight, remainders to the heaviest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a u32")]
fn share_out(towns: Vec<(Town<'_>, f64)>, engineers: u32) -> Vec<Town<'_>> {
    let total: f64 = towns.iter().map(|(_, weight)| weight).sum();
    let mut left = engineers;
    let mut shared = Vec::with_capacity(towns.len());
    for (mut town, weight) in towns {
        let fair = (f64::from(engineers) * weight / total) as u32;
        let least = if shared.is_empty() { AT_HOME } else { 0 };
        town.engineers = fair.max(least).min(left);
        left -= town.engineers;
        shared.push(town);
    }
    let towns = shared.len().max(1);
    for extra in 0..usize::try_from(left).unwrap_or(0) {
        shared[extra % towns].engineers += 1;
    }
    shared.retain(|town| town.engineers > 0);
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_lives_somewhere_and_many_at_home() {
        let data = Data::read().expect("the files are sound");
        for engineers in [1, 30, 300, 5_000, 100_000] {
            let towns = towns(&data, engineers).expect("towns");
            assert_eq!(towns.iter().map(|town| town.engineers).sum::<u32>(), engineers);
            assert_eq!(towns[0].place.id, HOME);
            assert!(towns[0].engineers >= AT_HOME.min(engineers));
        }
    }

    #[test]
    fn nobody_lives_outside_of_town() {
        let data = Data::read().expect("the files are sound");
        let towns = towns(&data, 300).expect("towns");
        let mut dice = Dice::new(1);
        for town in &towns {
            let km = town.place.position.distance_km(town.somewhere(1.0, &mut dice));
            assert!(km <= town.radius_km + 0.1, "{km}");
        }
    }
}
