//! Service points of a town.

use std::collections::HashSet;

use handpick::{
    geo::Position,
    id::{BayId, PointId},
    lang::{Lang, Localized},
    point::OpeningHours,
    review::Rating,
    schedule::{Ask, Resource, Span, Tick, ticks},
    search::{name_words, words_together},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    account::{Account, Actor},
    data::BadData,
    dice::Dice,
    fill::fill,
    person::Person,
    region::Town,
    tables::{BAYS, NAMES, POINTS, STAFF},
    world::World,
};
use crate::store::bulk::{Batch, text};

/// When the desk is open whom people sign in as, so that there is something to do on
/// whatever day they look around.
const EVERY_DAY: &str = "Mo-Su 10:00-22:00";

pub struct Point {
    pub id: PointId,
    pub position: Position,
    pub hours: OpeningHours,
    /// (weekday, start, end): see [`OpeningHours::week`].
    pub week: Vec<(i8, u16, u16)>,
    pub bays: Vec<BayId>,
    pub desk: Actor,
    /// How likely a visitor is content.
    pub quality: f64,
    pub rating: Rating,
    taken: HashSet<(usize, Tick)>,
}

impl Point {
    /// Takes the first free bay, beginning anywhere, and tells which.
    pub fn take_bay(&mut self, span: Span, dice: &mut Dice) -> Option<usize> {
        let (count, first) = (self.bays.len(), dice.index(self.bays.len()));
        let free = |bay: &usize| ticks(span).all(|tick| !self.taken.contains(&(*bay, tick)));
        let bay = (0..count).map(|step| (first + step) % count).find(free)?;
        self.taken.extend(ticks(span).map(|tick| (bay, tick)));
        Some(bay)
    }

    /// What is taken of the bays from `now` on.
    pub fn taken_from(&self, now: Timestamp) -> impl Iterator<Item = (Resource, Tick)> {
        let current = ticks(Span { start: now, end: now }).start;
        let ahead = self.taken.iter().filter(move |(_, tick)| *tick >= current);
        ahead.map(|(bay, tick)| (Resource::Bay(self.bays[*bay]), *tick))
    }

    /// The question for a visit here.
    pub fn ask<'a>(&'a self, zone: &'a TimeZone) -> Ask<'a> {
        Ask::Visit { point: self.id, zone, hours: &self.hours, bays: &self.bays }
    }
}

/// Opens a point in the town. `desk` is the address of its staff, if it must be
/// a certain one.
pub fn open_point(
    world: &mut World<'_>,
    town: &Town<'_>,
    number: usize,
    desk: Option<&str>,
    batch: &mut Batch,
) -> Result<Point, BadData> {
    let district = District::of(town, number);
    let id = world.ids.next(PointId::mint);
    let slug = world.slugs.take(&format!("{} {}", town.name_en, district.en));
    let position = town.somewhere(0.6, &mut world.dice);
    let drawn = world.dice.pick(hours_of(world, town.place.country)).clone();
    let opening_hours = if desk.is_some() { EVERY_DAY.to_owned() } else { drawn };
    let hours = OpeningHours::parse(&opening_hours)
        .map_err(|_| BadData::Dangling("points.toml", opening_hours.clone()))?;
    let name = name(world, town, &district);
    batch.push(
        &POINTS,
        [
            text(id),
            slug.clone().into(),
            json(&name).into(),
            address(world, town, &district)?.into(),
            town.place.id.into(),
            position.lat.into(),
            position.lon.into(),
            position.cell().into(),
            town.place.zone.to_owned().into(),
            opening_hours.into(),
            phone(world, town.place.country).into(),
        ],
    );
    let words = name_words(&name);
    let all = words_together(&words);
    for word in words {
        batch.push(&NAMES, [text(id), word.into(), "point".into(), all.clone().into()]);
    }
    let bays = add_bays(world, id, batch);
    let desk = staff(world, town, desk.unwrap_or(&format!("desk.{slug}")), id, batch)?;
    Ok(Point {
        id,
        position,
        week: hours.week(world.today),
        hours,
        bays,
        desk,
        quality: world.dice.float_between(0.82, 0.98),
        rating: Rating::default(),
        taken: HashSet::new(),
    })
}

/// The district a point is named after, in each language, and how often it came
/// before.
struct District<'a> {
    zh: &'a str,
    en: &'a str,
    local: &'a str,
    known: bool,
}

impl<'a> District<'a> {
    fn of(town: &Town<'a>, number: usize) -> Self {
        let region = town.region;
        let of = |names: Option<&'a Vec<String>>| {
            names.filter(|names| !names.is_empty()).map(|names| names[number % names.len()].as_str())
        };
        let zh = of(region.map(|region| &region.districts_zh));
        let en = of(region.map(|region| &region.districts_en));
        let fa = of(region.map(|region| &region.districts_fa));
        let local = fa.or(if town.is_chinese() { zh } else { en });
        Self {
            zh: zh.unwrap_or(town.name_zh),
            en: en.unwrap_or(town.name_en),
            local: local.unwrap_or_default(),
            known: en.is_some(),
        }
    }
}

