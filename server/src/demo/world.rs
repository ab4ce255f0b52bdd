//! The demo's people, town by town.

use std::collections::HashSet;

use handpick::{case::LegState, lang::Lang};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    Plan,
    account::{Account, Registrar},
    case::{self, Setting},
    customer::{self, Customer},
    data::{BadData, Data},
    diary::{Booked, diary},
    dice::{Dice, Ids},
    engineer::{Engineer, Role, hire},
    outlook::outlook,
    person::{Faces, Slugs},
    point::{Point, open_point},
    profile::push_profile,
    region::{Town, towns},
    review,
    sign_ins::{CUSTOMER, DESK, ENGINEER, OPERATOR},
    tables::{FAVOURITES, batch},
};
use crate::store::bulk::{Batch, text};

/// A batch is sent off when it has so many rows: large enough for speed, small
/// enough for the memory of a small machine.
const ROWS_OF_A_BATCH: u64 = 20_000;
/// So many engineers share a service point.
const PER_POINT: u32 = 6;

/// What everything is drawn from.
pub struct World<'a> {
    pub data: &'a Data,
    pub dice: Dice,
    pub ids: Ids,
    pub slugs: Slugs,
    pub faces: Faces<'a>,
    pub registrar: Registrar,
    pub scale: Scale,
    pub now: Timestamp,
    /// A day to read opening hours on.
    pub today: Date,
    customers: u32,
    seed: Dice,
}

/// How much is made up of each engineer. The more there are the less, or the demo
/// would be mostly their past: one of a million would fill 60 GB.
pub struct Scale {
    /// Legs of the past half year.
    pub past: i64,
    /// The least and the most that is taken of the next two weeks.
    pub ahead: (f64, f64),
}

impl Scale {
    fn of(engineers: u32) -> Self {
        match engineers {
            ..=5_000 => Self { past: 58, ahead: (0.10, 0.40) },
            5_001..=100_000 => Self { past: 11, ahead: (0.04, 0.14) },
            _ => Self { past: 3, ahead: (0.01, 0.03) },
        }
    }
}

/// A town and who and what is in it.
struct Community<'t, 'd> {
    town: &'t Town<'d>,
    zone: TimeZone,
    points: Vec<Point>,
    customers: Vec<Customer>,
    /// The customer of the named sign-ins, where she lives.
    named: Option<Customer>,
}

/// What dice are thrown for.
#[derive(Clone, Copy)]
enum Part {
    Town,
    Person,
    Diary,
    Cases,
}

/// Nobody wants the rows any more.
pub struct Stopped;

/// Takes the rows as they are made up; `Err` when they are not wanted any more.
pub type Sink<'a> = &'a mut dyn FnMut(Batch) -> Result<(), Stopped>;

/// Makes everybody up and sends them off in batches.
pub fn populate(plan: &Plan, password_hash: String, send: Sink<'_>) -> Result<(), BadData> {
    let data = Data::read()?;
    let mut dice = Dice::new(plan.seed);
    let mut world = World {
        data: &data,
        ids: Ids::before(plan.now, &mut dice),
        slugs: Slugs::default(),
        faces: Faces::new(&data, dice.fork(1)),
        registrar: Registrar { password_hash },
        scale: Scale::of(plan.engineers),
        now: plan.now,
        today: plan.now.to_zoned(TimeZone::UTC).date(),
        customers: 0,
        seed: dice.fork(2),
        dice,
    };
    let towns = towns(&data, plan.engineers)?;
    for (number, town) in towns.iter().enumerate() {
        if world.populate_town(town, number == 0, send)?.is_err() {
            break;
        }
    }
    Ok(())
}

