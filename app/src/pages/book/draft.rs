use axum::response::Response;
use handpick::{
    booking::{Draft, Hold},
    engineer::{Engineer, Mode},
    id::DraftId,
    point::ServicePoint,
    schedule::Span,
};
use jiff::Timestamp;

use crate::{
    offer::{Offer, Venue},
    web::{Problem, SESSION_VISITOR, Visit, redirect},
    when::When,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Where,
    When,
    What,
    Who,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::Where, Step::When, Step::What, Step::Who];

    /// The last part of its path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Where => "where",
            Step::When => "when",
            Step::What => "what",
            Step::Who => "who",
        }
    }
}

/// A draft with the person and the place it is about.
#[derive(Debug, Clone)]
pub struct Booking {
    pub draft: Draft,
    pub engineer: Engineer,
    /// For a visit.
    pub point: Option<ServicePoint>,
}

/// The draft, for the browser that began it; to everybody else it does not exist.
/// One that has become a case leads there.
pub async fn open(visit: &Visit, id: &str) -> Result<Result<Booking, Response>, Problem> {
    let id: DraftId = id.parse().map_err(|_| Problem::NotFound)?;
    let visitor: Option<String> = visit.session.get(SESSION_VISITOR).await?;
    let store = &visit.app.store;
    let draft = store.draft(id).await?.filter(|draft| visitor.as_ref() == Some(&draft.owner));
    let draft = draft.ok_or(Problem::NotFound)?;
    if let Some(case) = draft.case {
        return Ok(Err(redirect(&format!("/cases/{case}"))));
    }
    let engineer = store.engineer(draft.engineer).await?.ok_or(Problem::NotFound)?;
    let point = match draft.point {
        Some(id) => store.point(id).await?,
        None => None,
    };
    Ok(Ok(Booking { draft, engineer, point }))
}

impl Booking {
    pub fn link(&self, step: Step) -> String {
        format!("/book/{}/{}", self.draft.id, step.as_str())
    }

    /// The first step at which something is missing, or else the last one.
    pub fn next_step(&self) -> Step {
        Step::ALL.into_iter().find(|step| !self.is_done(*step)).unwrap_or(Step::Who)
    }

    pub fn is_done(&self, step: Step) -> bool {
        let draft = &self.draft;
        match step {
            Step::Where => match draft.mode {
                Some(Mode::Visit) => draft.point.is_some(),
                Some(Mode::Home) => draft.home.is_some(),
                _ => false,
            },
            Step::When => draft.hold.is_some(),
            Step::What => draft.product.is_some() && !draft.description.is_empty(),
            Step::Who => false,
        }
    }

    /// Leads to an earlier step when something is missing there.
    pub fn sent_back_from(&self, step: Step) -> Option<Response> {
        let next = self.next_step();
        (next < step).then(|| redirect(&self.link(next)))
    }

    /// What is offered to this draft: the time it holds counts as free for it.
    pub async fn offer(&self, visit: &Visit) -> Result<Option<Offer>, Problem> {
        let now = visit.now;
        let Some(venue) = self.draft.mode.and_then(|mode| Venue::of(mode, self.draft.point)) else {
            return Ok(None);
        };
        let offer = Offer::load(&*visit.app.store, &self.engineer, venue, now).await?;
        Ok(match self.held(now) {
            Some(hold) => {
                let span = Span { start: hold.start, end: hold.busy_until };
                offer.map(|offer| offer.giving_up(span, hold.bay))
            }
            None => offer,
        })
    }

    /// The hold, while it lasts.
    pub fn held(&self, now: Timestamp) -> Option<Hold> {
        self.draft.hold.filter(|hold| hold.until > now)
    }

    /// Times in the zone of the place.
    pub fn when(&self, visit: &Visit) -> When {
        let zone = self.point.as_ref().map_or(&self.engineer.zone, |point| &point.zone);
        When::new(visit.t, zone, visit.now)
    }

    pub fn name(&self, visit: &Visit) -> String {
        self.engineer.name.text(visit.lang()).to_owned()
    }
}
