use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    geo::Position,
    id::{AccountId, EngineerId, PointId},
    lang::Localized,
    store::StoreResult,
};

use super::{Area, Candidate, Crowd, Engineer, Found, History, Modes, Portrait, Search, Total, Words};

pub struct NewEngineer {
    pub id: EngineerId,
    pub account: Option<AccountId>,
    pub slug: String,
    pub name: Localized<String>,
    pub place: u32,
    pub position: Position,
    pub zone: String,
    pub portrait: Portrait,
    pub now: Timestamp,
}

/// Everything of the public profile that its owner edits at once.
#[derive(Debug, Clone)]
pub struct ProfileEdit {
    pub name: Localized<String>,
    pub words: Localized<Words>,
    pub years: u32,
    pub place: u32,
    pub position: Position,
    pub zone: String,
    pub modes: Modes,
    pub products: Vec<&'static str>,
    pub needs: Vec<&'static str>,
    pub languages: Vec<&'static str>,
    pub areas: Vec<Area>,
}

#[async_trait]
pub trait Engineers: Send + Sync {
    /// Creates an active profile without a schedule. The slug is made unique by
    /// a number where it is taken; returns the slug.
    async fn create_engineer(&self, new: NewEngineer) -> StoreResult<String>;
    async fn engineer(&self, id: EngineerId) -> StoreResult<Option<Engineer>>;
    async fn engineer_by_slug(&self, slug: &str) -> StoreResult<Option<Engineer>>;
    /// The given engineers, in the given order.
    async fn engineers(&self, ids: &[EngineerId]) -> StoreResult<Vec<Engineer>>;
    /// One page of active engineers that fit.
    async fn search(&self, search: &Search) -> StoreResult<Found>;
    /// How many fit on all pages, as [`Total::counted`] tells.
    async fn count_fitting(&self, search: &Search) -> StoreResult<Total>;
    /// Who fits the place, the name and the day, for the numbers beside filters.
    async fn crowd(&self, search: &Search) -> StoreResult<Crowd>;
    /// As [`Self::search`], with those worth weighing for a recommendation: up to
    /// [`super::CANDIDATES_MAX`] that fit, the customer's favourites first, then the best rated; where few of
    /// those are new, newcomers take the last places. One question, for they are mostly
    /// the same people.
    async fn search_with_candidates(
        &self,
        search: &Search,
        customer: Option<AccountId>,
    ) -> StoreResult<(Found, Vec<Candidate>)>;
    /// Active engineers with weekly hours at the point, the best rated first.
    async fn engineers_at(&self, point: PointId) -> StoreResult<Vec<Engineer>>;
    /// Her service so far; promises are those of the last days before `now`.
    async fn history(&self, id: EngineerId, now: Timestamp) -> StoreResult<History>;
    async fn areas(&self, id: EngineerId) -> StoreResult<Vec<Area>>;
    async fn save_profile(&self, id: EngineerId, edit: &ProfileEdit, now: Timestamp) -> StoreResult<()>;
    async fn set_portrait(&self, id: EngineerId, portrait: &Portrait) -> StoreResult<()>;
    /// Slugs of active engineers for the sitemap, in order, after `after`.
    async fn slugs(&self, after: &str, limit: u32) -> StoreResult<Vec<String>>;
    /// The slug so many steps after `after` in that order, where there are so many.
    async fn slug_after(&self, after: &str, steps: u32) -> StoreResult<Option<String>>;
}
