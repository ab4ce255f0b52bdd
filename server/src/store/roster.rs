//! An owner's own people: how an import saves an engineer whole.

use std::collections::HashMap;

use async_trait::async_trait;
use handpick::{
    account::Email,
    engineer::{Portrait, ProfileEdit},
    id::{EngineerId, PointId},
    lang::Lang,
    schedule::{Lengths, Window},
    store::StoreResult,
};
use jiff::Timestamp;

/// An engineer as a list has her; the slug tells who is meant.
#[derive(Debug, Clone)]
pub struct Listed {
    pub slug: String,
    /// With this address she signs in, once she has set a password by mail.
    pub email: Option<Email>,
    pub lang: Lang,
    /// The name of her account.
    pub signature: String,
    pub portrait: Portrait,
    pub profile: ProfileEdit,
    pub windows: Vec<Window>,
    pub lengths: Lengths,
    /// What the row said, as [`Roster::listed_engineers`] answers it the next time.
    pub digest: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enlisted {
    Created(EngineerId),
    Updated(EngineerId),
}

/// Another engineer signs in with this address, or somebody signed up with it and
/// has not shown that it is hers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("another engineer has this address, or an account that has not confirmed it")]
pub struct AddressTaken;

#[async_trait]
pub trait Roster: Send + Sync {
    /// Creates or updates engineer, account, profile and schedule in one
    /// transaction. Days off, ratings and what is booked stay as they are.
    async fn enlist(&self, listed: &Listed, now: Timestamp) -> StoreResult<Result<Enlisted, AddressTaken>>;
    /// By slug, the digest of the row that each engineer was last loaded from.
    async fn listed_engineers(&self) -> StoreResult<HashMap<String, String>>;
    /// As [`Self::listed_engineers`], of points.
    async fn listed_points(&self) -> StoreResult<HashMap<String, String>>;
    /// Notes the row that the point was loaded from.
    async fn note_point(&self, id: PointId, digest: &str) -> StoreResult<()>;
}
