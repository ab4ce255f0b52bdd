use axum::{
    body::HttpBody as _,
    extract::{FromRequest as _, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use handpick::photo::{PHOTOS_MAX, UPLOAD_MAX};
use tokio::sync::OwnedSemaphorePermit;

use crate::ports::Limit;

use super::{FORM_MAX, Fields, Problem, Visit};

/// Most bytes of a form with files.
pub const UPLOAD_FORM_MAX: usize = UPLOAD_MAX * PHOTOS_MAX + FORM_MAX;

/// Most bytes of such forms that are in memory at once, whoever sends them.
pub const UPLOADS_MAX: usize = 4 * UPLOAD_FORM_MAX;

/// A form with files: its plain fields, and the bytes of each file that was chosen.
#[derive(Debug)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<Vec<u8>>,
    /// Given back with the files.
    _room: Option<OwnedSemaphorePermit>,
}

impl Upload {
    /// Reads the form as soon as there is room for it. Each file counts towards the
    /// limit; whoever has none left is refused before the files are read.
    pub async fn read(visit: &Visit, sent: Request) -> Result<Self, Problem> {
        let room = room(visit, sent.body().size_hint().upper()).await?;
        let mut parts = Multipart::from_request(sent, &()).await.map_err(|_| Problem::BadRequest)?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        let mut left = FORM_MAX;
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            if part.file_name().is_none() {
                pairs.push(text_of(part, &mut left).await?);
                continue;
            }
            // A file field in which nothing was chosen comes as an empty file.
            let bytes = bytes_of(part, UPLOAD_MAX).await?;
            if bytes.is_empty() {
                continue;
            }
            if files.len() == PHOTOS_MAX {
                return Err(Problem::TooLarge);
            }
            // With the room the first file was counted.
            if room.is_none() || !files.is_empty() {
                visit.take(Limit::Upload)?;
            }
            files.push(bytes);
        }
        Ok(Self { fields: Fields::collect(pairs)?, files, _room: room })
    }
}

/// Room for all that is sent. What is no larger than a plain form needs none, so nobody
/// who only writes waits for those who send pictures.
async fn room(visit: &Visit, size: Option<u64>) -> Result<Option<OwnedSemaphorePermit>, Problem> {
    let size = usize::try_from(size.unwrap_or(UPLOAD_FORM_MAX as u64)).unwrap_or(usize::MAX);
    if size <= FORM_MAX {
        return Ok(None);
    }
    if size > UPLOAD_FORM_MAX {
        return Err(Problem::TooLarge);
    }
    visit.take(Limit::Upload)?;
    let bytes = u32::try_from(size).map_err(Problem::internal)?;
    let room = visit.app.uploads.clone().acquire_many_owned(bytes).await;
    room.map(Some).map_err(Problem::internal)
}

/// Name and text of a plain field, as long as all of them would fit into a plain form.
async fn text_of(part: Field<'_>, left: &mut usize) -> Result<(String, String), Problem> {
    let name = part.name().unwrap_or_default().to_owned();
    // There it would say `name=text&`.
    *left = left.checked_sub(name.len() + 2).ok_or(Problem::TooLarge)?;
    let bytes = bytes_of(part, *left).await?;
    *left -= bytes.len();
    Ok((name, String::from_utf8(bytes).map_err(|_| Problem::BadRequest)?))
}

/// The bytes of a part, as long as they are no more than `max`.
async fn bytes_of(mut part: Field<'_>, max: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(refused)? {
        if bytes.len() + chunk.len() > max {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn refused(error: axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::BadRequest }
}
