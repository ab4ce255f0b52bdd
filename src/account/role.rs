use crate::{
    id::{AccountId, EngineerId, PointId},
    lang::Lang,
};

use super::{Account, Admission};

/// Who may call a route. [`Viewer::may`] answers for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Anybody, signed in or not.
    Anyone,
    /// Anybody signed in.
    Customer,
    /// Who has an engineer's profile.
    Engineer,
    /// Staff of at least one service point; the handler checks which.
    Staff,
    Operator,
}

/// The signed-in person behind a request, with everything that decides what they
/// may see.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub account: Account,
    pub engineer: Option<EngineerId>,
    /// The service points this person is staff of.
    pub desks: Vec<PointId>,
}

impl Viewer {
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// What the session in which they are signed in stands for.
    pub fn admission(&self) -> Admission {
        Admission { account: self.account.id, generation: self.account.generation }
    }

    pub fn lang(&self) -> Lang {
        self.account.lang
    }

    pub fn may(&self, role: Role) -> bool {
        match role {
            Role::Anyone | Role::Customer => true,
            Role::Engineer => self.engineer.is_some(),
            Role::Staff => !self.desks.is_empty(),
            Role::Operator => self.account.operator,
        }
    }

    pub fn staffs(&self, point: PointId) -> bool {
        self.desks.contains(&point)
    }
}
