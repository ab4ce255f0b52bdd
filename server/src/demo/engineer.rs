//! Engineers of a town: who they are, what they can do and when.

use std::collections::{BTreeMap, BTreeSet};

use handpick::{
    engineer::{Area, Mode, Modes},
    geo::Position,
    id::{AreaId, DayOffId, EngineerId},
    review::Rating,
    schedule::{DayOff, Lengths},
    tag::TagKind,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use super::{
    account::{Account, Actor},
    data::{BadData, Key},
    dice::Dice,
    person::Person,
    point::Point,
    region::Town,
    week::{self, Shift},
    words::{Trade, words},
    world::World,
};
use crate::store::bulk::Batch;

pub struct Engineer {
    pub id: EngineerId,
    pub actor: Actor,
    pub person: Person,
    pub slug: String,
    pub words: String,
    pub portrait: String,
    pub years: u32,
    pub position: Position,
    pub modes: Modes,
    pub lengths: Lengths,
    pub shifts: Vec<Shift>,
    pub days_off: Vec<DayOff>,
    pub areas: Vec<Area>,
    /// The first is what she does most.
    pub products: Vec<&'static str>,
    pub needs: Vec<&'static str>,
    pub languages: Vec<&'static str>,
    /// How likely a customer is content.
    pub quality: f64,
    /// Customers who come again and again, as indices.
    pub regulars: Vec<usize>,
    pub created_at: Timestamp,
    /// How many legs of the past half year to make up.
    pub past: i64,
    pub tally: Tally,
}

impl Engineer {
    /// The points where she works, as indices, each once.
    pub fn points(&self) -> BTreeSet<usize> {
        self.shifts.iter().filter_map(|shift| shift.point).collect()
    }
}

/// Sums over what was made up for an engineer.
#[derive(Default)]
pub struct Tally {
    pub served: u32,
    pub rating: Rating,
    /// By tag: served cases, or reviews for praise.
    pub tags: BTreeMap<Tag, u32>,
    /// By product and need: the reviews of such cases.
    pub outcomes: BTreeMap<Tag, Rating>,
}

pub type Tag = (TagKind, &'static str);

impl Tally {
    pub fn count(&mut self, kind: TagKind, key: &'static str) {
        *self.tags.entry((kind, key)).or_default() += 1;
    }

    /// A review of a case with these tags.
    pub fn rate(&mut self, stars: u8, case: [Tag; 2]) {
        self.rating = self.rating.plus(stars);
        for tag in case {
            let outcome = self.outcomes.entry(tag).or_default();
            *outcome = outcome.plus(stars);
        }
    }
}

/// Who an engineer must be, for the named sign-ins; `None` for everybody else.
#[derive(Clone, Copy)]
pub struct Role<'a> {
    pub user: &'a str,
}

pub fn hire(
    world: &mut World<'_>,
    town: &Town<'_>,
    points: &[Point],
    number: usize,
    role: Option<Role<'_>>,
    batch: &mut Batch,
) -> Result<Engineer, BadData> {
    let person = Person::new(world.data, town.customs, &mut world.dice)?;
    let id = world.ids.next(EngineerId::mint);
    let slug = world.slugs.take(&person.latin);
    let years = years(&mut world.dice);
    let newcomer = role.is_none() && world.dice.chance(0.12);
    let created_at = world.now - SignedDuration::from_hours(24 * since(newcomer, &mut world.dice));
    let account = Account {
        user: role.map_or(slug.as_str(), |role| role.user),
        name: person.signature(),
        lang: if role.is_some() { handpick::lang::Lang::En } else { world.lang_of(town) },
        operator: false,
        created_at,
    };
    let actor = world.registrar.open(account, &mut world.ids, batch);
    let modes = modes(role.is_some(), &mut world.dice);
    let at = points_of(modes, points, number, role.is_some(), &mut world.dice);
    let plan = week::Plan { points, at: &at, home_calls: modes.has(Mode::Home) };
    let drawn = week::shifts(&plan, &mut world.dice);
    let shifts = if role.is_some() { week::every_day(points, at[0]) } else { drawn };
    let (products, needs) = skills(world);
    let trade = Trade {
        person: &person,
        years,
        product: products[0],
        needs: &needs,
        city_zh: town.name_zh,
        city_en: town.name_en,
    };
    let words = words(world.data, &trade, &mut world.dice);
    Ok(Engineer {
        id,
        actor,
        slug,
        words: serde_json::to_string(&words).unwrap_or_default(),
        portrait: world.faces.deal(&person, years),
        years,
        position: town.somewhere(0.9, &mut world.dice),
        modes,
        lengths: week::lengths(&mut world.dice),
        shifts,
        days_off: if role.is_some() { Vec::new() } else { days_off(world, town) },
        areas: if modes.has(Mode::Home) { areas(world, town) } else { Vec::new() },
        languages: languages(town, &person, &mut world.dice),
        products,
        needs,
        quality: quality(role.is_some(), &mut world.dice),
        regulars: Vec::new(),
        created_at,
        past: past(world, newcomer),
        tally: Tally::default(),
        person,
    })
}

fn years(dice: &mut Dice) -> u32 {
    const SPANS: [((i64, i64), u32); 4] = [((2, 5), 30), ((6, 12), 40), ((13, 19), 18), ((20, 30), 12)];
    let ((low, high), _) = *dice.pick_weighted(&SPANS, |(_, weight)| *weight);
    u32::try_from(dice.between(low, high)).unwrap_or(2)
}

/// Days ago that she joined.
fn since(newcomer: bool, dice: &mut Dice) -> i64 {
    if newcomer { dice.between(5, 45) } else { dice.between(100, 1_200) }
}

fn modes(both: bool, dice: &mut Dice) -> Modes {
    match dice.between(1, 100) {
        _ if both => Modes::of([Mode::Visit, Mode::Home]),
        1..=55 => Modes::of([Mode::Visit]),
        56..=70 => Modes::of([Mode::Home]),
        _ => Modes::of([Mode::Visit, Mode::Home]),
    }
}

/// Dealt in turn, so that each point has its handful; a few serve at two.
fn points_of(modes: Modes, points: &[Point], number: usize, named: bool, dice: &mut Dice) -> Vec<usize> {
    if !modes.has(Mode::Visit) {
        return Vec::new();
    }
    let first = number % points.len();
    let second = (first + 1) % points.len();
    if second != first && !named && dice.chance(0.1) { vec![first, second] } else { vec![first] }
}

/// One to three products, and needs that occur with them.
fn skills(world: &mut World<'_>) -> (Vec<&'static str>, Vec<&'static str>) {
    const TRADES: [(&[&str], u32); 9] = [
        (&["laptop"], 16),
        (&["laptop", "desktop"], 16),
        (&["laptop", "monitor"], 8),
        (&["phone"], 16),
        (&["phone", "tablet"], 16),
        (&["laptop", "phone"], 10),
        (&["router", "printer"], 8),
        (&["tv", "router"], 5),
        (&["desktop", "printer", "router"], 5),
    ];
    let (products, _) = *world.dice.pick_weighted(&TRADES, |(_, weight)| *weight);
    let needs_of = &world.data.words.needs_of;
    let mut known: Vec<&'static str> = Vec::new();
    for product in products {
        for Key(need) in needs_of.get(&Key(product)).into_iter().flatten() {
            if !known.contains(need) {
                known.push(need);
            }
        }
    }
    world.dice.shuffle(&mut known);
    // Those of the main product first: headlines name them together.
    let of_main = needs_of.get(&Key(products[0])).map_or(&[][..], Vec::as_slice);
    known.sort_by_key(|need| !of_main.contains(&Key(need)));
    known.truncate(usize::try_from(world.dice.between(3, 5)).unwrap_or(3));
    (products.to_vec(), known)
}

/// A person always gets the first language of the town.
fn languages(town: &Town<'_>, person: &Person, dice: &mut Dice) -> Vec<&'static str> {
    let mut spoken = Vec::new();
    for (number, (Key(language), share)) in town.customs.languages.iter().enumerate() {
        if number == 0 || dice.chance(*share) {
            spoken.push(*language);
        }
    }
    let english = dice.chance(town.customs.english).then_some("en");
    for language in person.mother_tongue().into_iter().chain(english) {
        if !spoken.contains(&language) {
            spoken.push(language);
        }
    }
    spoken
}

fn days_off(world: &mut World<'_>, town: &Town<'_>) -> Vec<DayOff> {
    if !world.dice.chance(0.3) {
        return Vec::new();
    }
    let from = day_after(town.today(world.now), world.dice.between(1, 50));
    let to = day_after(from, world.dice.between(0, 5));
    vec![DayOff { id: world.ids.next(DayOffId::mint), from, to }]
}

fn day_after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

fn areas(world: &mut World<'_>, town: &Town<'_>) -> Vec<Area> {
    let count = if world.dice.chance(0.25) { 2 } else { 1 };
    let area = |_| Area {
        id: world.ids.next(AreaId::mint),
        place: town.place.id,
        centre: town.somewhere(0.5, &mut world.dice).coarse(),
        radius_km: *world.dice.pick(&[8.0, 10.0, 12.0, 15.0, 20.0, 25.0]),
    };
    (0..count).map(area).collect()
}

/// Most please nearly everybody; a few do not.
fn quality(named: bool, dice: &mut Dice) -> f64 {
    if named || dice.chance(0.93) { dice.float_between(0.88, 0.99) } else { dice.float_between(0.6, 0.82) }
}

fn past(world: &mut World<'_>, newcomer: bool) -> i64 {
    let usual = world.scale.past;
    if newcomer { world.dice.between(0, 8) } else { world.dice.between(usual / 2, usual * 3 / 2) }
}
