use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    id::{CaseId, PhotoId},
    store::StoreResult,
};

use super::{Photo, PhotoOwner};

#[async_trait]
pub trait Photos: Send + Sync {
    /// `false` when the owner has [`super::PHOTOS_MAX`] already (drafts and cases).
    async fn add_photo(&self, photo: Photo, now: Timestamp) -> StoreResult<bool>;
    async fn photo(&self, id: PhotoId) -> StoreResult<Option<Photo>>;
    async fn remove_photo(&self, id: PhotoId, owner: PhotoOwner) -> StoreResult<()>;
    async fn photos_of(&self, owner: PhotoOwner) -> StoreResult<Vec<PhotoId>>;
    /// How many photos each of these cases has; cases without any are left out.
    async fn photo_counts(&self, cases: &[CaseId]) -> StoreResult<HashMap<CaseId, u64>>;
}
