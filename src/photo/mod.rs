//! Photos: re-encoded before they come here, kept in the database so that one
//! backup holds everything and any machine can serve them.

mod port;

pub use port::Photos;

use crate::id::{CaseId, DraftId, EngineerId, PhotoId};

/// Most photos of a case.
pub const PHOTOS_MAX: usize = 5;
/// Most bytes of an uploaded file, before it is re-encoded.
pub const UPLOAD_MAX: usize = 12 * 1024 * 1024;
/// Most pixels of an uploaded picture: bounds the memory a decoder may take.
pub const PIXELS_MAX: u64 = 50_000_000;

/// Who a photo belongs to, which decides who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoOwner {
    /// Whoever is filling in this draft.
    Draft(DraftId),
    /// Whoever may see the case.
    Case(CaseId),
    /// Everybody.
    Engineer(EngineerId),
}

/// A JPEG of ours: no metadata, bounded size.
#[derive(Debug, Clone)]
pub struct Photo {
    pub id: PhotoId,
    pub owner: PhotoOwner,
    pub jpeg: Vec<u8>,
}
