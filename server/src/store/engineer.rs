use async_trait::async_trait;
use handpick::{engineer::*, id::*, store::StoreResult};
use jiff::Timestamp;

use super::engine::SqlStore;

#[async_trait]
impl Engineers for SqlStore {
    async fn create_engineer(&self, new: NewEngineer) -> StoreResult<String> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn engineer(&self, id: EngineerId) -> StoreResult<Option<Engineer>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn engineer_by_slug(&self, slug: &str) -> StoreResult<Option<Engineer>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn engineers(&self, ids: &[EngineerId]) -> StoreResult<Vec<Engineer>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn search(&self, search: &Search) -> StoreResult<Found> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn candidates(&self, search: &Search, customer: Option<AccountId>) -> StoreResult<Vec<Candidate>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn history(&self, id: EngineerId) -> StoreResult<History> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn areas(&self, id: EngineerId) -> StoreResult<Vec<Area>> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn save_profile(&self, id: EngineerId, edit: &ProfileEdit, now: Timestamp) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn set_portrait(&self, id: EngineerId, portrait: &Portrait) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn set_engineer_active(&self, id: EngineerId, active: bool) -> StoreResult<()> {
        Err(std::io::Error::other("unwritten").into())
    }

    async fn slugs(&self, after: &str, limit: u32) -> StoreResult<Vec<String>> {
        Err(std::io::Error::other("unwritten").into())
    }
}
