use handpick::{
    case::{Access, Actor, ActorKind, Case, Doorstep, Leg, LegState, Move, access, may_see_address},
    engineer::Mode,
    geo::Position,
    id::{CaseId, LegId},
    point::ServicePoint,
    review::Review,
};
use jiff::Timestamp;

use crate::{
    components::{
        appointment::{what_words, whole_address},
        heart::Experts,
    },
    web::{AGAIN, Fields, Problem, Visit},
    when::When,
};

/// A case with all that its page shows, as far as this reader may see it.
#[derive(Clone)]
pub struct Dossier {
    pub case: Case,
    /// The leg that goes on, or the last one.
    pub leg: Leg,
    pub access: Access,
    pub home: Option<Home>,
    pub point: Option<ServicePoint>,
    /// Of the leg: of its engineer and of its point.
    pub reviews: Vec<Review>,
    /// Whether the engineer is one of the reader's experts.
    pub expert: bool,
    /// Whether the reader is the engineer of the leg.
    pub serves: bool,
    pub when: When,
    pub now: Timestamp,
}

/// Where a home call leads to.
#[derive(Debug, Clone)]
pub enum Home {
    Address {
        address: String,
        /// Where its town is.
        town: Position,
    },
    /// The town alone: the address is not for this reader, or not yet.
    Town(String),
}

impl Dossier {
    /// Whoever has no part in the case is told that it does not exist.
    pub async fn load(visit: &Visit, id: &str) -> Result<Dossier, Problem> {
        let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
        let viewer = visit.signed_in()?;
        let store = &visit.app.store;
        let case = store.case(id).await?.ok_or(Problem::NotFound)?;
        let access = access(viewer, &case).ok_or(Problem::NotFound)?;
        let leg = case.current().cloned().ok_or(Problem::NotFound)?;
        let home = home(visit, &leg).await?;
        let point = match &leg.point {
            Some(point) => store.point(point.id).await?,
            None => None,
        };
        let reviews = if leg.reviewed { store.reviews_of_leg(leg.id).await? } else { Vec::new() };
        let serves = viewer.engineer == Some(leg.engineer.id);
        let now = visit.now;
        let when = When::new(visit.t, &leg.zone, now);
        let expert = Experts::of(visit).await?.has(leg.engineer.id);
        Ok(Dossier { case, leg, access, home, point, reviews, expert, serves, when, now })
    }

    pub fn path(&self) -> String {
        format!("/cases/{}", self.case.id)
    }

    pub fn is_customer(&self) -> bool {
        self.access == Access::Customer
    }

    /// Whether this reader may make the move now.
    pub fn allows(&self, step: &Move) -> bool {
        self.leg.allows(actor_kind(self.access), step, self.now)
    }

    /// The reader as the one who moves the leg.
    pub fn actor(&self, visit: &Visit) -> Result<Actor, Problem> {
        let account = &visit.signed_in()?.account;
        Ok(Actor { kind: actor_kind(self.access), account: Some(account.id), name: account.name.clone() })
    }

    /// Who answers a request: the service point, or the engineer of a home call.
    pub fn host(&self, visit: &Visit) -> String {
        let name = self.leg.point.as_ref().map_or(&self.leg.engineer.name, |point| &point.name);
        name.text(visit.lang()).to_owned()
    }

    pub fn engineer(&self, visit: &Visit) -> String {
        self.leg.engineer.name.text(visit.lang()).to_owned()
    }

    /// The engineer of a leg of this case, who may be another than the current one.
    pub fn engineer_of(&self, visit: &Visit, leg: LegId) -> String {
        let leg = self.case.legs.iter().find(|one| one.id == leg).unwrap_or(&self.leg);
        leg.engineer.name.text(visit.lang()).to_owned()
    }

    /// The engineer's number, for the customer whom she is to visit.
    pub fn home_phone(&self) -> Option<String> {
        let coming = matches!(self.leg.state, LegState::Confirmed | LegState::InService);
        let hers = self.is_customer() && self.leg.mode == Mode::Home && coming;
        self.case.engineer_phone.clone().filter(|_| hers)
    }

    /// Whom the customer can call: the service point, or whoever comes to her.
    pub fn phone(&self) -> Option<String> {
        self.point.as_ref().and_then(|point| point.phone.clone()).or_else(|| self.home_phone())
    }

    /// "laptop, screen"; empty when the customer did not say.
    pub fn what(&self, visit: &Visit) -> String {
        what_words(visit.t, self.case.product, self.case.need)
    }

    /// A new booking that starts with what is known.
    pub fn book_again(&self) -> String {
        let mut known = self.known();
        known.set("engineer", &self.leg.engineer.slug);
        format!("/book?{}", known.query_without(&[]))
    }

    /// Who else there is for the same, near the same place.
    pub fn someone_else(&self) -> String {
        let mut known = self.known();
        known.set("mode", self.leg.mode.as_str());
        let town = match &self.home {
            Some(Home::Address { town, .. }) => Some(*town),
            _ => self.point.as_ref().map(|point| point.position),
        };
        if let Some(Position { lat, lon }) = town {
            known.set("lat", format!("{lat:.2}"));
            known.set("lon", format!("{lon:.2}"));
        }
        format!("/engineers?{}", known.query_without(&[]))
    }

    /// With what the customer wrote and showed, if nothing came of it.
    fn known(&self) -> Fields {
        let mut known = Fields::default();
        if self.leg.state != LegState::Done {
            known.set(AGAIN, self.case.id.to_string());
        }
        for (name, key) in [("product", self.case.product), ("need", self.case.need)] {
            if let Some(key) = key {
                known.set(name, key);
            }
        }
        known
    }
}

const fn actor_kind(access: Access) -> ActorKind {
    match access {
        Access::Customer => ActorKind::Customer,
        Access::Engineer => ActorKind::Engineer,
        Access::Desk => ActorKind::Desk,
    }
}

async fn home(visit: &Visit, leg: &Leg) -> Result<Option<Home>, Problem> {
    if leg.mode != Mode::Home {
        return Ok(None);
    }
    let doorsteps = visit.app.store.doorsteps(&[leg.id]).await?;
    let Some(Doorstep { address, .. }) = doorsteps.get(&leg.id) else { return Ok(None) };
    if may_see_address(visit.signed_in()?, leg) {
        let town = address.position;
        return Ok(Some(Home::Address { address: whole_address(visit, address), town }));
    }
    let town = visit.app.places.get(address.place).map(|town| town.label(visit.lang()));
    Ok(Some(Home::Town(town.unwrap_or(visit.t.common_unknown_place()).to_owned())))
}