fn name(world: &mut World<'_>, town: &Town<'_>, district: &District<'_>) -> Localized<String> {
    let texts = &world.data.points;
    // Without districts the city stands for one, and must not stand there twice.
    let fits = |template: &&String| district.known || !template.contains("{city}");
    let mut pick = |templates: &[String]| {
        let fitting: Vec<_> = templates.iter().filter(fits).collect();
        (*world.dice.pick(&fitting)).clone()
    };
    let english = pick(&texts.names_en);
    let name = Localized::one(Lang::En, fill(&english, &[("district", district.en), ("city", town.name_en)]));
    if !town.is_chinese() {
        return name;
    }
    let simplified = town.customs.street == "zh";
    let chinese = pick(if simplified { &texts.names_zh } else { &texts.names_tw });
    name.with(Lang::ZhCn, fill(&chinese, &[("district", district.zh), ("city", town.name_zh)]))
}

fn address(world: &mut World<'_>, town: &Town<'_>, district: &District<'_>) -> Result<String, BadData> {
    let city = match (town.is_chinese(), town.region.and_then(|region| region.name_fa.as_deref())) {
        (_, Some(persian)) => persian,
        (true, None) => town.name_zh,
        (false, None) => town.name_en,
    };
    street_address(world, &town.customs.street, district.local, city)
}

/// An address of somebody at home in the town.
pub fn home_address(world: &mut World<'_>, town: &Town<'_>) -> Result<String, BadData> {
    let number = world.dice.index(100);
    address(world, town, &District::of(town, number))
}

fn street_address(world: &mut World<'_>, style: &str, district: &str, city: &str) -> Result<String, BadData> {
    let dangling = || BadData::Dangling("points.toml", style.to_owned());
    let texts = &world.data.points;
    let template = texts.addresses.get(style).ok_or_else(dangling)?;
    let street = world.dice.pick(texts.streets.get(style).ok_or_else(dangling)?);
    let number = world.dice.between(1, 280).to_string();
    let floor = world.dice.between(2, 18).to_string();
    let template = if district.is_empty() { without_district(template) } else { template.clone() };
    let values = [
        ("street", street.as_str()),
        ("number", &number),
        ("district", district),
        ("city", city),
        ("floor", &floor),
    ];
    Ok(fill(&template, &values))
}

fn without_district(template: &str) -> String {
    let spellings = ["{district}區", "{district}, ", "{district}، ", "{district} ", "{district}"];
    spellings.into_iter().fold(template.to_owned(), |text, spelling| text.replace(spelling, ""))
}

/// Opening hours as they are usual in the country.
fn hours_of<'a>(world: &World<'a>, country: &str) -> &'a [String] {
    let texts = &world.data.points;
    match country {
        "IR" => &texts.hours_fri,
        "DE" | "AT" | "FR" | "ES" | "GB" => &texts.hours_sun,
        _ => &texts.hours,
    }
}

/// A number that nobody has: 555 is kept for stories.
fn phone(world: &mut World<'_>, country: &str) -> Option<String> {
    let code = match country {
        "CN" => 86,
        "HK" => 852,
        "MO" => 853,
        "TW" => 886,
        "IR" => 98,
        "JP" => 81,
        "KR" => 82,
        "SG" => 65,
        "MY" => 60,
        "GB" => 44,
        "US" | "CA" => 1,
        "AU" => 61,
        "DE" => 49,
        "FR" => 33,
        "ES" => 34,
        "AE" => 971,
        _ => return None,
    };
    Some(format!("+{code} 555 01{:02}", world.dice.between(0, 99)))
}

fn add_bays(world: &mut World<'_>, point: PointId, batch: &mut Batch) -> Vec<BayId> {
    let (count, _) = world.dice.pick_weighted(&world.data.points.bays, |(_, weight)| *weight);
    // One bay is too few for a handful of engineers, and more than four stand empty.
    let count = i64::from((*count).clamp(2, 4));
    let mut bays = Vec::new();
    for position in 1..=count {
        let id = world.ids.next(BayId::mint);
        batch.push(&BAYS, [text(id), text(point), position.into(), position.to_string().into()]);
        bays.push(id);
    }
    bays
}

fn staff(
    world: &mut World<'_>,
    town: &Town<'_>,
    user: &str,
    point: PointId,
    batch: &mut Batch,
) -> Result<Actor, BadData> {
    let person = Person::new(world.data, town.customs, &mut world.dice)?;
    let account = Account {
        user,
        name: person.signature(),
        lang: world.lang_of(town),
        operator: false,
        created_at: world.now - SignedDuration::from_hours(24 * 400),
    };
    let desk = world.registrar.open(account, &mut world.ids, batch);
    batch.push(&STAFF, [text(desk.account), text(point)]);
    Ok(desk)
}

/// Names in several languages, as the database keeps them.
pub fn json(name: &Localized<String>) -> String {
    serde_json::to_string(name).unwrap_or_default()
}
