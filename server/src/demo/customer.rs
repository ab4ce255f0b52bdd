//! Customers of a town.

use handpick::{geo::Position, lang::Lang, review::public_name};
use jiff::SignedDuration;

use super::{
    account::{Account, Actor},
    data::BadData,
    person::Person,
    point::home_address,
    region::Town,
    world::World,
};
use crate::store::bulk::Batch;

pub struct Customer {
    pub actor: Actor,
    /// The name as strangers may see it.
    pub public: String,
    pub home: (String, Position),
}

/// So many customers to an engineer: enough that a page of reviews is not the same
/// few names.
pub const PER_ENGINEER: u32 = 2;

/// `user` is the part of the address before the @.
pub fn register(
    world: &mut World<'_>,
    town: &Town<'_>,
    user: &str,
    lang: Lang,
    batch: &mut Batch,
) -> Result<Customer, BadData> {
    let person = Person::new(world.data, town.customs, &mut world.dice)?;
    let name = person.signature();
    let days = world.dice.between(100, 500);
    let created_at = world.now - SignedDuration::from_hours(24 * days);
    let account = Account { user, name, lang, operator: false, created_at };
    let actor = world.registrar.open(account, &mut world.ids, batch);
    let home = (home_address(world, town)?, town.somewhere(0.7, &mut world.dice));
    Ok(Customer { public: public_name(name), actor, home })
}