impl World<'_> {
    /// Dice of their own for a part of somebody's life: who people are does not
    /// depend on what day it is, though their diaries do.
    fn begin(&mut self, part: Part, town: &Town<'_>, number: usize) {
        let town = self.seed.fork(town.place.id.into());
        self.dice = town.fork(number as u64).fork(part as u64);
    }

    /// The language that people of the town read.
    pub fn lang_of(&self, town: &Town<'_>) -> Lang {
        if town.is_chinese() { Lang::ZhCn } else { Lang::En }
    }

    /// The first town is where the named sign-ins live.
    fn populate_town(
        &mut self,
        town: &Town<'_>,
        first: bool,
        send: Sink<'_>,
    ) -> Result<Result<(), Stopped>, BadData> {
        self.faces.leave_town();
        let mut rows = batch();
        let mut community = self.settle(town, first, &mut rows)?;
        // Every diary is filled before anything is written of it: who is free
        // depends on the bays that others take.
        let hired: Vec<_> = (0..town.engineers)
            .map(|number| self.hire_and_book(&mut community, number, &mut rows))
            .collect::<Result<_, _>>()?;
        for (number, (engineer, booked)) in hired.into_iter().enumerate() {
            self.begin(Part::Cases, town, number);
            self.add_engineer(&mut community, engineer, &booked, &mut rows);
            if rows.rows() > ROWS_OF_A_BATCH && send(std::mem::replace(&mut rows, batch())).is_err() {
                return Ok(Err(Stopped));
            }
        }
        rows.point_ratings =
            community.points.iter().map(|point| (point.id.to_string(), point.rating)).collect();
        Ok(send(rows))
    }

    fn settle<'t, 'd>(
        &mut self,
        town: &'t Town<'d>,
        first: bool,
        rows: &mut Batch,
    ) -> Result<Community<'t, 'd>, BadData> {
        let zone = TimeZone::get(town.place.zone)
            .map_err(|_| BadData::Dangling("places.tsv", town.place.zone.to_owned()))?;
        self.begin(Part::Town, town, 0);
        let named = if first { Some(self.register_named(town, rows)?) } else { None };
        let customers = self.register_customers(town, rows)?;
        let points = self.open_points(town, first, rows)?;
        Ok(Community { town, zone, points, customers, named })
    }

    /// The operator, and the customer who has something to review.
    fn register_named(&mut self, town: &Town<'_>, rows: &mut Batch) -> Result<Customer, BadData> {
        let operator = Account {
            user: OPERATOR,
            name: "Operator",
            lang: Lang::En,
            operator: true,
            created_at: self.now,
        };
        self.registrar.open(operator, &mut self.ids, rows);
        customer::register(self, town, CUSTOMER, Lang::En, rows)
    }

    fn register_customers(&mut self, town: &Town<'_>, rows: &mut Batch) -> Result<Vec<Customer>, BadData> {
        let lang = self.lang_of(town);
        let count = (town.engineers * customer::PER_ENGINEER).max(8);
        let mut customers = Vec::new();
        for _ in 0..count {
            self.customers += 1;
            let user = format!("customer{}", self.customers);
            customers.push(customer::register(self, town, &user, lang, rows)?);
        }
        Ok(customers)
    }

    fn open_points(&mut self, town: &Town<'_>, first: bool, rows: &mut Batch) -> Result<Vec<Point>, BadData> {
        let count = town.engineers.div_ceil(PER_POINT).max(1);
        let count = usize::try_from(count).unwrap_or(1);
        let desk = |number| (first && number == 0).then_some(DESK);
        (0..count).map(|number| open_point(self, town, number, desk(number), rows)).collect()
    }

    fn hire_and_book(
        &mut self,
        community: &mut Community<'_, '_>,
        number: u32,
        rows: &mut Batch,
    ) -> Result<(Engineer, Vec<Booked>), BadData> {
        let Community { town, zone, points, customers, named } = community;
        let role = named.as_ref().filter(|_| number == 0).map(|_| Role { user: ENGINEER });
        let number = usize::try_from(number).unwrap_or(0);
        self.begin(Part::Person, town, number);
        let mut engineer = hire(self, town, points, number, role, rows)?;
        engineer.regulars = (0..3).map(|_| self.dice.index(customers.len())).collect();
        self.begin(Part::Diary, town, number);
        let booked = diary(self, &engineer, points, zone, role.is_some());
        Ok((engineer, booked))
    }

    fn add_engineer(
        &mut self,
        community: &mut Community<'_, '_>,
        mut engineer: Engineer,
        booked: &[Booked],
        rows: &mut Batch,
    ) {
        let Community { town, zone, points, customers, named } = community;
        let mut used = HashSet::new();
        for booked in booked {
            let customer = self.customer_of(&engineer, customers, booked, named.as_ref());
            let setting = Setting { town, zone, points, customer };
            let told = case::tell(self, &setting, &mut engineer, booked, rows);
            if booked.state == LegState::Done && !booked.named {
                let of_point = review::review(self, &setting, &mut engineer, booked, told, &mut used, rows);
                if let Some((point, stars)) = of_point {
                    points[point].rating = points[point].rating.plus(stars);
                }
            }
        }
        let expert = booked.iter().any(|booked| booked.named);
        self.add_favourites(&engineer, customers, named.as_ref().filter(|_| expert), rows);
        let summary = outlook(&engineer, booked, points, zone, self.now);
        push_profile(town, points, &engineer, &summary, rows);
    }

    fn customer_of<'c>(
        &mut self,
        engineer: &Engineer,
        customers: &'c [Customer],
        booked: &Booked,
        named: Option<&'c Customer>,
    ) -> &'c Customer {
        match named {
            Some(customer) if booked.named => customer,
            _ if self.dice.chance(0.25) => &customers[*self.dice.pick(&engineer.regulars)],
            _ => self.dice.pick(customers),
        }
    }

    /// Regulars may have their expert; the named customer has.
    fn add_favourites(
        &mut self,
        engineer: &Engineer,
        customers: &[Customer],
        named: Option<&Customer>,
        rows: &mut Batch,
    ) {
        let mut fans: Vec<_> = engineer.regulars.clone();
        fans.sort_unstable();
        fans.dedup();
        fans.retain(|_| self.dice.chance(0.6));
        for fan in fans.into_iter().map(|fan| &customers[fan]).chain(named) {
            let row = [text(fan.actor.account), text(engineer.id), self.now.as_millisecond().into()];
            rows.push(&FAVOURITES, row);
        }
    }
}
